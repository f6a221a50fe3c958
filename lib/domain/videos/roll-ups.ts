import { entry } from "@/lib/measure/entry";
import { intersect, pairs, type Ranges, range, size, union } from "@/lib/measure/ranges";
import { lengthInSeconds, type Playback, replayShift, type VideoRules } from "./playback";

/*
 * What playbacks and viewers add to the roll-ups. The ingest adds what a beacon changed (contribution after − before);
 * the rebuild adds up every playback from nothing. Both call the functions here, so that each number has one home.
 */

/** The columns in which playbacks are summed, by day and in all, in the order of `Sums`. */
export const sumColumns = [
  "views",
  "previews",
  "started",
  "played",
  "half",
  "completed",
  "watch_ms",
  "media_ms",
  "wall_ms",
  "covered_seconds",
  "startup_ms",
  "startups",
  "abandoned",
  "plays",
  "pauses",
  "seeks",
  "quality_changes",
  "rebuffers",
  "rebuffer_ms",
  "retries",
] as const;
export type Sums = number[];

export const segmentSeconds = 10;

/** What a set of changes adds to one video's roll-ups. */
export type VideoDelta = {
  /** second → net plays and covers (begun minus ended). */
  seconds: Map<number, [plays: number, covers: number]>;
  /** segment → net views, whole, viewers, viewers_whole; and a count of drop-offs. */
  segments: Map<
    number,
    [views: number, whole: number, viewers: number, viewersWhole: number, dropOffs: number]
  >;
  daily: Map<string, Sums>;
  totals: Sums;
  viewers: number;
  completers: number;
  /** `dimension\nvalue` → views and watch time. */
  breakdowns: Map<string, [views: number, watchMs: number]>;
  /** Only ever grow: kept beside the sums. */
  longestWatchMs: number;
  firstViewAt: Date | null;
  lastViewAt: Date | null;
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
    longestWatchMs: 0,
    firstViewAt: null,
    lastViewAt: null,
  };
}

/** Whether a playback counts: its view has come and its video's length is known. */
export function counts(playback: Playback, rules: VideoRules): boolean {
  return playback.viewedAt !== null && rules.durationMs !== null;
}

/** Whether a playback belongs to a known viewer's progress. */
export function hasViewer(playback: Playback): playback is Playback & { viewerId: string } {
  return playback.viewerId !== null && !playback.preview;
}

/** The larger of media time played and what was reported, in milliseconds. */
export function watchMs(playback: Playback): number {
  return Math.max(playback.mediaMs, playback.reportedMs);
}

/** Wall time: watch time ÷ average speed (1 when unknown), in whole milliseconds. */
export function wallMs(playback: Playback): number {
  return Math.round((watchMs(playback) * 1000) / (playback.speedMilli || 1000));
}

/** The seconds covered that the video has. */
export function coveredSeconds(watched: Ranges, length: number): Ranges {
  return intersect(watched, range(0, length));
}

export function isComplete(covered: number, length: number, completionThreshold: number): boolean {
  return covered * 100 >= completionThreshold * length;
}

/** Adds (`sign` 1) or takes away (−1) what one playback contributes; nothing when it does not count. */
export function addPlayback(delta: VideoDelta, playback: Playback, rules: VideoRules, sign: 1 | -1): void {
  const length = lengthInSeconds(rules.durationMs);
  if (!counts(playback, rules) || length === null) return;
  const covered = coveredSeconds(playback.watched, length);
  const sums = sumsOf(playback, size(covered), length, rules.completionThreshold);
  const daily = entry(delta.daily, playback.day, () => new Array<number>(sumColumns.length).fill(0));
  for (let i = 0; i < sums.length; i++) {
    daily[i]! += sign * sums[i]!;
    delta.totals[i]! += sign * sums[i]!;
  }
  if (playback.preview) return;

  for (const [from, to] of pairs(covered)) {
    addSecond(delta, from, sign, sign);
    addSecond(delta, to, -sign, -sign);
  }
  for (const [from, to] of pairs(playback.replays)) {
    // A layer's seconds never touch the next layer's, so that the beginning tells the layer of the whole range.
    const base = Math.floor(from / replayShift) * replayShift;
    const end = Math.min(to - base, length);
    if (from - base >= end) continue;
    addSecond(delta, from - base, sign, 0);
    addSecond(delta, end, -sign, 0);
  }
  const anonymous = playback.viewerId === null;
  addSegments(delta, covered, length, sign, true, anonymous);
  if (playback.positionMs !== null) {
    const last = Math.ceil(length / segmentSeconds) - 1;
    const at = Math.min(Math.floor(playback.positionMs / 1000 / segmentSeconds), last);
    segmentOf(delta, at)[4] += sign;
  }
  if (anonymous) {
    delta.viewers += sign;
    if (isComplete(size(covered), length, rules.completionThreshold)) delta.completers += sign;
  }
  for (const dimension of ["device", "browser", "os", "country", "referrer"] as const)
    addBreakdown(delta, dimension, playback[dimension] ?? "", sign, sign * watchMs(playback));
  for (const [height, milliseconds] of Object.entries(playback.quality))
    addBreakdown(delta, "quality", height, 0, sign * milliseconds);
  if (sign === 1) {
    const at = playback.viewedAt!;
    delta.longestWatchMs = Math.max(delta.longestWatchMs, watchMs(playback));
    if (!delta.firstViewAt || at < delta.firstViewAt) delta.firstViewAt = at;
    if (!delta.lastViewAt || at > delta.lastViewAt) delta.lastViewAt = at;
  }
}

