import { TrendDots } from "@/components/charts/trend-dots";
import { Change } from "@/components/ui/change";
import { Explain } from "@/components/ui/explain";
import {
  type CompareAnswer,
  type ComparedMetric,
  comparedMetrics,
  type Trend,
  trendedMetrics,
} from "@/lib/domain/sessions/compared";
import { glossary } from "@/lib/glossary/glossary";
import { count, decimal, duration, percent, unknown } from "@/lib/platform/format";

/** What a measure is counted in, beside its name. */
const beside: Partial<Record<ComparedMetric, string>> = {
  engagement_score: "of 100",
  attendance_rate: "of those registered",
  total_attended: "people",
  average_duration_minutes: "merged presence",
  peak_count: "people at once",
  engagement_rate: "wrote or reacted",
  average_rating: "of 5",
  largest_drop_off_percent: "largest drop-off",
};

/** A measure's value as it reads in a cell; the average of counts has a decimal. */
export function metricText(metric: ComparedMetric, value: number | null, average = false): string {
  if (value === null) return unknown;
  if (metric === "largest_drop_off_percent") return value === 0 ? "none" : percent(value);
  if (metric === "attendance_rate" || metric === "engagement_rate") return percent(value);
  if (metric === "average_duration_minutes") return duration(value * 60);
  if (metric === "engagement_score" || metric === "average_rating") return decimal(value);
  return average ? decimal(value) : count(value);
}

type Props = {
  compared: CompareAnswer;
  /** One a session: its letter, and the day it began in a few words. */
  heads: { letter: string; day: string }[];
};

/** Measures by session: best in words and green, lowest in words and grey (red there is noise), with the average and the trend. */
export function CompareTable({ compared, heads }: Props) {
  return (
    <div className="max-[1200px]:-mx-2 max-[1200px]:overflow-x-auto max-[1200px]:px-2">
      <table className="w-full border-collapse text-small">
        <caption className="sr-only">Measures side by side</caption>
        <thead>
          <tr className="text-axis text-ink-2">
            <th scope="col" className={`${head} pl-0 text-left`}>
              Measure
            </th>
            {compared.sessions.map((session, index) => (
              <th key={session.session_id} scope="col" className={`${head} text-right`} title={session.title}>
                <b className="mr-1 text-small font-semibold text-ink">{heads[index]?.letter}</b>{" "}
                {heads[index]?.day}
              </th>
            ))}
            <th scope="col" className={`${head} text-right`}>
              Average
            </th>
            <th scope="col" className={`${head} pl-10 text-left`}>
              Trend, first half to last
            </th>
          </tr>
        </thead>
        <tbody>
          {comparedMetrics.map((metric) => (
            <MetricRow key={metric} metric={metric} compared={compared} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const head = "border-b border-line-strong px-2 py-2 font-medium whitespace-nowrap";
const cell = "h-10 border-b border-line px-2 whitespace-nowrap tabular-nums";

function MetricRow({ metric, compared }: { metric: ComparedMetric; compared: CompareAnswer }) {
  const { label, definition } = glossary[metric];
  return (
    <tr>
      <th
        scope="row"
        className="border-b border-line pr-2 text-left font-medium whitespace-nowrap max-desk:sticky max-desk:left-0 max-desk:z-1 max-desk:bg-bg"
      >
        <Explain explanation={{ title: label, definition }}>{label}</Explain>{" "}
        <span className="font-normal text-ink-3">{beside[metric]}</span>
      </th>
      {compared.sessions.map((session) => (
        <td key={session.session_id} className={`${cell} text-right`}>
          <Mark metric={metric} compared={compared} id={session.session_id} />
          <span className="font-medium">{metricText(metric, session.metrics[metric])}</span>
        </td>
      ))}
      <td className={`${cell} text-right text-ink-2`}>
        {metricText(metric, compared.averages[metric], true)}
      </td>
      <td className={`${cell} pl-10`}>
        <TrendCell
          metric={metric}
          trend={compared.trends[metric]}
          values={compared.sessions.map((session) => session.metrics[metric])}
        />
      </td>
    </tr>
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
  const judged = (trendedMetrics as readonly ComparedMetric[]).includes(metric);
  return (
    <span className="inline-flex items-center gap-4">
      <TrendDots
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
        <span className="text-ink-3">{judged ? unknown : "no verdict kept"}</span>
      )}
    </span>
  );
}
