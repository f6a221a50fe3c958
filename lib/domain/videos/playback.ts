import { intersect, noRanges, type Ranges, range, shift, union } from "@/lib/measure/ranges";
import type { Day } from "@/lib/platform/time";
import { mediaSecondsMax, speedMax } from "./schema";

/** What one player reported, parsed and authorised: the form in which facts reach the database. */
export type Beacon = {
  videoId: string;
  /** The playback's id, made by the player. */
  sessionId: string;
  receivedAt: Date;
  /** The school's day at receipt. */
  day: Day;
  view: null | {
    /** `u:` user, `s:` token subject, `v:` visitor; null is anonymous: its own viewer. */
    viewerId: string | null;
    preview: boolean;
    device: string | null;
    browser: string | null;
    os: string | null;
    country: string | null;
    referrer: string | null;
  };
  progress: null | Progress;
  /** When the playback token that speaks for this viewer was issued: nothing can have been watched before. */
  tokenIssuedAt?: Date | null;
};

/** Absolute counters of one playback so far, and what was played since the last beacon. Null: not said. */
export type Progress = {
  seq: number | null;
  /** Media seconds `[from, to]`; a replay is a range of its own. */
  played: [number, number][];
  positionSeconds: number | null;
  watchTimeSeconds: number | null;
  speed: number | null;
  plays: number | null;
  pauses: number | null;
  seeks: number | null;
  qualityChanges: number | null;
  rebuffers: number | null;
  rebufferMs: number | null;
  startupMs: number | null;
  retries: number | null;
  abandoned: boolean;
  /** Media seconds by picture height. */
  quality: Record<string, number>;
};

/** One playback as it is stored: the fold of its beacons, whatever their order. */
export type Playback = {
  videoId: string;
  sessionId: string;
  day: Day;
  firstHeardAt: Date;
  lastHeardAt: Date;
  viewedAt: Date | null;
  viewerId: string | null;
  preview: boolean;
  rolledUp: boolean;
  device: string | null;
  browser: string | null;
  os: string | null;
  country: string | null;
  referrer: string | null;
  applied: Ranges;
  watched: Ranges;
  replays: Ranges;
  mediaMs: number;
  reportedMs: number;
  positionMs: number | null;
  positionSeq: number;
  speedMilli: number | null;
  startupMs: number | null;
  abandoned: boolean;
  quality: Record<string, number>;
  plays: number;
  pauses: number;
  seeks: number;
  qualityChanges: number;
  rebuffers: number;
  rebufferMs: number;
  retries: number;
};

/** What the video and its school lay down for its playbacks. */
export type VideoRules = {
  /** Unknown while the video is processing. */
  durationMs: number | null;
  /** Per cent of the seconds that make a completion. */
  completionThreshold: number;
};

export type RefusalReason = "too_fast" | "too_many_replays";
export type Outcome =
  | { kind: "stored"; clipped: boolean }
  | { kind: "duplicate" }
  | { kind: "refused"; reason: RefusalReason };

/** The k-th repeat of a second is kept shifted by k times this. */
export const replayShift = 2 ** 20;
/** The highest repeat whose shifted seconds still fit an int4. */
export const replaysMax = 2046;
/** Clocks and networks are not exact: this much wall time is always granted. */
const graceMs = 10_000;
/** A range may pass the end by this much before it counts as clipped: players and files disagree by a frame or a segment. */
const overrunSeconds = 1;

