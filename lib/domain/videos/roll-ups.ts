import type { videoDaily } from "@/lib/db/tables/videos";
import { coveredTenths, lengthInTenths } from "@/lib/measure/completion";
import { withDay } from "@/lib/measure/day-set";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { noRanges, pairs, type Ranges, size, subtract, union } from "@/lib/measure/ranges";
import { tenthsPerSecond, tenthsToMs } from "@/lib/measure/tenths";
import { replayShift } from "./coverage";
import {
  isCompleted,
  type Playback,
  type PlaybackCounter,
  playbackCounters,
  type VideoRules,
  type Viewer,
  watchMs,
} from "./playback";
import { segmentSeconds, touchedSegments, wholeSegments } from "./segments";

/*
 * The contributions of playbacks and viewers to the roll-ups. The ingest adds what a beacon changed (contribution after − before);
 * the rebuild adds up every playback from nothing. Both call the functions here, so that their numbers cannot differ.
 */

export type SumColumn = Exclude<keyof typeof videoDaily.$inferSelect, "video_id" | "day">;
type SumOf = (playback: Playback, covered: number, length: number, threshold: number) => number;
/** What one playback adds to each sum, unless it is a preview. What is covered and the length are in tenths. */
const sums: Record<SumColumn, SumOf> = {
  views: () => 1,
  previews: () => 0,
  started: ({ plays, media_ms }, covered) => Number(plays > 0 || covered > 0 || media_ms > 0),
  played: (_, covered) => Number(covered > 0),
  half: (_, covered, length) => Number(covered * 2 >= length),
  completed: (playback, ...measured) => Number(isCompleted(playback, ...measured)),
  watch_ms: (playback) => watchMs(playback),
  media_ms: ({ media_ms }, covered) => (covered > 0 ? media_ms : 0),
  wall_ms: (playback) => wallMs(playback),
  covered_ms: (_, covered) => tenthsToMs(covered),
  startup_ms: ({ startup_ms }) => startup_ms ?? 0,
  startups: ({ startup_ms }) => Number(startup_ms !== null),
  abandoned: ({ abandoned }) => Number(abandoned),
  ...(Object.fromEntries<SumOf>(
    playbackCounters.map((name) => [name, (playback: Playback) => playback[name]]),
  ) as Record<PlaybackCounter, SumOf>),
};
/** The columns in which playbacks are summed, by day and in all, in the order of `Sums`. */
export const sumColumns = Object.keys(sums) as SumColumn[];
const sumFunctions = Object.values(sums);
type Sums = number[];

/** The columns of one second, in the order of `SecondDelta`. */
export const secondColumns = ["plays", "covers", "plays_tenths", "covers_tenths"] as const;
type SecondDelta = [plays: number, covers: number, playsTenths: number, coversTenths: number];
type SegmentDelta = [views: number, whole: number, viewers: number, viewersWhole: number, dropOffs: number];

/** What a set of changes adds to one video's roll-ups. */
export type VideoDelta = {
  /** second → net plays and covers (begun minus ended), and how many tenths of it were over when they did. */
  seconds: Map<number, SecondDelta>;
  /** segment → net views, whole, viewers, viewers_whole; and a count of drop-offs. */
  segments: Map<number, SegmentDelta>;
  daily: Map<string, Sums>;
  totals: Sums;
  viewers: number;
  completers: number;
  /** `dimension\nvalue` → views, and for quality watch time. The dimension `proof`: views by what shows that they were played. */
  breakdowns: Map<string, [views: number, watchMs: number]>;
  /** These only grow, and are not sums. */
  longest_watch_ms: number;
  first_view_at: Date | null;
  last_view_at: Date | null;
};

export function newVideoDelta(): VideoDelta {
  return {
    seconds: new Map(),
    segments: new Map(),
    daily: new Map(),
    totals: new Array(sumColumns.length).fill(0),
    viewers: 0,
    completers: 0,
    breakdowns: new Map(),
    longest_watch_ms: 0,
    first_view_at: null,
    last_view_at: null,
  };
}

/** What takes from the roll-ups what `delta` adds to them. The extremes are no sums, and are left out. */
export function negated(delta: VideoDelta): VideoDelta {
  const minus = <Values extends number[]>(values: Values) => values.map((value) => -value) as Values;
  const all = <Key, Values extends number[]>(map: Map<Key, Values>) =>
    new Map([...map].map(([key, values]) => [key, minus(values)]));
  return {
    ...newVideoDelta(),
    seconds: all(delta.seconds),
    segments: all(delta.segments),
    daily: all(delta.daily),
    totals: minus(delta.totals),
    viewers: -delta.viewers,
    completers: -delta.completers,
    breakdowns: all(delta.breakdowns),
  };
}

/** Whether a playback belongs in the roll-ups: its view has come, its video's length is known, and it does not look automated or staff count it. */
export function isRolledUp({ viewed_at, suspect_id }: Playback, rules: VideoRules): boolean {
  const apart = suspect_id !== null && !rules.counted_suspects?.includes(suspect_id);
  return viewed_at !== null && rules.duration_ms !== null && !apart;
}

