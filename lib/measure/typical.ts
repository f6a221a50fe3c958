import type { MiddleHalf } from "./quantiles";

/** Whether a number is above, below or the same as the number it is compared with. */
export type Side = "above" | "same" | "below";

/** A side and how far away: `difference` is negative below. */
type Compared = { side: Side; difference: number };

type Maybe = number | null | undefined;

/** The side of a band on which a value lies; the edges belong to the band. Null if either is unknown. */
export function sideOf(value: Maybe, band: Pick<MiddleHalf, "low" | "high"> | null | undefined): Side | null {
  if (value === null || value === undefined || !band) return null;
  if (value > band.high) return "above";
  return value < band.low ? "below" : "same";
}

/** A value compared with the typical one: the same within the middle half, else its distance from the median. Null if either is unknown. */
export function compareToBenchmark(value: Maybe, band: MiddleHalf | null | undefined): Compared | null {
  const side = sideOf(value, band);
  return side && { side, difference: value! - band!.median };
}

/** A value compared with one other number: differences smaller than `same` are ignored. Null if either is unknown. */
export function compareToNumber(value: Maybe, other: Maybe, same: number): Compared | null {
  if (value === null || value === undefined || other === null || other === undefined) return null;
  // 3.9 − 3.7 is 0.2, although not in binary.
  const difference = Math.round((value - other) * 1e9) / 1e9;
  if (Math.abs(difference) < same) return { side: "same", difference };
  return { side: difference > 0 ? "above" : "below", difference };
}
