import { oneDecimal, twoDecimals } from "@/lib/measure/rounding";
import type { DropOffPoint, SessionNumbers } from "./schema";

type Metric = {
  /** Its unit; the glossary has its name and definition under the same key. */
  unit: "score" | "percent" | "minutes" | "people" | "count" | "ratio" | "stars";
  better: "more" | "less";
  /** Its column in the table of sessions. The list sorts by the id, unless the column is hidden by default. */
  column?: { id: string; hidden?: true };
} & Partial<Record<Use, true>>;

/**
 * `stored`: a column of session_numbers, of the list and of its CSV. `headline`: on top of the session's page. `typical`: compared with past
 * sessions. `compared`: a row of the comparison. `trended`: with a verdict there.
 */
type Use = "stored" | "headline" | "typical" | "compared" | "trended";

const people = { unit: "people", better: "more" } as const;
const count = { unit: "count", better: "more" } as const;
const percent = { unit: "percent", better: "more" } as const;
/** Typical, compared and trended. */
const main = { stored: true, typical: true, compared: true, trended: true } as const;

/** Every metric of a session, in the order of tables and files. */
export const metrics = {
  engagement_score: { unit: "score", better: "more", headline: true, ...main, column: { id: "score" } },
  total_registered: { ...people, stored: true },
  registered_attended: { ...people, stored: true },
  attendance_rate: { ...percent, headline: true, ...main, column: { id: "rate" } },
  total_attended: { ...people, ...main, column: { id: "came" } },
  average_duration_minutes: {
    unit: "minutes",
    better: "more",
    headline: true,
    stored: true,
    compared: true,
    trended: true,
    column: { id: "watched" },
  },
  average_presence_percentage: { ...percent, stored: true, typical: true, compared: true },
  peak_count: { ...people, headline: true, ...main, column: { id: "peak", hidden: true } },
  engaged: { ...people, stored: true },
  engagement_rate: {
    ...percent,
    headline: true,
    stored: true,
    typical: true,
    compared: true,
    column: { id: "took_part" },
  },
  chat_message_count: { ...count, ...main, column: { id: "messages", hidden: true } },
  questions_asked: { ...count, stored: true, compared: true, column: { id: "questions", hidden: true } },
  // Of sessions of unlike size or length: a full room writes more, and a long session has more questions.
  messages_per_person: { unit: "ratio", better: "more", compared: true, trended: true },
  questions_per_hour: { unit: "ratio", better: "more", compared: true },
  reaction_count: { ...count, stored: true, column: { id: "reactions", hidden: true } },
  average_rating: { unit: "stars", better: "more", headline: true, ...main, column: { id: "rating" } },
  total_responses: { ...people, stored: true },
  largest_drop_off_percent: {
    unit: "percent",
    better: "less",
    stored: true,
    compared: true,
    column: { id: "drop_off" },
  },
} as const satisfies Record<string, Metric>;

export type SessionMetric = keyof typeof metrics;
type UsedAs<U extends Use> = {
  [Key in SessionMetric]: (typeof metrics)[Key] extends Record<U, true> ? Key : never;
}[SessionMetric];

const usedAs = <U extends Use>(use: U) =>
  Object.entries<Metric>(metrics).flatMap(([key, metric]) => (metric[use] ? [key as UsedAs<U>] : []));

export const storedMetrics = usedAs("stored");
export const headlineMetrics = usedAs("headline");
export const typicalMetrics = usedAs("typical");
export const comparedMetrics = usedAs("compared");
export type StoredMetric = UsedAs<"stored">;
export type HeadlineMetric = UsedAs<"headline">;
export type TypicalMetric = UsedAs<"typical">;
export type ComparedMetric = UsedAs<"compared">;

/** Metrics with a column in the table of sessions. */
export type ColumnMetric = MetricWith<{ column: { id: string } }>;
/** Those shown by default, which the list sorts by. */
type SortedMetric = MetricWith<{ column: { id: string; hidden?: never } }>;
type MetricWith<Trait> = {
  [Key in StoredMetric]: (typeof metrics)[Key] extends Trait ? Key : never;
}[StoredMetric];
const columnMetrics = storedMetrics.filter((key): key is ColumnMetric => "column" in metrics[key]);
const isSorted = (key: ColumnMetric): key is SortedMetric => !("hidden" in metrics[key].column);
export const sortedMetrics = columnMetrics.filter(isSorted);
export const metricsOnRequest = columnMetrics.filter((key) => !isSorted(key));
export type MetricSort = (typeof metrics)[SortedMetric]["column"]["id"];

/** What a metric needs besides the session's numbers: its drop-offs without those of its end, and its length. */
type During = { drops: readonly DropOffPoint[]; hours: number };

/** A metric's value, null where it is not known: its key is its number's. */
export function metricOf(
  key: SessionMetric,
  { attendance, engagement, peak_viewers, presence, ...own }: SessionNumbers,
  { drops, hours }: During = { drops: [], hours: 0 },
): number | null {
  switch (key) {
    case "messages_per_person":
      return each(engagement.chat_message_count, attendance.total_attended);
    case "questions_per_hour":
      return each(engagement.questions_asked, hours);
    case "largest_drop_off_percent":
      if (presence === "durations" || attendance.total_attended === 0) return null;
      return Math.max(0, ...drops.map((drop) => drop.lost_percent));
    default:
      return { ...own, ...attendance, ...engagement, ...peak_viewers }[key];
  }
}

const each = (total: number | null, of: number): number | null =>
  total === null || of === 0 ? null : twoDecimals(total / of);

export const isTrended = (key: SessionMetric): boolean => "trended" in metrics[key];

/** A value for each of these metrics. */
export function eachMetric<Key extends SessionMetric, T>(keys: readonly Key[], of: (key: Key) => T) {
  return Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<Key, T>;
}

/** A metric's value as it is stored and shown: ratings and ratios differ little, so they have more decimals. */
export function roundedMetric(key: SessionMetric, value: number): number {
  const { unit } = metrics[key];
  return unit === "stars" || unit === "ratio" ? twoDecimals(value) : oneDecimal(value);
}

/** The parts of the engagement score, in the order in which they are shown. */
export const scoreComponents = [
  "attendance_rate",
  "engagement_rate",
  "chat_activity",
  "peak_retention",
] as const;
export type ScoreComponent = (typeof scoreComponents)[number];