function sumsOf(playback: Playback, covered: number, length: number, threshold: number): Sums {
  if (playback.preview) return sumColumns.map((column) => (column === "previews" ? 1 : 0));
  return [
    1,
    0,
    Number(playback.plays > 0 || covered > 0 || playback.mediaMs > 0),
    Number(covered > 0),
    Number(covered * 2 >= length),
    Number(isComplete(covered, length, threshold)),
    watchMs(playback),
    playback.mediaMs,
    wallMs(playback),
    covered,
    playback.startupMs ?? 0,
    Number(playback.startupMs !== null),
    Number(playback.abandoned),
    playback.plays,
    playback.pauses,
    playback.seeks,
    playback.qualityChanges,
    playback.rebuffers,
    playback.rebufferMs,
    playback.retries,
  ];
}

/** One viewer of one video over all their playbacks that count. */
export type Viewer = {
  videoId: string;
  viewerId: string;
  watched: Ranges;
  playbacks: number;
  watchMs: number;
  positionMs: number | null;
  positionAt: Date | null;
  positionSessionId: string | null;
  completedAt: Date | null;
  lastWatchedAt: Date | null;
};

export function newViewer(videoId: string, viewerId: string): Viewer {
  return {
    videoId,
    viewerId,
    watched: [],
    playbacks: 0,
    watchMs: 0,
    positionMs: null,
    positionAt: null,
    positionSessionId: null,
    completedAt: null,
    lastWatchedAt: null,
  };
}

/**
 * The viewer after one of their playbacks changed from `before` (which may not have counted yet) to `after`.
 * The position is that of the playback begun last that has one, whichever beacon came last.
 */
export function changeViewer(viewer: Viewer, before: Playback, after: Playback, rules: VideoRules): Viewer {
  const length = lengthInSeconds(rules.durationMs);
  if (!counts(after, rules) || length === null) return viewer;
  const counted = before.rolledUp;
  const watched = union(viewer.watched, coveredSeconds(after.watched, length));
  const begun = after.firstHeardAt.getTime();
  const known = viewer.positionAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  const latest =
    after.sessionId === viewer.positionSessionId ||
    begun > known ||
    (begun === known && after.sessionId >= (viewer.positionSessionId ?? ""));
  const takesPosition = after.positionMs !== null && latest;
  return {
    ...viewer,
    watched,
    playbacks: viewer.playbacks + (counted ? 0 : 1),
    watchMs: viewer.watchMs + watchMs(after) - (counted ? watchMs(before) : 0),
    positionMs: takesPosition ? after.positionMs : viewer.positionMs,
    positionAt: takesPosition ? after.firstHeardAt : viewer.positionAt,
    positionSessionId: takesPosition ? after.sessionId : viewer.positionSessionId,
    completedAt:
      viewer.completedAt ??
      (isComplete(size(watched), length, rules.completionThreshold) ? after.lastHeardAt : null),
    lastWatchedAt:
      viewer.lastWatchedAt && viewer.lastWatchedAt > after.lastHeardAt
        ? viewer.lastWatchedAt
        : after.lastHeardAt,
  };
}

/** Adds or takes away what one viewer contributes; a viewer without playbacks is not one. */
export function addViewer(delta: VideoDelta, viewer: Viewer, rules: VideoRules, sign: 1 | -1): void {
  const length = lengthInSeconds(rules.durationMs);
  if (viewer.playbacks === 0 || length === null) return;
  const covered = coveredSeconds(viewer.watched, length);
  delta.viewers += sign;
  if (isComplete(size(covered), length, rules.completionThreshold)) delta.completers += sign;
  addSegments(delta, covered, length, sign, false, true);
}

function addSecond(delta: VideoDelta, second: number, plays: number, covers: number): void {
  const row = delta.seconds.get(second);
  if (row) {
    row[0] += plays;
    row[1] += covers;
  } else delta.seconds.set(second, [plays, covers]);
}

function segmentOf(delta: VideoDelta, segment: number): [number, number, number, number, number] {
  return entry(delta.segments, segment, () => [0, 0, 0, 0, 0]);
}

/** Segments touched and segments covered whole, as net deltas, for the playback's columns and/or the viewer's. */
function addSegments(
  delta: VideoDelta,
  covered: Ranges,
  length: number,
  sign: number,
  forViews: boolean,
  forViewers: boolean,
): void {
  const count = Math.ceil(length / segmentSeconds);
  let touchedTo = 0;
  const add = (from: number, to: number, column: 0 | 1) => {
    if (to <= from) return;
    for (const [at, amount] of [
      [from, sign],
      [to, -sign],
    ] as const) {
      const row = segmentOf(delta, at);
      if (forViews) row[column] += amount;
      if (forViewers) row[column + 2] = row[column + 2]! + amount;
    }
  };
  for (const [from, to] of pairs(covered)) {
    // Two ranges within one segment touch it once.
    const first = Math.max(touchedTo, Math.floor(from / segmentSeconds));
    const end = Math.ceil(to / segmentSeconds);
    add(first, end, 0);
    touchedTo = Math.max(touchedTo, end);
    add(Math.ceil(from / segmentSeconds), to >= length ? count : Math.floor(to / segmentSeconds), 1);
  }
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
