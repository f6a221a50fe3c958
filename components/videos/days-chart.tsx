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
  title: string;
  /** One entry a day, without gaps; `text` is "24 Oct". */
  days: readonly { day: Day; text: string; value: number }[];
};

/** Views by day over a window of days. */
export function DaysChart({ title, days }: Props) {
  const { t } = useLanguage();
  const total = days.reduce((sum, day) => sum + day.value, 0);
  const views = (value: number) => t("videos.by_day.views", { views: value });
  const window = { from: days[0]?.text ?? unknown, to: days.at(-1)?.text ?? unknown };
  return (
    <ChartFrame
      level="part"
      title={title}
      fileName={title}
      rows={{ head: [t("ui.day"), t("ui.views")], rows: days.map(({ day, value }) => [day, value]) }}
      empty={
        total === 0 ? (
          <p className="text-small text-ink-2">{t("videos.by_day.no_views", window)}</p>
        ) : undefined
      }
    >
      <DayColumns
        days={days}
        label={t("videos.by_day.label", { ...window, views: views(total) })}
        valueText={views}
      />
    </ChartFrame>
  );
}
