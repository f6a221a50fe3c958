"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import { useLanguage } from "@/components/ui/use-language";

const RunningWeek = lazyChart(() => import("@/components/charts/running-week"), {
  height: 170,
  label: "charts.loading.days",
});

/** What one number of practice adds up to, day by day: in this week until today, and in the last. */
export type WeekSums = {
  key: "minutes" | "words";
  title: string;
  now: readonly number[];
  before: readonly number[];
};

/** This week's practice over that of the last, a chart for each number. */
export function PracticeWeeks({
  sums,
  days,
}: {
  sums: readonly WeekSums[];
  /** The names of the days from Monday on, in full and short. */
  days: readonly { full: string; short: string }[];
}) {
  const { t, count } = useLanguage();
  const whole = (value: number | undefined) => (value === undefined ? "—" : count(Math.round(value)));
  return (
    <div className="grid grid-cols-2 gap-(--gap) max-rail:grid-cols-1">
      {sums.map(({ key, title, now, before }) => (
        <ChartFrame
          key={key}
          level="part"
          title={title}
          sub={t(`practice.weeks.about_${key}`)}
          fileName={t(`practice.weeks.file_${key}`)}
          rows={{
            head: [t("practice.weeks.day"), t("practice.weeks.this_week"), t("practice.weeks.last_week")],
            rows: days.map(({ full }, index) => [
              full,
              now[index] === undefined ? "—" : Math.round(now[index]),
              Math.round(before[index] ?? 0),
            ]),
          }}
        >
          <div className="mr-10">
            <RunningWeek
              now={now}
              before={before}
              days={days.map(({ short }) => short)}
              label={title}
              pointText={days.map(({ full }, index) =>
                t("practice.weeks.point", {
                  ...{ day: full, now: whole(now[index]), before: whole(before[index]) },
                }),
              )}
            />
          </div>
        </ChartFrame>
      ))}
    </div>
  );
}
