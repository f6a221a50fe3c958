import { contains, type Ranges } from "@/lib/measure/ranges";

/** Who left at a drop-off, head by head, and how many of them were there again later. */
export type Returned = { left: number; back: number };

/**
 * Of those who were there when a drop-off began and no longer at its end, how many came back. Counts of who was present
 * cannot tell: somebody else may have come. `stays`: everybody's own, merged, in the unit of `from` and `to`.
 */
export function returnedAfter(stays: readonly Ranges[], from: number, to: number): Returned {
  const gone = stays.filter((stay) => contains(stay, from) && !contains(stay, to));
  return { left: gone.length, back: gone.filter((stay) => stay.at(-1)! > to).length };
}
