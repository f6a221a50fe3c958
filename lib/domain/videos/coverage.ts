import { intersect, normalize, type Ranges, range, shift, subtract, union } from "@/lib/measure/ranges";
import { mediaSecondsMax } from "./beacons";
import type { Playback } from "./playback";

/* What a playback has covered of its video, and how often. */

/** The k-th repeat of a second is kept shifted by k times this. */
export const replayShift = 2 ** 20;
/** The highest repeat whose shifted seconds still fit an int4. */
const replaysMax = 2046;
/** Ends of ranges past the end that are kept: enough to correct a length by, and a bound on what can be invented. */
const pastEndMax = 200;
/** A range may pass the end by this much before it counts as clipped: players and files disagree by a frame or a segment. */
const overrunSeconds = 1;

/** Played ranges cut at the video's end, and the whole seconds that lie `beyond` it. */
function clipPlayed(
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

/** The playback after more of it was played: each second is covered once, and its repeats are kept apart. */
export function play(before: Playback, played: [number, number][], durationMs: number | null) {
  const { media_ms, past_end } = before;
  let { watched, seen, replays } = before;
  if (played.length === 0) return { watched, seen, replays, past_end, media_ms, clipped: false };
  const { ranges, beyond, clipped } = clipPlayed(played, durationMs);
  for (const [from, to] of ranges) {
    let again: Ranges = range(Math.round(from), Math.round(to));
    const first = again;
    again = intersect(first, subtract(watched, seen));
    watched = union(watched, first);
    seen = subtract(seen, first);
    for (let repeat = 1; again.length > 0; repeat++) {
      if (repeat > replaysMax) return "too_many_replays" as const;
      const shifted = shift(again, repeat * replayShift);
      again = shift(intersect(shifted, replays), -repeat * replayShift);
      replays = union(replays, shifted);
    }
  }
  const playedMs = Math.round(ranges.reduce((sum, [from, to]) => sum + (to - from) * 1000, 0));
  return {
    watched,
    seen,
    replays,
    past_end:
      beyond.length === 0 || past_end.length >= pastEndMax ? past_end : union(past_end, normalize(beyond)),
    media_ms: media_ms + playedMs,
    clipped,
  };
}