/** A playback of which nothing has been heard yet. */
export function newPlayback(key: { videoId: string; sessionId: string; day: Day; heardAt: Date }): Playback {
  return {
    videoId: key.videoId,
    sessionId: key.sessionId,
    day: key.day,
    firstHeardAt: key.heardAt,
    lastHeardAt: key.heardAt,
    viewedAt: null,
    viewerId: null,
    preview: false,
    rolledUp: false,
    device: null,
    browser: null,
    os: null,
    country: null,
    referrer: null,
    applied: noRanges,
    watched: noRanges,
    replays: noRanges,
    mediaMs: 0,
    reportedMs: 0,
    positionMs: null,
    positionSeq: -1,
    speedMilli: null,
    startupMs: null,
    abandoned: false,
    quality: {},
    plays: 0,
    pauses: 0,
    seeks: 0,
    qualityChanges: 0,
    rebuffers: 0,
    rebufferMs: 0,
    retries: 0,
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
  if (beacon.view && before.viewedAt === null) {
    playback = { ...playback, ...beacon.view, viewedAt: beacon.receivedAt };
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
  return { playback: heard(playback, beacon), outcome: { kind: "stored", clipped } };
}

function heard(playback: Playback, { receivedAt: at, day }: Beacon): Playback {
  return {
    ...playback,
    day: day < playback.day ? day : playback.day,
    firstHeardAt: at < playback.firstHeardAt ? at : playback.firstHeardAt,
    lastHeardAt: at > playback.lastHeardAt ? at : playback.lastHeardAt,
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

  const { ranges, clipped } = clipPlayed(progress.played, rules.durationMs);
  const playedMs = Math.round(ranges.reduce((sum, [from, to]) => sum + (to - from) * 1000, 0));
  const allowedMs = mediaAllowedMs(before, beacon, rules);
  if (before.mediaMs + playedMs > allowedMs) return "too_fast";
  if (beacon.tokenIssuedAt) {
    const sinceIssueMs = beacon.receivedAt.getTime() - beacon.tokenIssuedAt.getTime() + graceMs;
    if (playedMs > sinceIssueMs * speedMax) return "too_fast";
  }

  let { watched, replays } = before;
  for (const [from, to] of ranges) {
    let again: Ranges = range(Math.round(from), Math.round(to));
    const first = again;
    again = intersect(first, watched);
    watched = union(watched, first);
    for (let repeat = 1; again.length > 0; repeat++) {
      if (repeat > replaysMax) return "too_many_replays";
      const shifted = shift(again, repeat * replayShift);
      again = shift(intersect(shifted, replays), -repeat * replayShift);
      replays = union(replays, shifted);
    }
  }

  const positionMs =
    progress.positionSeconds === null ? null : clipPosition(progress.positionSeconds, rules.durationMs);
  const positionSeq = seq ?? -1;
  const later =
    positionMs !== null &&
    (before.positionMs === null ||
      positionSeq > before.positionSeq ||
      (positionSeq === before.positionSeq && positionMs > before.positionMs));
  const speedMilli = progress.speed === null ? null : Math.round(progress.speed * 1000);

  const after: Playback = {
    ...before,
    applied: seq === null ? before.applied : union(before.applied, [seq, seq + 1]),
    watched,
    replays,
    mediaMs: before.mediaMs + playedMs,
    reportedMs: largest(before.reportedMs, reported(progress.watchTimeSeconds, allowedMs)),
    positionMs: later ? positionMs : before.positionMs,
    positionSeq: later ? positionSeq : before.positionSeq,
    // The speed belongs to the position's beacon; one that says none leaves what was known.
    speedMilli: speedMilli !== null && (later || before.speedMilli === null) ? speedMilli : before.speedMilli,
    startupMs: largestKnown(before.startupMs, progress.startupMs),
    abandoned: before.abandoned || progress.abandoned,
    quality: largestByKey(before.quality, progress.quality),
    plays: largest(before.plays, progress.plays),
    pauses: largest(before.pauses, progress.pauses),
    seeks: largest(before.seeks, progress.seeks),
    qualityChanges: largest(before.qualityChanges, progress.qualityChanges),
    rebuffers: largest(before.rebuffers, progress.rebuffers),
    rebufferMs: largest(before.rebufferMs, progress.rebufferMs),
    retries: largest(before.retries, progress.retries),
  };
  if (seq === null && same(before, after)) return "duplicate";
  return { playback: after, clipped };
}

/** Played ranges cut at the video's end; what lies past it altogether is dropped. */
function clipPlayed(
  played: [number, number][],
  durationMs: number | null,
): { ranges: [number, number][]; clipped: boolean } {
  const end = durationMs === null ? mediaSecondsMax : Math.max(1, durationMs / 1000);
  let clipped = false;
  const ranges: [number, number][] = [];
  for (const [from, to] of played) {
    if (to > end + overrunSeconds) clipped = true;
    if (from < end && to > from) ranges.push([from, Math.min(to, end)]);
  }
  return { ranges, clipped };
}

function clipPosition(seconds: number, durationMs: number | null): number {
  const ms = Math.round(seconds * 1000);
  return durationMs === null ? ms : Math.min(ms, durationMs);
}

/**
 * How much media a playback can have played by now: one pass over the video always (a whole viewing may arrive late,
 * from the tracker's outbox), and beyond it no more than the wall time since it was first heard of × the fastest speed.
 */
function mediaAllowedMs(playback: Playback, beacon: Beacon, rules: VideoRules): number {
  const firstHeard = Math.min(playback.firstHeardAt.getTime(), beacon.receivedAt.getTime());
  const wallMs = beacon.receivedAt.getTime() - firstHeard + graceMs;
  const onePass = rules.durationMs ?? mediaSecondsMax * 1000;
  return onePass + wallMs * speedMax;
}

const reported = (seconds: number | null, allowedMs: number): number | null =>
  seconds === null ? null : Math.min(Math.round(seconds * 1000), allowedMs);

const largest = (a: number, b: number | null): number => (b === null ? a : Math.max(a, Math.round(b)));
const largestKnown = (a: number | null, b: number | null): number | null =>
  b === null ? a : a === null ? Math.round(b) : Math.max(a, Math.round(b));

function largestByKey(
  milliseconds: Record<string, number>,
  seconds: Record<string, number>,
): Record<string, number> {
  const heights = Object.keys(seconds);
  if (heights.length === 0) return milliseconds;
  const out = { ...milliseconds };
  for (const height of heights) out[height] = Math.max(out[height] ?? 0, Math.round(seconds[height]! * 1000));
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
