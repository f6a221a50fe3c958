import type { MiddleHalf } from "@/lib/measure/quantiles";
import { decimal } from "@/lib/platform/format";

export type Comparison = {
  direction: "up" | "down" | "same";
  tone: "good" | "bad" | "neutral";
  words: string;
};

/** How a share (0–100) stands against similar videos: within their middle half it is about typical, else so many points from their middle. */
export function shareAgainst(
  value: number | null,
  band: MiddleHalf | null | undefined,
): Comparison | undefined {
  if (value === null || !band) return undefined;
  const typical = `${decimal(band.median, 1)}\u00a0%`;
  if (value >= band.low && value <= band.high)
    return { direction: "same", tone: "neutral", words: `about typical (${typical})` };
  const points = decimal(Math.abs(value - band.median), 1);
  return value > band.median
    ? { direction: "up", tone: "good", words: `${points} points above typical` }
    : { direction: "down", tone: "bad", words: `${points} points below typical` };
}

/** The same for plays a second seen: more is often welcome, less is no fault. */
export function replaysAgainst(
  value: number | null,
  band: MiddleHalf | null | undefined,
): Comparison | undefined {
  if (value === null || !band) return undefined;
  const words = `typical is ${decimal(band.median, 2)}`;
  if (value >= band.low && value <= band.high)
    return { direction: "same", tone: "neutral", words: `about typical (${decimal(band.median, 2)})` };
  return value > band.median
    ? { direction: "up", tone: "good", words }
    : { direction: "down", tone: "neutral", words };
}
