"use client";

import { Bars } from "@/components/charts/bars";
import { SimpleTable } from "@/components/tables/simple-table";
import { useLanguage } from "@/components/ui/use-language";
import type { CountedFunnel } from "@/lib/domain/learning/funnels/schema";
import { unknown } from "@/lib/language/numbers";
import { stepName } from "./funnel-steps";

type Step = CountedFunnel["steps"][number];
const secondsOfDay = 86_400;

/** How many people took each step, as bars and as a table with the intervals. */
export function FunnelNumbers({ steps, fewest }: { steps: Step[]; fewest: number }) {
  const language = useLanguage();
  const { t, count, percent, decimal, duration, shareOfPeople } = language;
  const names = steps.map((step, index) =>
    t("trends.funnels.numbered", { number: index + 1, name: stepName(step, language) }),
  );
  const people = (step: Step) =>
    step.people === null ? t("trends.cohorts.too_few", { fewest }) : count(step.people);
  /** "62.3 %, 49.7–73.4", or in counts where they are few. */
  const share = (rate: Step["of_first"], part: number | null, of: number | null | undefined) => {
    if (rate === null || part === null || of == null) return unknown;
    const shown = shareOfPeople(part, of, rate.percentage);
    return of < 10
      ? shown
      : t("trends.funnels.interval", {
          share: shown,
          low: decimal(rate.low_percentage),
          high: decimal(rate.high_percentage),
        });
  };
  const first = steps[0]?.people;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Bars
        title={t("trends.funnels.chart")}
        head={[t("trends.funnels.step_head"), t("trends.funnels.learners"), t("trends.funnels.of_first")]}
        namesWidth={260}
        rows={steps.map((step, index) => ({
          key: String(index),
          label: names[index]!,
          value: step.people ?? 0,
          valueText: people(step),
          shareText: step.of_first === null ? unknown : percent(step.of_first.percentage),
        }))}
      />
      <SimpleTable
        label={t("trends.funnels.table")}
        rows={steps}
        rowKey={(_, index) => index}
        wide
        columns={[
          {
            label: t("trends.funnels.step_head"),
            className: "min-w-[200px]",
            cell: (_, index) => names[index],
          },
          {
            label: t("trends.funnels.learners"),
            align: "end",
            className: "whitespace-nowrap",
            cell: people,
          },
          {
            label: t("trends.funnels.of_first"),
            align: "end",
            className: "whitespace-nowrap",
            cell: (step) => share(step.of_first, step.people, first),
          },
          {
            label: t("trends.funnels.of_previous"),
            align: "end",
            className: "whitespace-nowrap",
            cell: (step, index) => share(step.of_previous, step.people, steps[index - 1]?.people),
          },
          {
            label: t("trends.funnels.median"),
            align: "end",
            className: "whitespace-nowrap",
            cell: ({ median_seconds: seconds }) =>
              seconds === null
                ? unknown
                : seconds < 2 * secondsOfDay
                  ? duration(seconds)
                  : t("trends.funnels.decimal_days", { days: decimal(seconds / secondsOfDay) }),
          },
        ]}
      />
    </div>
  );
}
