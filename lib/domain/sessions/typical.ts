import { type MiddleHalf, middleHalf } from "@/lib/measure/quantiles";
import { eachMetric, type TypicalMetric, typicalMetrics } from "./metrics";
import { type ScoreComponent, scoreComponents } from "./schema";

/** One past session, as far as it says what is typical. */
export type PastNumbers = Readonly<Record<TypicalMetric, number | null>> & {
  /** Values of the score's components, by name. */
  parts: Readonly<Record<string, number | null>>;
};

/** The middle half of a number, and of how many sessions. */
export type Band = MiddleHalf & { sessions: number };
export type Typical = {
  /** Sessions it is taken from; a number's own band may rest on fewer. */
  sessions: number;
  numbers: Record<TypicalMetric, Band | null>;
  parts: Record<ScoreComponent, Band | null>;
};

/** Of fewer sessions nothing is typical. */
export const typicalSessionsMin = 3;

/** What is typical of past sessions, number by number; null where fewer than 3 of them know it. */
export function typicalOf(past: readonly PastNumbers[]): Typical {
  return {
    sessions: past.length,
    numbers: eachMetric(typicalMetrics, (key) => bandOf(past.map((one) => one[key]))),
    parts: Object.fromEntries(
      scoreComponents.map((key) => [key, bandOf(past.map((one) => one.parts[key] ?? null))]),
    ) as Typical["parts"],
  };
}

/** The middle half of the values that are known; null with fewer than 3. */
export function bandOf(values: readonly (number | null)[]): Band | null {
  const known = values.filter((value) => value !== null);
  const half = known.length < typicalSessionsMin ? null : middleHalf(known);
  return half && { ...half, sessions: known.length };
}
