import { dropOffs } from "@/lib/measure/drop-offs";
import { fewest } from "@/lib/measure/evidence";
import { oneDecimal } from "@/lib/measure/rounding";
import { segmentSeconds } from "./segments";

/**
 * A place at which playbacks stopped for good: `lost` of the `present` whose last position is not before `from_second` have it before
 * `to_second`. Known to ten seconds.
 */
export type VideoDropOff = {
  from_second: number;
  to_second: number;
  present: number;
  lost: number;
  lost_percent: number;
};

/**
 * Where a video loses its audience, from each playback's last position, because skipping is not leaving: places within 1/20 of it
 * (ten seconds at least) at which more than 20 % of those there, and at least 5, stopped. What stops in its last segment has seen all
 * of it. `stops`: how many playbacks stopped in each segment; `people`: whose they are, 5 at least.
 */
export function dropOffsOf(stops: readonly number[], people: number): VideoDropOff[] {
  if (people < fewest.people_for_rate) return [];
  const there = stillThere(stops);
  return dropOffs(there).flatMap(({ from, to, lost, lost_percent }) =>
    lost < fewest.people_for_rate
      ? []
      : [
          {
            from_second: from * segmentSeconds,
            to_second: to * segmentSeconds,
            present: there[from]!,
            lost,
            lost_percent: oneDecimal(lost_percent),
          },
        ],
  );
}

/** How many of the playbacks have their last position in each segment or after it: those that have not stopped before it. */
export function stillThere(stops: readonly number[]): number[] {
  const there = [...stops];
  for (let segment = there.length - 2; segment >= 0; segment--) there[segment]! += there[segment + 1]!;
  return there;
}