/** Whether a playback belongs to a viewer's progress: it is not anonymous and no preview. */
export function hasViewer(playback: Playback): playback is Playback & { viewer_id: string } {
  return playback.viewer_id !== null && !playback.preview;
}

/** Wall time: watch time ÷ average speed (1 when unknown), in whole milliseconds. */
function wallMs(playback: Playback): number {
  return Math.round((watchMs(playback) * 1000) / (playback.speed_milli || 1000));
}

/**
 * Adds what one playback contributes (`before` null), or by how much its contribution changed since `before`. What is
 * covered and replayed only grows, so that only new ranges are added. Nothing while the playback is not rolled up.
 */
export function addPlayback(
  delta: VideoDelta,
  before: Playback | null,
  after: Playback,
  rules: VideoRules,
): void {
  const { duration_ms } = rules;
  if (!isRolledUp(after, rules) || duration_ms === null) return;
  const length = lengthInTenths(duration_ms);
  const covered = coveredTenths(after.watched, duration_ms);
  const coveredBefore = before ? coveredTenths(before.watched, duration_ms) : noRanges;
  addSums(delta, after.day, sumsOf(after, size(covered), length, rules.completion_threshold), 1);
  if (before)
    addSums(delta, before.day, sumsOf(before, size(coveredBefore), length, rules.completion_threshold), -1);
  if (after.preview) return;

  for (const [from, to] of pairs(subtract(covered, coveredBefore))) addTenths(delta, from, to, 1);
  for (const [from, to] of pairs(subtract(after.replays, before?.replays ?? noRanges))) {
    // The layers of repeats never touch, so a range's start shows its layer.
    const base = Math.floor(from / replayShift) * replayShift;
    addTenths(delta, from - base, Math.min(to - base, length), 0);
  }
  const anonymous = after.viewer_id === null;
  addSegments(delta, coveredBefore, covered, length, anonymous ? "both" : "views");
  const stopped = stoppedIn(after, length);
  const stoppedBefore = before && stoppedIn(before, length);
  if (stopped !== stoppedBefore) {
    if (stopped !== null) segmentOf(delta, stopped)[4] += 1;
    if (stoppedBefore !== null) segmentOf(delta, stoppedBefore)[4] -= 1;
  }
  const completed = (playback: Playback, tenths: Ranges) =>
    isCompleted(playback, size(tenths), length, rules.completion_threshold);
  if (anonymous) addPerson(delta, before && completed(before, coveredBefore), completed(after, covered));
  if (before?.proof !== after.proof) {
    if (before?.proof) addBreakdown(delta, "proof", before.proof, -1, 0);
    if (after.proof) addBreakdown(delta, "proof", after.proof, 1, 0);
  }
  // The view sets these once; later beacons do not change them.
  if (!before)
    for (const dimension of ["device", "browser", "os", "country", "referrer"] as const)
      addBreakdown(delta, dimension, after[dimension] ?? "", 1, 0);
  for (const height of Object.keys(after.quality)) {
    const more = after.quality[height]! - (before?.quality[height] ?? 0);
    if (more !== 0) addBreakdown(delta, "quality", height, 0, more);
  }
  const at = after.viewed_at!;
  delta.longest_watch_ms = Math.max(delta.longest_watch_ms, after.media_ms);
  if (!delta.first_view_at || at < delta.first_view_at) delta.first_view_at = at;
  if (!delta.last_view_at || at > delta.last_view_at) delta.last_view_at = at;
}

function addSums(delta: VideoDelta, day: string, sums: Sums, sign: 1 | -1): void {
  const daily = getOrInsert(delta.daily, day, () => new Array<number>(sumColumns.length).fill(0));
  for (let i = 0; i < sums.length; i++) {
    daily[i]! += sign * sums[i]!;
    delta.totals[i]! += sign * sums[i]!;
  }
}

/** The segment in which a playback stopped; null while it has no position, or has played nothing. */
function stoppedIn({ position_ms: positionMs, watched }: Playback, length: number): number | null {
  if (positionMs === null || watched.length === 0) return null;
  const at = Math.floor(positionMs / 1000 / segmentSeconds);
  return Math.min(at, Math.ceil(length / tenthsPerSecond / segmentSeconds) - 1);
}

/** Adds one person (`before` null), or one who may have completed since `before`. */
function addPerson(delta: VideoDelta, before: boolean | null, completed: boolean): void {
  delta.viewers += Number(before === null);
  delta.completers += Number(completed) - Number(before);
}

function sumsOf(playback: Playback, covered: number, length: number, threshold: number): Sums {
  if (playback.preview) return sumColumns.map((column) => (column === "previews" ? 1 : 0));
  return sumFunctions.map((sumOf) => sumOf(playback, covered, length, threshold));
}

