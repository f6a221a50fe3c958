import { largestBy } from "./largest-by";

/** A fall: the value at `to` is `lost` less than at `from`, and `lost_percent` is that in per cent of the value at `from`. */
type DropOff = { from: number; to: number; lost: number; lost_percent: number };

/** A window is this part of the whole, and at least one unit. */
const windowShare = 1 / 20;
/** A fall counts when more than this share of the value at its start is lost. */
const lostShare = 0.2;

/**
 * Where a curve loses its audience: stretches no longer than 1/20 of it (at least one unit) in which it falls by more than
 * 20 % of its value at the stretch's start, and by `least` or more. Of stretches that contain one another only the shortest count, so that a
 * sudden fall is not widened to a whole window; those that overlap or touch are merged. O(n log n).
 */
export function dropOffs(values: readonly number[], least = 0): DropOff[] {
  const window = Math.max(1, Math.round(values.length * windowShare));
  const found: [number, number][] = [];
  // Indices ahead whose values fall along the stack: from the top (nearest) to the bottom (lowest).
  const ahead: number[] = [];
  let shortestEnd = Number.POSITIVE_INFINITY;
  for (let from = values.length - 1; from >= 0; from--) {
    const value = values[from]!;
    const to = firstBelow(values, ahead, Math.min(value * (1 - lostShare), value - least + 1));
    // One that begins later and ends no later lies within this one.
    if (to !== null && to - from <= window && to < shortestEnd) {
      found.push([from, to]);
      shortestEnd = to;
    }
    while (ahead.length > 0 && values[ahead.at(-1)!]! >= value) ahead.pop();
    ahead.push(from);
  }
  const merged: [number, number][] = [];
  for (const [from, to] of found.reverse()) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged.map(([from, to]) => {
    const lost = values[from]! - values[to]!;
    return { from, to, lost, lost_percent: (lost / values[from]!) * 100 };
  });
}

/** The nearest index on the stack whose value is under the threshold. */
function firstBelow(values: readonly number[], stack: readonly number[], threshold: number): number | null {
  let low = 0;
  let high = stack.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[stack[middle]!]! < threshold) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : stack[low - 1]!;
}

/** The drop-off that loses most; of equal ones the earlier. */
export const largestDrop = <Drop extends { lost: number }>(drops: readonly Drop[]): Drop | null =>
  largestBy(drops, ({ lost }) => lost);

/** The drop-off that loses the largest share; of equal ones the earlier. */
export const steepestDrop = <Drop extends { lost_percent: number }>(drops: readonly Drop[]): Drop | null =>
  largestBy(drops, ({ lost_percent }) => lost_percent);
