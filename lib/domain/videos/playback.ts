import type { playbacks, viewerProgress } from "@/lib/db/tables/videos";
import { isComplete } from "@/lib/measure/completion";
import { intersect, noRanges, type Ranges, union } from "@/lib/measure/ranges";
import type { Day } from "@/lib/platform/time";
import { speedMax } from "./beacons";
import { clipPosition, graceMs, hasTooManyEvents, mediaAllowedMs } from "./bounds";
import { play } from "./coverage";
import { withLength } from "./length";
import { isOvertaken, provenBy, provenByView, sampleIn, waitingSamples, withSecondSeen } from "./positions";

/** One player's beacon, parsed and authorised, as the queue stores it. */
export type Beacon = {
  video_id: string;
  /** The playback's id, made by the player. */
  playback_id: string;
  received_at: Date;
  /** The school's day at receipt. */
  day: Day;
  view: null | {
    /** `u:` user, `s:` token subject, `v:` visitor; null is anonymous: its own viewer. */
    viewer_id: string | null;
    preview: boolean;
    device: string | null;
    browser: string | null;
    os: string | null;
    country: string | null;
    referrer: string | null;
    /** The video's length as the player knows it. */
    reported_length_ms: number | null;
    /** Whether it plays a stream without an end. */
    is_live: boolean;
    /** The suspect that it belongs to, where one is known already. */
    suspect_id: string | null;
    /** The lesson as the player names it. */
    lesson_id: string | null;
  };
  progress: null | Progress;
  /** When the playback token that speaks for this viewer was issued: nothing can have been watched before. */
  token_issued_at?: Date | null;
};

/**
 * The counters that a player reports as absolute numbers of its playback: the largest one counts. Each is a column of a
 * playback, and is summed in the roll-ups.
 */
export const playbackCounters = [
  "plays",
  "pauses",
  "seeks",
  "quality_changes",
  "rebuffers",
  "rebuffer_ms",
  "retries",
  "lost",
] as const satisfies readonly (keyof typeof playbacks.$inferSelect)[];
export type PlaybackCounter = (typeof playbackCounters)[number];

/** What shows that a playback was played, the strongest last: only its own report, consecutive positions, or played ranges. */
export const proofs = ["reported", "positions", "ranges"] as const;
export type Proof = (typeof proofs)[number];

/** The ranges played since the last beacon, and absolute numbers of the playback so far. Null: not reported. */
export type Progress = Record<PlaybackCounter, number | null> & {
  seq: number | null;
  /** Media seconds `[from, to]`; a replay is a range of its own. Null from players of the older contract. */
  played: [number, number][] | null;
  /** The video's length as the player knows it now, and whether it plays a stream without an end. */
  length_ms: number | null;
  is_live: boolean;
  position_seconds: number | null;
  watch_time_seconds: number | null;
  speed: number | null;
  startup_ms: number | null;
  abandoned: boolean;
  /** With which a player of the older contract says that the video was completed. */
  completion_percentage: number | null;
  /** Media seconds by picture height. */
  quality: Record<string, number>;
};

/** One playback as it is stored: the fold of its beacons, whatever their order. */
export type Playback = WithRanges<
  typeof playbacks.$inferSelect,
  "applied" | "watched" | "seen" | "past_end" | "replays"
>;
/** One viewer of one video over all their playbacks that are rolled up. */
export type Viewer = WithRanges<typeof viewerProgress.$inferSelect, "watched" | "viewed_days">;
type WithRanges<Row, Column extends keyof Row> = Omit<Row, Column> & Record<Column, Ranges>;

/** The settings of a video and its school that the numbers of a playback depend on. */
export type VideoRules = {
  /** Unknown while the video is processing. */
  duration_ms: number | null;
  /** The percentage of seconds that counts as completed. */
  completion_threshold: number;
  /** The suspects whose playbacks staff count. */
  counted_suspects?: readonly string[];
};

type RefusalReason = "too_fast" | "too_many_replays" | "too_many_events";
export type Outcome =
  /** `troubles`: what the beacon says of its player's delivery that no earlier one said. */
  | { kind: "stored"; clipped: boolean; troubles: { retries: number; lost: number } }
  | { kind: "duplicate" }
  | { kind: "refused"; reason: RefusalReason };

