import { type Band, bandOf, compareToTypical, fewest, type Sample } from "@/lib/measure/evidence";
import {
  eachMetric,
  metricOf,
  type ScoreComponent,
  type StoredMetric,
  scoreComponents,
  storedMetrics,
  type TypicalMetric,
  typicalMetrics,
} from "./metrics";
import type { SessionNumbers } from "./schema";
import type { SessionFormat } from "./session";

/** One past session's numbers for typical values. */
export type PastNumbers = Readonly<Record<TypicalMetric, number | null>> & {
  /** Values of the score's components, by name. */
  parts: Readonly<Record<string, number | null>>;
};

export type Typical = {
  /** How many sessions it is computed from; a single number's band can have fewer. */
  sessions: number;
  numbers: Record<TypicalMetric, Band | null>;
  parts: Record<ScoreComponent, Band | null>;
};

/** The typical values of past sessions by number; null if fewer than 5 of them have it. */
export function typicalOf(past: readonly PastNumbers[]): Typical {
  return {
    sessions: past.length,
    numbers: eachMetric(typicalMetrics, (key) => bandOf(past.map((one) => one[key]))),
    parts: Object.fromEntries(
      scoreComponents.map((key) => [key, bandOf(past.map((one) => one.parts[key] ?? null))]),
    ) as Typical["parts"],
  };
}

/** The counts of people behind a session's shares, and the ratings behind their mean where they are known. */
export type People = Pick<
  Record<StoredMetric, number | null>,
  "total_attended" | "total_registered" | "registered_attended" | "engaged" | "peak_count"
> & { ratings?: readonly number[] };

export const peopleOf = (numbers: SessionNumbers): People => ({
  ...eachMetric(storedMetrics, (key) => metricOf(key, numbers)),
  ratings: Object.entries(numbers.rating_distribution).flatMap(([stars, answers]) =>
    Array<number>(answers).fill(Number(stars)),
  ),
});

/**
 * A session's number compared with the typical one: what the list, the page and the comparison show. Null if nothing can be said: few people
 * came, nothing is typical, or the difference can be chance.
 */
export function againstTypical(
  key: TypicalMetric | ScoreComponent,
  value: number | null,
  people: People,
  band: Band | null | undefined,
) {
  if ((people.total_attended ?? 0) < fewest.people_for_rate) return null;
  return compareToTypical(value, band, sampleOf(key, people));
}

/** The people behind a share of people or a mean; undefined for other numbers. */
export function sampleOf(key: TypicalMetric | ScoreComponent, people: People): Sample | undefined {
  const came = people.total_attended ?? 0;
  if (key === "attendance_rate")
    return { part: people.registered_attended ?? 0, of: people.total_registered ?? 0 };
  if (key === "engagement_rate") return { part: people.engaged ?? 0, of: came };
  if (key === "average_rating") return people.ratings ?? [];
  return key === "peak_retention" ? { part: people.peak_count ?? 0, of: came } : undefined;
}

/** Which sessions one is compared with, as values for a message: "classes of this course", "classes in your school". */
export type ComparedWith = { format: SessionFormat; within: "course" | "school" };
