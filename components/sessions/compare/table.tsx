import { RowStrip } from "@/components/charts/row-strip";
import { SimpleTable } from "@/components/tables/simple-table";
import { Change } from "@/components/ui/change";
import { Explain } from "@/components/ui/explain";
import { useLanguage } from "@/components/ui/use-language";
import type { CompareAnswer, Trend } from "@/lib/domain/sessions/compare";
import { type ComparedMetric, comparedMetrics, isTrended, metrics } from "@/lib/domain/sessions/metrics";
import { wordsOf } from "@/lib/glossary/glossary";
import { count, decimal, inUnit, percent, unknown } from "@/lib/platform/format";

/** The unit or base of a measure, beside its name. */
const beside: Partial<Record<ComparedMetric, string>> = {
  engagement_score: "of 100",
  attendance_rate: "of those registered",
  total_attended: "people",
  average_presence_percentage: "of the length",
  peak_count: "people at once",
  engagement_rate: "wrote or reacted",
  average_rating: "of 5",
  largest_drop_off_percent: "of those present",
};

/** A measure's value as a cell shows it; the average of counts has a decimal. */
function metricText(metric: ComparedMetric, value: number | null, average = false): string {
  if (value === null) return unknown;
  if (metric === "largest_drop_off_percent") return value === 0 ? "none" : percent(value);
  const { unit } = metrics[metric];
  if (unit === "people" || unit === "count") return average ? decimal(value) : count(value);
  // Shorter than hours and minutes: ten columns fit the page.
  if (unit === "minutes") return `${decimal(value, 0)}\u00a0min`;
  return inUnit(unit, value);
}

type Props = {
  compared: CompareAnswer;
  /** One per session: its letter, and the day it began as a short text. */
  heads: { letter: string; day: string }[];
};

/** Measures by session: the best marked green, the lowest grey, both also in words, with the average and the trend. */
export function CompareTable({ compared, heads }: Props) {
  const nowrap = "whitespace-nowrap";
  return (
    <SimpleTable
      label="Measures side by side"
      rows={comparedMetrics}
      rowKey={(metric) => metric}
      height="tall"
      wide
      columns={[
        { label: "Measure", className: nowrap, cell: (metric) => <Measure metric={metric} /> },
        ...compared.sessions.map((session, index) => ({
          label: (
            <>
              <b className="mr-1 text-small font-semibold text-ink">{heads[index]?.letter}</b>{" "}
              {heads[index]?.day}
            </>
          ),
          title: session.title,
          align: "end" as const,
          // Ten columns fit the page: the mark is below its number.
          className: `${nowrap} px-1.5! ${session.ranked ? "" : "text-ink-3"}`,
          cell: (metric: ComparedMetric) => (
            <>
              <span className="block font-medium">{metricText(metric, session.metrics[metric])}</span>
              <Mark metric={metric} compared={compared} id={session.session_id} />
            </>
          ),
        })),
        {
          label: "Average",
          align: "end",
          className: `${nowrap} text-ink-2`,
          cell: (metric) => metricText(metric, compared.averages[metric], true),
        },
        {
          label: "Trend, first half to last",
          className: `${nowrap} pl-5!`,
          cell: (metric) => (
            <TrendCell
              metric={metric}
              trend={compared.trends[metric]}
              values={compared.sessions.filter(({ ranked }) => ranked).map(({ metrics: of }) => of[metric])}
            />
          ),
        },
      ]}
    />
  );
}

function Measure({ metric }: { metric: ComparedMetric }) {
  const { label, definition } = wordsOf(metric, useLanguage());
  return (
    <>
      <span className="font-medium">
        <Explain explanation={{ title: label, definition }}>{label}</Explain>
      </span>{" "}
      <span className="text-ink-3">{beside[metric]}</span>
    </>
  );
}

function Mark({ metric, compared, id }: { metric: ComparedMetric; compared: CompareAnswer; id: string }) {
  const best = compared.best[metric].includes(id);
  if (!best && !compared.lowest[metric].includes(id)) return null;
  // The largest room is no merit.
  const people = metrics[metric].unit === "people";
  if (best && !people) return <span className="block text-axis text-good">best</span>;
  const lowest = metric === "largest_drop_off_percent" ? "worst" : "lowest";
  return <span className="block text-axis text-ink-2">{people ? (best ? "most" : "fewest") : lowest}</span>;
}

const directions = {
  rising: { direction: "up", tone: "good" },
  falling: { direction: "down", tone: "bad" },
  none: { direction: "none", tone: "neutral" },
} as const;

/** The change between the halves; "rising" or "falling", with an arrow, only beyond chance. */
function trendWords({ direction, change_percent: change }: Trend): string {
  const by = `${change !== null && change > 0 ? "+" : ""}${percent(change)}`;
  return direction === null || direction === "none" ? by : `${direction}, ${by}`;
}

function TrendCell({
  metric,
  trend,
  values,
}: {
  metric: ComparedMetric;
  trend: Trend;
  values: (number | null)[];
}) {
  // Counts of messages grow with the room; the messages per person have the trend.
  const judged = isTrended(metric) && metrics[metric].unit !== "count";
  return (
    <span className="inline-flex items-center gap-4">
      <RowStrip
        kind="halves"
        className="flex-none"
        values={values}
        means={
          trend.first_half === null || trend.second_half === null
            ? null
            : [trend.first_half, trend.second_half]
        }
      />
      {judged && trend.change_percent !== null ? (
        <span>
          <Change {...directions[trend.direction ?? "none"]} words={trendWords(trend)} />
          {trend.direction === "none" ? (
            <span className="block text-axis text-ink-3">within chance</span>
          ) : null}
        </span>
      ) : (
        <span className="text-ink-3">{judged ? unknown : "no trend"}</span>
      )}
    </span>
  );
}
