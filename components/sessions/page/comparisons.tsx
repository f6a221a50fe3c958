import { RowStrip } from "@/components/charts/row-strip";
import { changeFromTypical } from "@/components/ui/change";
import type { NumberProps } from "@/components/ui/numbers";
import {
  eachMetric,
  type HeadlineMetric,
  headlineMetrics,
  metricOf,
  metrics,
  type TypicalMetric,
} from "@/lib/domain/sessions/metrics";
import type { SessionNumbers } from "@/lib/domain/sessions/schema";
import { againstTypical, peopleOf, sampleOf } from "@/lib/domain/sessions/typical";
import type { Language } from "@/lib/language/language";
import { type Band, fewest, intervalOf, sizeOf } from "@/lib/measure/evidence";
import { count, decimal, inUnit, ofBase, percent } from "@/lib/platform/format";

/* What the session's page says of its headline numbers beside other sessions. Made on the server: the rules of evidence stay out of the browser. */

/** What a session is compared with. */
export type Benchmark = {
  bands: Record<TypicalMetric, Band | null>;
  /** The instructor's sessions among them, in time order. */
  history: Record<TypicalMetric, (number | null)[]>;
  /** "classes of this course". */
  which: string;
};

export type Comparison = Pick<NumberProps, "change" | "spark"> & {
  /** The typical value in words. */
  typical?: string;
};

/** A live session is not compared with finished ones: only what is typical is said. */
export const headlineComparisons = (
  numbers: SessionNumbers,
  benchmark: Benchmark,
  live: boolean,
  language: Language,
): Record<HeadlineMetric, Comparison> =>
  eachMetric(headlineMetrics, (key) => comparisonOf(key, numbers, benchmark, live, language));

function comparisonOf(
  key: HeadlineMetric,
  numbers: SessionNumbers,
  { bands, history, which }: Benchmark,
  live: boolean,
  language: Language,
): Comparison {
  // Minutes are compared as a share of the session's length.
  const measured = key === "average_duration_minutes" ? "average_presence_percentage" : key;
  const band = bands[measured];
  const typical = band ? typicalText(measured, band, which) : undefined;
  if (live) return { typical };
  const value = metricOf(measured, numbers);
  const compared = againstTypical(measured, value, peopleOf(numbers), band);
  const certainty = band ? certaintyText(measured, numbers, compared !== null) : "";
  return {
    typical: typical && typical + certainty,
    change: changeFromTypical(metrics[measured].unit, compared, band, language),
    spark: <RowStrip kind="band" values={[...history[measured], value]} band={band} />,
  };
}

type MeasuredMetric = Exclude<HeadlineMetric, "average_duration_minutes"> | "average_presence_percentage";

function typicalText(key: MeasuredMetric, { median, low, high, sessions }: Band, which: string): string {
  const written = (edge: number) => inUnit(metrics[key].unit, edge);
  const of = key === "average_presence_percentage" ? " of the session's length" : "";
  return `Typical is ${written(median)}${of}: the median of the last ${sessions} ${which}. The middle half of them is ${written(low)} to ${written(high)}.`;
}

/** How certain the difference is, and why it may not be one. */
function certaintyText(key: MeasuredMetric, numbers: SessionNumbers, compared: boolean): string {
  const people = peopleOf(numbers);
  const sample = sampleOf(key, people);
  if ((people.total_attended ?? 0) < fewest.people_for_rate)
    return ` Not compared: fewer than ${fewest.people_for_rate} people attended.`;
  if (!sample || sizeOf(sample) === 0) return "";
  const isShare = "of" in sample;
  if (sizeOf(sample) < fewest.people_for_comparison)
    return ` Not compared: ${isShare ? "a share" : "the mean"} of fewer than ${fewest.people_for_comparison} ${isShare ? "people" : "ratings"}.`;
  const { low, high } = intervalOf(sample);
  const of = isShare ? ofBase(sample.part, sample.of) : `the mean of ${count(sample.length)} ratings`;
  return ` The 95\u00a0% interval of ${of} is ${decimal(low)} to ${isShare ? percent(high) : decimal(high)}${compared ? "." : ", so the difference can be chance."}`;
}