const noCounts = Object.fromEntries(playbackCounters.map((name) => [name, 0])) as Record<
  PlaybackCounter,
  number
>;

/** A playback before its first beacon. */
export function newPlayback({
  heard_at,
  ...key
}: Pick<Playback, "video_id" | "playback_id" | "day"> & { heard_at: Date }): Playback {
  return {
    ...key,
    first_heard_at: heard_at,
    last_heard_at: heard_at,
    viewed_at: null,
    viewer_id: null,
    preview: false,
    suspect_id: null,
    rolled_up: false,
    device: null,
    browser: null,
    os: null,
    country: null,
    referrer: null,
    lesson_id: null,
    reported_length_ms: null,
    shortest_length_ms: null,
    is_live: false,
    applied: noRanges,
    positions: null,
    proof: null,
    watched: noRanges,
    seen: noRanges,
    past_end: noRanges,
    replays: noRanges,
    media_ms: 0,
    reported_ms: 0,
    reported_percentage: null,
    position_ms: null,
    position_seq: -1,
    speed_milli: null,
    startup_ms: null,
    abandoned: false,
    quality: {},
    ...noCounts,
  };
}

/**
 * Applies one beacon. Any order, repetition or re-batching of a playback's beacons ends in the same playback: sequence
 * numbers are a set, counters take the largest, the position is that of the largest (seq, position).
 * Returns the playback unchanged (the same object) when the beacon was applied before or is refused.
 */
export function fold(
  before: Playback,
  beacon: Beacon,
  rules: VideoRules,
): { playback: Playback; outcome: Outcome } {
  let playback = before;
  if (beacon.view && before.viewed_at === null) {
    const { reported_length_ms, is_live, ...view } = beacon.view;
    const viewed = { ...playback, ...view, viewed_at: beacon.received_at };
    playback = proveBeginning(withLength(viewed, reported_length_ms, is_live), rules);
  }
  let clipped = false;
  if (beacon.progress) {
    const result = foldProgress(playback, beacon, beacon.progress, rules);
    if (result === "duplicate") {
      if (playback === before) return { playback: before, outcome: { kind: "duplicate" } };
    } else if (typeof result === "string") {
      return { playback: before, outcome: { kind: "refused", reason: result } };
    } else {
      playback = result.playback;
      clipped = result.clipped;
    }
  }
  if (playback === before) return { playback: before, outcome: { kind: "duplicate" } };
  const troubles = { retries: playback.retries - before.retries, lost: playback.lost - before.lost };
  return { playback: received(playback, beacon), outcome: { kind: "stored", clipped, troubles } };
}

function received(playback: Playback, { received_at: at, day }: Beacon): Playback {
  return {
    ...playback,
    day: day < playback.day ? day : playback.day,
    first_heard_at: at < playback.first_heard_at ? at : playback.first_heard_at,
    last_heard_at: at > playback.last_heard_at ? at : playback.last_heard_at,
  };
}

