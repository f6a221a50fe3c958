import { z } from "zod";
import { instant, numberOrNull, whole } from "@/lib/http/contract";
import { steepestDrop } from "@/lib/measure/drop-offs";
import { compareGroups, compareRates, fewest, type Rate, trendOf } from "@/lib/measure/evidence";
import { largestBy } from "@/lib/measure/largest-by";
import { mean } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import { asShares, duringSession } from "./departures";
import {
  type ComparedMetric,
  comparedMetrics,
  eachMetric,
  isTrended,
  metricOf,
  metrics,
  roundedMetric,
} from "./metrics";
import { placedDropOff, type StoredNumbers, sessionNumbers } from "./schema";
import { type Session, type SessionWindow, sessionFormats } from "./session";

/* The comparison of sessions: its answer, and how averages, trends and extremes are computed. */

export const trend = z.object({
  first_half: numberOrNull,
  second_half: numberOrNull,
  change_percent: numberOrNull,
  verdict: z.enum(["improving", "declining", "stable"]).nullable(),
  /** With fewer than 4 sessions. */
  tentative: z.boolean(),
  /** Whether the values rise or fall beyond chance; null with fewer than 4. */
  direction: z.enum(["rising", "falling", "none"]).nullable(),
  /** The 95 % interval of the second half minus the first; null with fewer than 4 values in either. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
});
export type Trend = z.infer<typeof trend>;
const metricsOf = <T extends z.ZodType>(value: T) => z.object(eachMetric(comparedMetrics, () => value));

export const comparedSession = z.object({
  session_id: z.string(),
  title: z.string(),
  started_at: instant,
  duration_minutes: numberOrNull,
  format: z.enum(sessionFormats),
  /** Whether it is like most of the others (format, length within half), is not left out, and 5 people came: only then is it ranked. */
  ranked: z.boolean(),
  /** The people behind its shares. */
  total_registered: whole,
  registered_attended: whole,
  engaged: whole.nullable(),
  rating_distribution: sessionNumbers.shape.rating_distribution,
  course_title: z.string().nullable(),
  series_number: whole.nullable(),
  series_length: whole.nullable(),
  metrics: metricsOf(numberOrNull),
  /** Share of those who attended who were present, at 101 steps of the session (0–100 %); empty when unknown. */
  retention: z.array(z.number()),
  drop_offs: z.array(placedDropOff),
});
export type ComparedSession = z.infer<typeof comparedSession>;
export const compareAnswer = z.object({
  success: z.literal(true),
  /** In time order. Averages, trends, best and lowest are of those that are ranked. */
  sessions: z.array(comparedSession),
  averages: metricsOf(numberOrNull),
  trends: metricsOf(trend),
  /** Ids of the best and the lowest by each metric: of people several when they tie, of shares and means only beyond chance. */
  best: metricsOf(z.array(z.string())),
  lowest: metricsOf(z.array(z.string())),
});
export type CompareAnswer = z.infer<typeof compareAnswer>;

type Compared = Pick<
  Session,
  "id" | "title" | "format" | "status" | "course_title" | "series_number" | "series_length"
>;

/** A session as the comparison shows it. */
export function comparedRow(
  session: Compared,
  window: SessionWindow,
  { numbers, by_percent: byPercent }: StoredNumbers,
): Omit<ComparedSession, "ranked"> {
  const length = window.to.getTime() - window.from.getTime();
  const base = numbers.attendance.total_attended;
  const drops =
    session.status === "ended" ? duringSession(numbers.drop_off_points, window) : numbers.drop_off_points;
  return {
    session_id: session.id,
    title: session.title,
    started_at: window.from.toISOString(),
    duration_minutes: oneDecimal(length / 60_000),
    format: session.format,
    total_registered: numbers.attendance.total_registered,
    registered_attended: numbers.attendance.registered_attended,
    engaged: numbers.engagement.engaged,
    rating_distribution: numbers.rating_distribution,
    course_title: session.course_title,
    series_number: session.series_number,
    series_length: session.series_length,
    metrics: eachMetric(comparedMetrics, (key) =>
      metricOf(key, numbers, { drops, hours: length / 3_600_000 }),
    ),
    retention:
      numbers.presence === "durations" || base === 0
        ? []
        : byPercent.map((viewers) => oneDecimal((viewers / base) * 100)),
    drop_offs: asShares(drops, window),
  };
}

/** A change of more than this many per cent either way is a trend. */
const trendPercent = 10;
/** Exactly 10 % is stable, despite rounding errors of binary fractions. */
const tolerance = 1e-9;

/**
 * The average, trend, best and lowest of each measure over sessions in any order; the trend follows their time (spec:
 * sessions, "Compare"). Unknown numbers are skipped. `lowest` is the worst: the largest of a measure that should be small.
 */
export function compareSessions(
  rows: readonly ComparedSession[],
): Pick<CompareAnswer, "averages" | "trends" | "best" | "lowest"> {
  const inTime = rows
    .filter(({ ranked }) => ranked)
    .sort((a, b) => Date.parse(a.started_at) - Date.parse(b.started_at));
  const perMetric = <T>(of: (metric: ComparedMetric) => T) => eachMetric(comparedMetrics, of);
  return {
    averages: perMetric((metric) => rounded(metric, meanOfKnown(inTime.map((row) => row.metrics[metric])))),
    trends: perMetric((metric) => halvesOf(inTime, metric)),
    best: perMetric((metric) => extremes(inTime, metric, metrics[metric].better === "less" ? -1 : 1)),
    lowest: perMetric((metric) => extremes(inTime, metric, metrics[metric].better === "less" ? 1 : -1)),
  };
}

