import { RowStrip } from "@/components/charts/row-strip";
import { SimpleTable } from "@/components/tables/simple-table";
import { Change } from "@/components/ui/change";
import { Explain } from "@/components/ui/explain";
import type { CompareAnswer, Trend } from "@/lib/domain/sessions/compare";
import { type ComparedMetric, comparedMetrics, isTrended, metrics } from "@/lib/domain/sessions/metrics";
import { glossary } from "@/lib/glossary/glossary";
import { count, decimal, inUnit, percent, unknown } from "@/lib/platform/format";

/** The unit or base of a measure, beside its name. */
const beside: Partial<Record<ComparedMetric, string>> = {
  engagement_score: "of 100",
  attendance_rate: "of those registered",
  total_attended: "people",
  average_duration_minutes: "merged presence",
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
          className: nowrap,
          cell: (metric: ComparedMetric) => (
            <>
              <Mark metric={metric} compared={compared} id={session.session_id} />
              <span className="font-medium">{metricText(metric, session.metrics[metric])}</span>
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
          className: `${nowrap} pl-10!`,
          cell: (metric) => (
            <TrendCell
              metric={metric}
              trend={compared.trends[metric]}
              values={compared.sessions.map((session) => session.metrics[metric])}
            />
          ),
        },
      ]}
    />
  );
}

function Measure({ metric }: { metric: ComparedMetric }) {
  const { label, definition } = glossary[metric];
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
  if (compared.best[metric].includes(id)) return <span className="mr-2.5 text-axis text-good">best</span>;
  if (!compared.lowest[metric].includes(id)) return null;
  return (
    <span className="mr-2.5 text-axis text-ink-2">
      {metric === "largest_drop_off_percent" ? "worst" : "lowest"}
    </span>
  );
}

const directions = {
  improving: { direction: "up", tone: "good" },
  declining: { direction: "down", tone: "bad" },
  stable: { direction: "same", tone: "neutral" },
} as const;

function TrendCell({
  metric,
  trend,
  values,
}: {
  metric: ComparedMetric;
  trend: Trend;
  values: (number | null)[];
}) {
  const judged = isTrended(metric);
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
      {trend.verdict && trend.change_percent !== null ? (
        <span>
          <Change
            {...directions[trend.verdict]}
            words={`${trend.verdict}, ${trend.change_percent > 0 ? "+" : ""}${percent(trend.change_percent)}`}
          />
          {trend.tentative ? <span className="text-small text-ink-3"> (few sessions)</span> : null}
        </span>
      ) : (
        <span className="text-ink-3">{judged ? unknown : "no trend"}</span>
      )}
    </span>
  );
}