function foldProgress(
  before: Playback,
  beacon: Beacon,
  progress: Progress,
  rules: VideoRules,
): { playback: Playback; clipped: boolean } | "duplicate" | RefusalReason {
  const { seq } = progress;
  if (seq !== null && intersect(before.applied, [seq, seq + 1]).length > 0) return "duplicate";

  if (hasTooManyEvents(before, beacon, progress, rules)) return "too_many_events";

  const sample = sampleIn(beacon, progress);
  const proven = sample ? provenBy(before, sample) : [];
  const played = play(before, [...(progress.played ?? []), ...proven], rules.duration_ms);
  if (typeof played === "string") return played;
  const { clipped, ...coverage } = played;
  const allowedMs = mediaAllowedMs(before, beacon, rules);
  if (coverage.media_ms > allowedMs) return "too_fast";
  if (beacon.token_issued_at) {
    const sinceIssueMs = beacon.received_at.getTime() - beacon.token_issued_at.getTime() + graceMs;
    if (coverage.media_ms - before.media_ms > sinceIssueMs * speedMax) return "too_fast";
  }

  const positionMs =
    progress.position_seconds === null ? null : clipPosition(progress.position_seconds, rules.duration_ms);
  const positionSeq = seq ?? -1;
  const later =
    positionMs !== null &&
    (before.position_ms === null ||
      positionSeq > before.position_seq ||
      (positionSeq === before.position_seq &&
        (sample ? !isOvertaken(before, sample) : positionMs > before.position_ms)));
  const speedMilli = progress.speed === null ? null : Math.round(progress.speed * 1000);

  const applied = seq === null ? before.applied : union(before.applied, [seq, seq + 1]);
  const proof = progress.played?.length ? "ranges" : proven.length > 0 ? "positions" : "reported";
  const after: Playback = {
    ...withLength(before, progress.length_ms, progress.is_live),
    ...withSecondSeen(coverage, sample, rules.duration_ms),
    applied,
    positions: waitingSamples({ ...before, applied }, sample),
    proof: progress.played?.length === 0 ? before.proof : stronger(before.proof, proof),
    reported_ms: largest(before.reported_ms, reported(progress.watch_time_seconds, allowedMs)),
    reported_percentage: progress.played
      ? before.reported_percentage
      : largestOrNull(before.reported_percentage, progress.completion_percentage),
    position_ms: later ? positionMs : before.position_ms,
    position_seq: later ? positionSeq : before.position_seq,
    // The speed is that of the position's beacon; a beacon without one does not change it.
    speed_milli:
      speedMilli !== null && (later || before.speed_milli === null) ? speedMilli : before.speed_milli,
    startup_ms: largestOrNull(before.startup_ms, progress.startup_ms),
    abandoned: before.abandoned || progress.abandoned,
    quality: largestByKey(before.quality, progress.quality, allowedMs),
  };
  for (const name of playbackCounters) after[name] = largest(before[name], progress[name]);
  if (seq === null && same(before, after)) return "duplicate";
  return { playback: after, clipped };
}

/** The view says when the playback began, which its first beacon may have waited for. */
function proveBeginning(playback: Playback, { duration_ms }: VideoRules): Playback {
  if (!playback.positions) return playback;
  const proven = provenByView(playback);
  const played = play(playback, proven, duration_ms);
  if (typeof played === "string") return playback;
  const { clipped: _, ...coverage } = played;
  return {
    ...playback,
    ...coverage,
    positions: waitingSamples(playback, null),
    proof: proven.length > 0 ? stronger(playback.proof, "positions") : playback.proof,
  };
}

/** What is proven to have been played, in milliseconds; where nothing is proven, what was reported. */
export function watchMs({ proof, media_ms, reported_ms }: Playback): number {
  return proof === "positions" || proof === "ranges" ? media_ms : Math.max(media_ms, reported_ms);
}

/** Whether a playback completed the video: by what it covered, or because a player of the older contract says so. */
export const isCompleted = (
  { reported_percentage }: Pick<Playback, "reported_percentage">,
  covered: number,
  length: number,
  threshold: number,
): boolean => isComplete(covered, length, threshold) || (reported_percentage ?? 0) >= threshold;

const stronger = (a: Proof | null, b: Proof): Proof =>
  a !== null && proofs.indexOf(a) > proofs.indexOf(b) ? a : b;

const reported = (seconds: number | null, allowedMs: number): number | null =>
  seconds === null ? null : Math.min(Math.round(seconds * 1000), allowedMs);

const largest = (a: number, b: number | null): number => (b === null ? a : Math.max(a, Math.round(b)));
const largestOrNull = (a: number | null, b: number | null): number | null =>
  b === null ? a : a === null ? Math.round(b) : Math.max(a, Math.round(b));

function largestByKey(
  milliseconds: Record<string, number>,
  seconds: Record<string, number>,
  allowedMs: number,
): Record<string, number> {
  const heights = Object.keys(seconds);
  if (heights.length === 0) return milliseconds;
  const out = { ...milliseconds };
  for (const height of heights)
    out[height] = Math.max(out[height] ?? 0, Math.min(Math.round(seconds[height]! * 1000), allowedMs));
  return out;
}

function same(a: Playback, b: Playback): boolean {
  return (Object.keys(a) as (keyof Playback)[]).every((key) => {
    if (key === "quality") {
      const heights = Object.keys(b.quality);
      return (
        heights.length === Object.keys(a.quality).length &&
        heights.every((height) => a.quality[height] === b.quality[height])
      );
    }
    return a[key] === b[key];
  });
}
