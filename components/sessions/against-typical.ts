import type { MiddleHalf } from "@/lib/measure/quantiles";
import { decimal, duration } from "@/lib/platform/format";

export type Measure = "score" | "percent" | "minutes" | "people" | "stars";

export type Comparison = {
  direction: "up" | "down" | "same";
  tone: "good" | "bad" | "neutral";
  words: string;
};

/** A value as a sentence writes it: `70.9`, `60.0 %`, `1 h 18 min`, `31`, `4.2`. */
export function measured(measure: Measure, value: number): string {
  switch (measure) {
    case "percent":
      return `${decimal(value)}\u00a0%`;
    case "minutes":
      return duration(value * 60);
    case "people":
      return wholeOrTenths(value);
    default:
      return decimal(value);
  }
}

/**
 * How a number stands against what is typical: within the middle half it is about typical, else so much from the middle. Of
 * everything that is compared here, more is welcome. Undefined where either is not known.
 */
export function againstTypical(
  measure: Measure,
  value: number | null,
  band: MiddleHalf | null | undefined,
): Comparison | undefined {
  if (value === null || !band) return undefined;
  if (value >= band.low && value <= band.high)
    return {
      direction: "same",
      tone: "neutral",
      words: `about typical (${measured(measure, band.median)})`,
    };
  const words = apart(measure, Math.abs(value - band.median));
  return value > band.median
    ? { direction: "up", tone: "good", words: `${words} above typical` }
    : { direction: "down", tone: "bad", words: `${words} below typical` };
}

/** A distance: `7.0`, `6.7 points`, `4 min`, `3`. */
function apart(measure: Measure, by: number): string {
  switch (measure) {
    case "percent":
      return `${decimal(by)} points`;
    case "minutes":
      return by < 1 ? duration(by * 60) : `${decimal(by, 0)}\u00a0min`;
    case "people":
      return wholeOrTenths(by);
    default:
      return decimal(by);
  }
}

/** The middle of two sessions may be half a person. */
const wholeOrTenths = (value: number): string => decimal(value, Number.isInteger(value) ? 0 : 1);
