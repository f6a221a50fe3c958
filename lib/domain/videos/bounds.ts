import { mediaSecondsMax, speedMax } from "./beacons";
import {
  type Beacon,
  type Playback,
  type PlaybackCounter,
  type Progress,
  playbackCounters,
  type VideoRules,
} from "./playback";

/* What a playback can have played: within its video, and in the time that has passed. */

/** Clocks and networks are not exact: this much wall time is always allowed. */
export const graceMs = 10_000;
export function clipPosition(seconds: number, durationMs: number | null): number {
  const ms = Math.round(seconds * 1000);
  return durationMs === null ? ms : Math.min(ms, durationMs);
}

/** The time since a playback's first beacon. */
function wallMs({ first_heard_at }: Playback, { received_at }: Beacon): number {
  return Math.max(0, received_at.getTime() - first_heard_at.getTime()) + graceMs;
}

/**
 * How much media a playback can have played by now: one pass over the video always (a whole viewing may arrive late,
 * from the tracker's outbox), and beyond it no more than the wall time since its first beacon × the fastest speed.
 */
export function mediaAllowedMs(playback: Playback, beacon: Beacon, rules: VideoRules): number {
  const onePass = rules.duration_ms ?? mediaSecondsMax * 1000;
  return onePass + wallMs(playback, beacon) * speedMax;
}

/** A playback can always report this many events of a kind, and so many more for each second that it can have lasted. */
const eventsAlways = 1000;
const eventsPerSecond = 2;
/** A viewing that arrives late of a video of unknown length is taken to have lasted no longer than a day. */
const longestLateMs = 86_400_000;
const isEvents = (name: PlaybackCounter) => name !== "rebuffer_ms" && name !== "lost";

/** Whether a counter is larger than any viewer and player can make it in the time. */
export function hasTooManyEvents(
  playback: Playback,
  beacon: Beacon,
  progress: Progress,
  { duration_ms }: VideoRules,
): boolean {
  const lastedMs = Math.min(duration_ms ?? longestLateMs, longestLateMs) + wallMs(playback, beacon);
  const allowed = eventsAlways + (lastedMs / 1000) * eventsPerSecond;
  return playbackCounters.some((name) => isEvents(name) && (progress[name] ?? 0) > allowed);
}

const lostMax = 1000;

/**
 * How many beacons a playback can have lost, a few times what a page keeps (lib/tracker/limits.ts). Anybody can write a million into one beacon, and the
 * System page would then say that the school's players lose nearly all.
 */
export const boundedLost = (lost: number): number => Math.min(lost, lostMax);
