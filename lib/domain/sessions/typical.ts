import { type MiddleHalf, middleHalf } from "@/lib/measure/quantiles";
import { eachMetric, type TypicalMetric, typicalMetrics } from "./metrics";
import { type ScoreComponent, scoreComponents } from "./schema";

/** One past session's numbers for typical values. */
export type PastNumbers = Readonly<Record<TypicalMetric, number | null>> & {
  /** Values of the score's components, by name. */
  parts: Readonly<Record<string, number | null>>;
};

/** The middle half of a number, and the number of sessions. */
export type Band = MiddleHalf & { sessions: number };
export type Typical = {
  /** How many sessions it is computed from; a single number's band can have fewer. */
  sessions: number;
  numbers: Record<TypicalMetric, Band | null>;
  parts: Record<ScoreComponent, Band | null>;
};

/** With fewer sessions nothing is typical. */
export const typicalSessionsMin = 3;

/** The typical values of past sessions by number; null if fewer than 3 of them have it. */
export function typicalOf(past: readonly PastNumbers[]): Typical {
  return {
    sessions: past.length,
    numbers: eachMetric(typicalMetrics, (key) => bandOf(past.map((one) => one[key]))),
    parts: Object.fromEntries(
      scoreComponents.map((key) => [key, bandOf(past.map((one) => one.parts[key] ?? null))]),
    ) as Typical["parts"],
  };
}

/** The middle half of the known values; null with fewer than 3. */
export function bandOf(values: readonly (number | null)[]): Band | null {
  const known = values.filter((value) => value !== null);
  const half = known.length < typicalSessionsMin ? null : middleHalf(known);
  return half && { ...half, sessions: known.length };
}
