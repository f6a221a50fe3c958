import {
  type CompareAnswer,
  type ComparedMetric,
  type ComparedSession,
  comparedMetrics,
  type Trend,
  trendedMetrics,
} from "./compared";
import { oneDecimal, twoDecimals } from "./numbers";

/** A change of more than this many per cent either way is a trend. */
const trendPercent = 10;
/** With fewer sessions a verdict is tentative. */
const sessionsForVerdict = 4;
/** 10 % exactly is stable, whatever binary fractions make of it. */
const tolerance = 1e-9;

/** Measures of which less is better. */
const lowerIsBetter: ReadonlySet<ComparedMetric> = new Set<ComparedMetric>(["largest_drop_off_percent"]);
const trended: ReadonlySet<ComparedMetric> = new Set<ComparedMetric>(trendedMetrics);

/**
 * The average, trend, best and lowest of each measure over sessions in any order; the trend goes by their time (spec:
 * sessions, "Compare"). Unknown numbers are passed over. `lowest` is the worst: the largest of what should be small.
 */
export function compareSessions(
  rows: readonly ComparedSession[],
): Pick<CompareAnswer, "averages" | "trends" | "best" | "lowest"> {
  const inTime = [...rows].sort((a, b) => Date.parse(a.started_at) - Date.parse(b.started_at));
  const perMetric = <T>(of: (metric: ComparedMetric) => T) =>
    Object.fromEntries(comparedMetrics.map((metric) => [metric, of(metric)])) as Record<ComparedMetric, T>;
  return {
    averages: perMetric((metric) => rounded(metric, mean(inTime.map((row) => row.metrics[metric])))),
    trends: perMetric((metric) => trendOf(inTime, metric)),
    best: perMetric((metric) => extremes(inTime, metric, lowerIsBetter.has(metric) ? Math.min : Math.max)),
    lowest: perMetric((metric) => extremes(inTime, metric, lowerIsBetter.has(metric) ? Math.max : Math.min)),
  };
}

/** The mean of the first half (the smaller one, of an odd number) against that of the rest. */
function trendOf(inTime: readonly ComparedSession[], metric: ComparedMetric): Trend {
  const values = inTime.map((row) => row.metrics[metric]);
  const half = Math.floor(values.length / 2);
  const first = mean(values.slice(0, half));
  const second = mean(values.slice(half));
  const change = first === null || second === null || first === 0 ? null : ((second - first) / first) * 100;
  return {
    first_half: rounded(metric, first),
    second_half: rounded(metric, second),
    change_percent: change === null ? null : oneDecimal(change),
    verdict: change === null || !trended.has(metric) ? null : verdictOf(change),
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

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Ratings keep two decimals, as everywhere. */
function rounded(metric: ComparedMetric, value: number | null): number | null {
  if (value === null) return null;
  return metric === "average_rating" ? twoDecimals(value) : oneDecimal(value);
}