export const newViewer = (video_id: string, viewer_id: string): Viewer => ({
  video_id,
  viewer_id,
  watched: noRanges,
  playbacks: 0,
  viewed_days: noRanges,
  watch_ms: 0,
  position_ms: null,
  position_at: null,
  position_playback_id: null,
  completed_at: null,
  last_watched_at: null,
  changed: true,
});

/**
 * The viewer after one of their playbacks changed from `before` (which may not have been rolled up yet) to `after`.
 * The position is that of the latest playback that has one, in whatever order the beacons arrive.
 */
export function changeViewer(viewer: Viewer, before: Playback, after: Playback, rules: VideoRules): Viewer {
  const { duration_ms } = rules;
  if (!isRolledUp(after, rules) || duration_ms === null) return viewer;
  const wasRolledUp = before.rolled_up;
  const watched = union(viewer.watched, coveredTenths(after.watched, duration_ms));
  const begun = after.first_heard_at.getTime();
  const positionAt = viewer.position_at?.getTime() ?? Number.NEGATIVE_INFINITY;
  const latest =
    after.playback_id === viewer.position_playback_id ||
    begun > positionAt ||
    (begun === positionAt && after.playback_id >= (viewer.position_playback_id ?? ""));
  const takesPosition = after.position_ms !== null && latest;
  return {
    ...viewer,
    watched,
    playbacks: viewer.playbacks + (wasRolledUp ? 0 : 1),
    viewed_days: withDay(viewer.viewed_days, after.day),
    watch_ms: viewer.watch_ms + watchMs(after) - (wasRolledUp ? watchMs(before) : 0),
    position_ms: takesPosition ? after.position_ms : viewer.position_ms,
    position_at: takesPosition ? after.first_heard_at : viewer.position_at,
    position_playback_id: takesPosition ? after.playback_id : viewer.position_playback_id,
    completed_at:
      viewer.completed_at ??
      (isCompleted(after, size(watched), lengthInTenths(duration_ms), rules.completion_threshold)
        ? after.last_heard_at
        : null),
    last_watched_at: new Date(Math.max(Number(viewer.last_watched_at), after.last_heard_at.getTime())),
    changed: true,
  };
}

/** Adds by how much one viewer's contribution changed; a viewer without playbacks adds nothing. */
export function addViewer(delta: VideoDelta, before: Viewer | null, after: Viewer, rules: VideoRules): void {
  const { duration_ms } = rules;
  if (after.playbacks === 0 || duration_ms === null) return;
  const wasViewer = before !== null && before.playbacks > 0;
  const covered = coveredTenths(after.watched, duration_ms);
  const coveredBefore = wasViewer ? coveredTenths(before.watched, duration_ms) : noRanges;
  addPerson(delta, wasViewer ? before.completed_at !== null : null, after.completed_at !== null);
  addSegments(delta, coveredBefore, covered, lengthInTenths(duration_ms), "viewers");
}

/** Adds plays, and covers where they are first plays, of the tenths from … to − 1. */
function addTenths(delta: VideoDelta, from: number, to: number, covers: 0 | 1): void {
  if (to <= from) return;
  addEnd(delta, from, 1, covers);
  addEnd(delta, to, -1, -covers);
}

function addEnd(delta: VideoDelta, tenth: number, plays: number, covers: number): void {
  const over = tenth % tenthsPerSecond;
  const row = getOrInsert(delta.seconds, (tenth - over) / tenthsPerSecond, (): SecondDelta => [0, 0, 0, 0]);
  row[0] += plays;
  row[1] += covers;
  row[2] += plays * over;
  row[3] += covers * over;
}

function segmentOf(delta: VideoDelta, segment: number): SegmentDelta {
  return getOrInsert(delta.segments, segment, () => [0, 0, 0, 0, 0]);
}

/** Adds the segments newly touched and newly covered whole, as net deltas: for a playback, a person, or both. */
function addSegments(
  delta: VideoDelta,
  before: Ranges,
  after: Ranges,
  length: number,
  whose: "views" | "viewers" | "both",
): void {
  const add = (earlier: Ranges, now: Ranges, column: 0 | 1) => {
    for (const range of pairs(subtract(now, earlier)))
      for (const [at, amount] of [
        [range[0], 1],
        [range[1], -1],
      ] as const) {
        const row = segmentOf(delta, at);
        if (whose !== "viewers") row[column] += amount;
        if (whose !== "views") row[column + 2] = row[column + 2]! + amount;
      }
  };
  add(touchedSegments(before), touchedSegments(after), 0);
  add(wholeSegments(before, length), wholeSegments(after, length), 1);
}

function addBreakdown(
  delta: VideoDelta,
  dimension: string,
  value: string,
  views: number,
  milliseconds: number,
): void {
  const key = `${dimension}\n${value}`;
  const row = delta.breakdowns.get(key);
  if (row) {
    row[0] += views;
    row[1] += milliseconds;
  } else delta.breakdowns.set(key, [views, milliseconds]);
}
