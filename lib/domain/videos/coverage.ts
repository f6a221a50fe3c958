import { endInTenths } from "@/lib/measure/completion";
import { intersect, normalize, type Ranges, range, shift, size, subtract, union } from "@/lib/measure/ranges";
import { tenthsToMs, toTenths } from "@/lib/measure/tenths";
import { mediaSecondsMax } from "./beacons";
import type { Playback } from "./playback";

/* What a playback has covered of its video, and how often, in tenths of a second. */

/** The k-th repeat of a tenth is kept shifted by k times this, which no video has tenths for. */
export const replayShift = 2 ** 24;
/** More repeats of one tenth are refused. */
const replaysMax = 2046;
/** Ends of ranges past the end that are kept: enough to correct a length by, and a bound on what can be invented. */
const pastEndMax = 200;
/** A range may pass the end by this much before it counts as clipped: players and files disagree by a frame or a segment. */
const overrunTenths = 10;

/** Played ranges of seconds as tenths, cut at the video's end, and those that lie `beyond` it. */
function clipPlayed(
  played: [number, number][],
  durationMs: number | null,
): { inside: Ranges[]; beyond: [number, number][]; clipped: boolean } {
  const end = durationMs === null ? toTenths(mediaSecondsMax) : endInTenths(durationMs);
  const tenths = played.map(([from, to]) => [toTenths(from), toTenths(to)] as const);
  return {
    inside: tenths.map(([from, to]) => range(from, Math.min(to, end))),
    beyond: tenths.filter(([, to]) => to > end).map(([from, to]) => [Math.max(from, end), to]),
    clipped: tenths.some(([, to]) => to > end + overrunTenths),
  };
}

/** The playback after more of it was played: each tenth is covered once, and its repeats are kept apart. */
export function play(before: Playback, played: [number, number][], durationMs: number | null) {
  const { media_ms, past_end } = before;
  let { watched, seen, replays } = before;
  if (played.length === 0) return { watched, seen, replays, past_end, media_ms, clipped: false };
  const { inside, beyond, clipped } = clipPlayed(played, durationMs);
  for (const first of inside) {
    let again = intersect(first, subtract(watched, seen));
    watched = union(watched, first);
    seen = subtract(seen, first);
    for (let repeat = 1; again.length > 0; repeat++) {
      if (repeat > replaysMax) return "too_many_replays" as const;
      const shifted = shift(again, repeat * replayShift);
      again = shift(intersect(shifted, replays), -repeat * replayShift);
      replays = union(replays, shifted);
    }
  }
  return {
    watched,
    seen,
    replays,
    past_end:
      beyond.length === 0 || past_end.length >= pastEndMax ? past_end : union(past_end, normalize(beyond)),
    media_ms: media_ms + tenthsToMs(inside.reduce((sum, first) => sum + size(first), 0)),
    clipped,
  };
}
