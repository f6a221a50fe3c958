import { RowStrip } from "@/components/charts/row-strip";
import { SimpleTable } from "@/components/tables/simple-table";
import { Change } from "@/components/ui/change";
import { Explain } from "@/components/ui/explain";
import { useLanguage } from "@/components/ui/use-language";
import type { CompareAnswer, Trend } from "@/lib/domain/sessions/compare";
import { type ComparedMetric, comparedMetrics, isTrended, metrics } from "@/lib/domain/sessions/metrics";
import { wordsOf } from "@/lib/glossary/glossary";
import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";

/** The measures whose unit or base is beside their name. */
const withBase = [
  "engagement_score",
  "attendance_rate",
  "total_attended",
  "average_presence_percentage",
  "peak_count",
  "engagement_rate",
  "average_rating",
  "largest_drop_off_percent",
] as const satisfies ComparedMetric[];
const hasBase = (metric: ComparedMetric): metric is (typeof withBase)[number] =>
  withBase.some((one) => one === metric);

/** A measure's value as a cell shows it; the average of counts has a decimal. */
function metricText(
  metric: ComparedMetric,
  value: number | null,
  { t, count, decimal, inUnit, percent }: Language,
  average = false,
): string {
  if (value === null) return unknown;
  if (metric === "largest_drop_off_percent")
    return value === 0 ? t("sessions.compare_table.no_drop_off") : percent(value);
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
  const language = useLanguage();
  const { t } = language;
  const nowrap = "whitespace-nowrap";
  return (
    <SimpleTable
      label={t("sessions.compare_table.label")}
      rows={comparedMetrics}
      rowKey={(metric) => metric}
      height="tall"
      wide
      columns={[
        {
          label: t("sessions.compare_table.measure"),
          className: nowrap,
          cell: (metric) => <Measure metric={metric} />,
        },
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
              <span className="block font-medium">
                {metricText(metric, session.metrics[metric], language)}
              </span>
              <Mark metric={metric} compared={compared} id={session.session_id} />
            </>
          ),
        })),
        {
          label: t("sessions.compare_table.average"),
          align: "end",
          className: `${nowrap} text-ink-2`,
          cell: (metric) => metricText(metric, compared.averages[metric], language, true),
        },
        {
          label: t("sessions.compare_table.trend"),
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
  const language = useLanguage();
  const { label, definition } = wordsOf(metric, language);
  return (
    <>
      <span className="font-medium">
        <Explain explanation={{ title: label, definition }}>{label}</Explain>
      </span>{" "}
      {hasBase(metric) ? (
        <span className="text-ink-3">{language.t(`sessions.compare_table.beside.${metric}`)}</span>
      ) : null}
    </>
  );
}

function Mark({ metric, compared, id }: { metric: ComparedMetric; compared: CompareAnswer; id: string }) {
  const { t } = useLanguage();
  const best = compared.best[metric].includes(id);
  if (!best && !compared.lowest[metric].includes(id)) return null;
  // The largest room is no merit.
  const people = metrics[metric].unit === "people";
  if (best && !people)
    return <span className="block text-axis text-good">{t("sessions.compare_table.best")}</span>;
  const lowest = metric === "largest_drop_off_percent" ? "worst" : "lowest";
  const mark = people ? (best ? "most" : "fewest") : lowest;
  return <span className="block text-axis text-ink-2">{t(`sessions.compare_table.${mark}`)}</span>;
}

const directions = {
  rising: { direction: "up", tone: "good" },
  falling: { direction: "down", tone: "bad" },
  none: { direction: "none", tone: "neutral" },
} as const;

/** The change between the halves; "rising" or "falling", with an arrow, only beyond chance. */
function trendWords({ direction, change_percent: change }: Trend, { t, percent }: Language): string {
  const by = `${change !== null && change > 0 ? "+" : ""}${percent(change)}`;
  return direction === null || direction === "none"
    ? by
    : t("sessions.compare_table.direction", { direction, by });
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
  const language = useLanguage();
  const { t } = language;
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
          <Change {...directions[trend.direction ?? "none"]} words={trendWords(trend, language)} />
          {trend.direction === "none" ? (
            <span className="block text-axis text-ink-3">{t("sessions.compare_table.within_chance")}</span>
          ) : null}
        </span>
      ) : (
        <span className="text-ink-3">{judged ? unknown : t("sessions.compare_table.no_trend")}</span>
      )}
    </span>
  );
}
