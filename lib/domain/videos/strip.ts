import { addRange, steps } from "@/lib/measure/difference";
import { intersect, pairs, type Ranges, range } from "@/lib/measure/ranges";
import { replayShift } from "./playback";

/** How often each second was played over these playbacks, as stretches `[from, to, plays]`, cut at the video's length. */
export function playedStrip(
  playbacks: readonly { watched: Ranges; replays: Ranges }[],
  lengthSeconds: number,
): [from: number, to: number, plays: number][] {
  const deltas = new Map<number, number>();
  for (const { watched, replays } of playbacks) {
    for (const [from, to] of pairs(intersect(watched, range(0, lengthSeconds)))) addRange(deltas, from, to);
    for (const [from, to] of pairs(replays)) {
      // A layer's seconds never touch the next layer's, so that the beginning tells the layer of the whole range.
      const layer = Math.floor(from / replayShift) * replayShift;
      addRange(deltas, from - layer, Math.min(to - layer, lengthSeconds));
    }
  }
  return steps(deltas);
}
