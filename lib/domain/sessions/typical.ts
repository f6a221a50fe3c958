import { type MiddleHalf, middleHalf } from "@/lib/measure/quantiles";
import { type ScoreComponent, scoreComponents } from "./schema";

export const typicalNumbers = [
  "attendance_rate",
  "engagement_rate",
  "average_duration_minutes",
  "peak_count",
  "average_rating",
  "engagement_score",
  "total_attended",
  "chat_message_count",
] as const;
export type TypicalNumber = (typeof typicalNumbers)[number];

/** One past session, as far as it says what is typical. */
export type PastNumbers = Readonly<Record<TypicalNumber, number | null>> & {
  /** Values of the score's components, by name. */
  parts: Readonly<Record<string, number | null>>;
};

/** The middle half of a number, and of how many sessions. */
export type Band = MiddleHalf & { sessions: number };
export type Typical = {
  /** Sessions it is taken from; a number's own band may rest on fewer. */
  sessions: number;
  numbers: Record<TypicalNumber, Band | null>;
  parts: Record<ScoreComponent, Band | null>;
};

/** Of fewer sessions nothing is typical. */
export const typicalSessionsMin = 3;

/** What is typical of past sessions, number by number; null where fewer than 3 of them know it. */
export function typicalOf(past: readonly PastNumbers[]): Typical {
  return {
    sessions: past.length,
    numbers: record(typicalNumbers, (key) => bandOf(past.map((one) => one[key]))),
    parts: record(scoreComponents, (key) => bandOf(past.map((one) => one.parts[key] ?? null))),
  };
}

/** The middle half of the values that are known; null with fewer than 3. */
export function bandOf(values: readonly (number | null)[]): Band | null {
  const known = values.filter((value) => value !== null);
  const half = known.length < typicalSessionsMin ? null : middleHalf(known);
  return half && { ...half, sessions: known.length };
}

function record<K extends string, T>(keys: readonly K[], of: (key: K) => T): Record<K, T> {
  return Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<K, T>;
}
