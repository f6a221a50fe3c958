import { z } from "zod";
import { instant, numberOrNull, whole } from "@/lib/http/contract";
import { mean } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import {
  type ComparedMetric,
  comparedMetrics,
  eachMetric,
  isTrended,
  metrics,
  roundedMetric,
} from "./metrics";
import { placedDropOff } from "./schema";

/* The comparison of sessions: its answer, and how averages, trends and extremes are computed. */

export const trend = z.object({
  first_half: numberOrNull,
  second_half: numberOrNull,
  change_percent: numberOrNull,
  verdict: z.enum(["improving", "declining", "stable"]).nullable(),
  /** With fewer than 4 sessions. */
  tentative: z.boolean(),
});
export type Trend = z.infer<typeof trend>;
const metricsOf = <T extends z.ZodType>(value: T) => z.object(eachMetric(comparedMetrics, () => value));

export const comparedSession = z.object({
  session_id: z.string(),
  title: z.string(),
  started_at: instant,
  duration_minutes: numberOrNull,
  course_title: z.string().nullable(),
  series_number: whole.nullable(),
  metrics: metricsOf(numberOrNull),
  /** Share of those who attended who were present, at 101 steps of the session (0–100 %); empty when unknown. */
  retention: z.array(z.number()),
  drop_offs: z.array(placedDropOff),
});
export type ComparedSession = z.infer<typeof comparedSession>;
export const compareAnswer = z.object({
  success: z.literal(true),
  /** In time order. */
  sessions: z.array(comparedSession),
  averages: metricsOf(numberOrNull),
  trends: metricsOf(trend),
  /** Ids of the best and the lowest by each metric (several when they tie, none when all are the same or unknown). */
  best: metricsOf(z.array(z.string())),
  lowest: metricsOf(z.array(z.string())),
});
export type CompareAnswer = z.infer<typeof compareAnswer>;

/** A change of more than this many per cent either way is a trend. */
const trendPercent = 10;
/** With fewer sessions a verdict is tentative. */
const sessionsForVerdict = 4;
/** Exactly 10 % is stable, despite rounding errors of binary fractions. */
const tolerance = 1e-9;

const lessIsBetter = (metric: ComparedMetric): boolean => metrics[metric].better === "less";

/**
 * The average, trend, best and lowest of each measure over sessions in any order; the trend follows their time (spec:
 * sessions, "Compare"). Unknown numbers are skipped. `lowest` is the worst: the largest of a measure that should be small.
 */
export function compareSessions(
  rows: readonly ComparedSession[],
): Pick<CompareAnswer, "averages" | "trends" | "best" | "lowest"> {
  const inTime = [...rows].sort((a, b) => Date.parse(a.started_at) - Date.parse(b.started_at));
  const perMetric = <T>(of: (metric: ComparedMetric) => T) => eachMetric(comparedMetrics, of);
  return {
    averages: perMetric((metric) => rounded(metric, meanOfKnown(inTime.map((row) => row.metrics[metric])))),
    trends: perMetric((metric) => trendOf(inTime, metric)),
    best: perMetric((metric) => extremes(inTime, metric, lessIsBetter(metric) ? Math.min : Math.max)),
    lowest: perMetric((metric) => extremes(inTime, metric, lessIsBetter(metric) ? Math.max : Math.min)),
  };
}

/** The mean of the first half (the smaller one, of an odd number) compared with that of the rest. */
function trendOf(inTime: readonly ComparedSession[], metric: ComparedMetric): Trend {
  const values = inTime.map((row) => row.metrics[metric]);
  const half = Math.floor(values.length / 2);
  const first = meanOfKnown(values.slice(0, half));
  const second = meanOfKnown(values.slice(half));
  const change = first === null || second === null || first === 0 ? null : ((second - first) / first) * 100;
  return {
    first_half: rounded(metric, first),
    second_half: rounded(metric, second),
    change_percent: change === null ? null : oneDecimal(change),
    verdict: change === null || !isTrended(metric) ? null : verdictOf(change),
    tentative: values.length < sessionsForVerdict,
  };
}

function verdictOf(change: number): NonNullable<Trend["verdict"]> {
  if (change > trendPercent + tolerance) return "improving";
  return change < -trendPercent - tolerance ? "declining" : "stable";
}

/** Ids at the extreme; none where all are the same, or only one is known. */
function extremes(
  rows: readonly ComparedSession[],
  metric: ComparedMetric,
  pick: (...values: number[]) => number,
): string[] {
  const known = rows.filter((row) => row.metrics[metric] !== null);
  const values = known.map((row) => row.metrics[metric]!);
  if (new Set(values).size < 2) return [];
  const extreme = pick(...values);
  return known.filter((row) => row.metrics[metric] === extreme).map((row) => row.session_id);
}

const meanOfKnown = (values: readonly (number | null)[]) => mean(values.filter((value) => value !== null));

const rounded = (metric: ComparedMetric, value: number | null): number | null =>
  value === null ? null : roundedMetric(metric, value);