/** The mean of the first half (the smaller one, of an odd number) compared with that of the rest. */
function halvesOf(inTime: readonly ComparedSession[], metric: ComparedMetric): Trend {
  const values = inTime.map((row) => row.metrics[metric]);
  const half = Math.floor(values.length / 2);
  const first = meanOfKnown(values.slice(0, half));
  const second = meanOfKnown(values.slice(half));
  const known = values.filter((value) => value !== null);
  const means = (part: typeof values) =>
    part.flatMap((value) => (value === null ? [] : [{ part: value, of: 1 }]));
  const compared = compareGroups(means(values.slice(half)), means(values.slice(0, half)), { people: false });
  const change = first === null || second === null || first === 0 ? null : ((second - first) / first) * 100;
  return {
    first_half: rounded(metric, first),
    second_half: rounded(metric, second),
    change_percent: change === null ? null : oneDecimal(change),
    verdict: change === null || !isTrended(metric) ? null : verdictOf(change),
    tentative: values.length < fewest.sessions_for_trend,
    direction: trendOf(known),
    interval: compared?.interval ?? null,
  };
}

function verdictOf(change: number): NonNullable<Trend["verdict"]> {
  if (change > trendPercent + tolerance) return "improving";
  return change < -trendPercent - tolerance ? "declining" : "stable";
}

/**
 * Ids at one end of a metric (1: the largest, −1: the smallest); none where all are the same, only one is known, or chance decides. Counts of
 * messages and questions grow with the room and the length: they have no best.
 */
function extremes(rows: readonly ComparedSession[], metric: ComparedMetric, end: 1 | -1): string[] {
  const known = rows
    .filter((row) => row.metrics[metric] !== null)
    .sort((a, b) => (b.metrics[metric]! - a.metrics[metric]!) * end);
  const [first, ...others] = known;
  if (!first || first.metrics[metric] === others.at(-1)?.metrics[metric]) return [];
  const { unit } = metrics[metric];
  if (unit === "count" || others.length === 0) return [];
  if (unit === "people")
    return known.filter((row) => row.metrics[metric] === first.metrics[metric]).map((row) => row.session_id);
  // Beyond every other: the next one by its share can be the clearer difference, where a third has few people.
  return others.every((other) => isBeyondChance(first, other, metric, end)) ? [first.session_id] : [];
}

/** Whether a session lies beyond another by more than chance. Scores and minutes say too little of their own uncertainty. */
function isBeyondChance(
  first: ComparedSession,
  second: ComparedSession,
  metric: ComparedMetric,
  end: 1 | -1,
): boolean {
  const wanted = end === 1 ? "above" : "below";
  if (metric === "average_rating")
    return compareGroups(starsOf(first), starsOf(second), { people: false })?.side === wanted;
  const [one, other] = [shareOf(first, metric), shareOf(second, metric)];
  return one !== null && other !== null && compareRates(one, other)?.side === wanted;
}

/** Each answer by itself. */
const starsOf = ({ rating_distribution }: ComparedSession): Rate[] =>
  Object.entries(rating_distribution).flatMap(([stars, answers]) =>
    Array.from({ length: answers }, () => ({ part: Number(stars), of: 1 })),
  );

/** A metric as a share of people; null for those that are none. */
function shareOf(session: ComparedSession, metric: ComparedMetric): Rate | null {
  const came = session.metrics.total_attended ?? 0;
  switch (metric) {
    case "attendance_rate":
      return { part: session.registered_attended, of: session.total_registered };
    case "engagement_rate":
      return { part: session.engaged ?? 0, of: came };
    // No share of a person's time varies more between people than yes and no would.
    case "average_presence_percentage":
      return { part: (came * (session.metrics[metric] ?? 0)) / 100, of: came };
    case "largest_drop_off_percent": {
      const worst = steepestDrop(session.drop_offs);
      return worst ? { part: worst.lost, of: worst.present } : { part: 0, of: came };
    }
    default:
      return null;
  }
}

/** Lengths that differ by more than half of the shorter are unlike. */
const lengthRatio = 1.5;

/** The sessions with `ranked`: those of the largest group of one format and like lengths; nobody's where two groups are equally large. */
export function withRanks(
  rows: readonly (Omit<ComparedSession, "ranked"> & { left_out: boolean })[],
): ComparedSession[] {
  const eligible = rows.filter(
    ({ left_out, metrics: { total_attended } }) =>
      !left_out && (total_attended ?? 0) >= fewest.people_for_rate,
  );
  const lengthOf = (row: (typeof rows)[number]) => row.duration_minutes ?? 0;
  const groups = eligible.map((first) =>
    eligible.filter(
      (row) =>
        row.format === first.format &&
        lengthOf(row) >= lengthOf(first) &&
        lengthOf(row) <= lengthOf(first) * lengthRatio,
    ),
  );
  const largest = largestBy(groups, (group) => group.length) ?? [];
  const alone = groups.every(
    (group) => group.length < largest.length || group.every((row) => largest.includes(row)),
  );
  const ranked = new Set(alone && largest.length > 1 ? largest : []);
  return rows.map((row) => {
    const { left_out: _, ...rest } = row;
    return { ...rest, ranked: ranked.has(row) };
  });
}

const meanOfKnown = (values: readonly (number | null)[]) => mean(values.filter((value) => value !== null));

const rounded = (metric: ComparedMetric, value: number | null): number | null =>
  value === null ? null : roundedMetric(metric, value);
