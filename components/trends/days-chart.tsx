"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import { useLanguage } from "@/components/ui/use-language";
import { unknown } from "@/lib/language/numbers";
import type { Day } from "@/lib/platform/time";

const DayColumns = lazyChart(() => import("@/components/charts/day-columns"), {
  height: 120,
  label: "charts.loading.days",
});

type Props = {
  of: "people" | "activities" | "views";
  /** One entry a day, without gaps; `text` is "24 Oct". */
  days: readonly { day: Day; text: string; value: number }[];
  /** Of a course's learners: learning events belong to no course, and are not in it. */
  ofCourse?: boolean;
};

/** A number of each day of the period. */
export function TrendDays({ of, days, ofCourse = false }: Props) {
  const { t } = useLanguage();
  const title = t(`trends.charts.${of}.title`);
  const valueText = (count: number) => t(`trends.charts.${of}.value`, { count });
  return (
    <ChartFrame
      title={title}
      sub={
        of === "views"
          ? t("trends.charts.views.about")
          : t(`trends.charts.${of}.about`, { of: ofCourse ? "course" : "school" })
      }
      fileName={title}
      rows={{ head: [t("ui.day"), title], rows: days.map(({ day, value }) => [day, value]) }}
      empty={
        days.every(({ value }) => value === 0) ? (
          <p className="text-small text-ink-2">{t("trends.charts.none")}</p>
        ) : undefined
      }
    >
      <DayColumns
        days={days}
        label={t("trends.charts.label", {
          title,
          from: days[0]?.text ?? unknown,
          to: days.at(-1)?.text ?? unknown,
        })}
        valueText={valueText}
      />
    </ChartFrame>
  );
}
