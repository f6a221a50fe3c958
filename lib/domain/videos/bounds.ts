import { mediaSecondsMax, speedMax } from "./beacons";
import type { Beacon, Playback, VideoRules } from "./playback";

/* What a playback can have played: within its video, and in the time that has passed. */

/** Clocks and networks are not exact: this much wall time is always allowed. */
export const graceMs = 10_000;
/** A range may pass the end by this much before it counts as clipped: players and files disagree by a frame or a segment. */
const overrunSeconds = 1;

/** Played ranges cut at the video's end, and the whole seconds that lie `beyond` it. */
export function clipPlayed(
  played: [number, number][],
  durationMs: number | null,
): { ranges: [number, number][]; beyond: [number, number][]; clipped: boolean } {
  const end = durationMs === null ? mediaSecondsMax : Math.max(1, durationMs / 1000);
  let clipped = false;
  const ranges: [number, number][] = [];
  const beyond: [number, number][] = [];
  for (const [from, to] of played) {
    if (to > end + overrunSeconds) clipped = true;
    if (from < end && to > from) ranges.push([from, Math.min(to, end)]);
    const past = Math.round(Math.max(from, end));
    if (Math.round(to) > past) beyond.push([past, Math.round(to)]);
  }
  return { ranges, beyond, clipped };
}

export function clipPosition(seconds: number, durationMs: number | null): number {
  const ms = Math.round(seconds * 1000);
  return durationMs === null ? ms : Math.min(ms, durationMs);
}

/**
 * How much media a playback can have played by now: one pass over the video always (a whole viewing may arrive late,
 * from the tracker's outbox), and beyond it no more than the wall time since it was first heard of × the fastest speed.
 */
export function mediaAllowedMs(playback: Playback, beacon: Beacon, rules: VideoRules): number {
  const firstHeard = Math.min(playback.first_heard_at.getTime(), beacon.received_at.getTime());
  const wallMs = beacon.received_at.getTime() - firstHeard + graceMs;
  const onePass = rules.duration_ms ?? mediaSecondsMax * 1000;
  return onePass + wallMs * speedMax;
}
