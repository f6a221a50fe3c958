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
import { againstTypical, type ComparedWith, peopleOf, sampleOf } from "@/lib/domain/sessions/typical";
import type { Language } from "@/lib/language/language";
import { type Band, fewest, intervalOf, sizeOf } from "@/lib/measure/evidence";

/* What the session's page says of its headline numbers beside other sessions. Made on the server: the rules of evidence stay out of the browser. */

/** What a session is compared with. */
export type Benchmark = {
  bands: Record<TypicalMetric, Band | null>;
  /** The instructor's sessions among them, in time order. */
  history: Record<TypicalMetric, (number | null)[]>;
  comparedWith: ComparedWith;
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
  { bands, history, comparedWith }: Benchmark,
  live: boolean,
  language: Language,
): Comparison {
  // Minutes are compared as a share of the session's length.
  const measured = key === "average_duration_minutes" ? "average_presence_percentage" : key;
  const band = bands[measured];
  const typical = band ? typicalText(measured, band, comparedWith, language) : undefined;
  if (live) return { typical };
  const value = metricOf(measured, numbers);
  const compared = againstTypical(measured, value, peopleOf(numbers), band);
  return {
    typical: typical && withCertainty(typical, measured, numbers, compared !== null, language),
    change: changeFromTypical(metrics[measured].unit, compared, band, language),
    spark: <RowStrip kind="band" values={[...history[measured], value]} band={band} />,
  };
}

type MeasuredMetric = Exclude<HeadlineMetric, "average_duration_minutes"> | "average_presence_percentage";

function typicalText(
  key: MeasuredMetric,
  { median, low, high, sessions }: Band,
  comparedWith: ComparedWith,
  { t, inUnit }: Language,
): string {
  const written = (edge: number) => inUnit(metrics[key].unit, edge);
  return t("session.typical.is", {
    value: written(median),
    share: key === "average_presence_percentage" ? "yes" : "no",
    median: t("session.typical.median", { sessions, ...comparedWith }),
    low: written(low),
    high: written(high),
  });
}

/** The same with how certain the difference is, or why it may not be one. */
function withCertainty(
  typical: string,
  key: MeasuredMetric,
  numbers: SessionNumbers,
  compared: boolean,
  { t, decimal, percent }: Language,
): string {
  const people = peopleOf(numbers);
  const sample = sampleOf(key, people);
  if ((people.total_attended ?? 0) < fewest.people_for_rate)
    return t("session.typical.few_came", { typical, fewest: fewest.people_for_rate });
  if (!sample || sizeOf(sample) === 0) return typical;
  const isShare = "of" in sample;
  const share = isShare ? "yes" : "no";
  if (sizeOf(sample) < fewest.people_for_comparison)
    return t("session.typical.few_behind", { typical, share, fewest: fewest.people_for_comparison });
  const { low, high } = intervalOf(sample);
  return t("session.typical.interval", {
    typical,
    share,
    part: isShare ? sample.part : 0,
    base: sizeOf(sample),
    low: decimal(low),
    high: isShare ? percent(high) : decimal(high),
    sure: compared ? "yes" : "no",
  });
}
