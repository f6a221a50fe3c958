"use client";

import type { ReactNode } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import type { ForecastPoint } from "@/components/charts/forecast-line";
import { lazyChart } from "@/components/charts/lazy-chart";
import { useLanguage } from "@/components/ui/use-language";
import type { LearnerWeeks } from "@/lib/domain/learning/weeks";
import { dateFormat } from "@/lib/language/dates";

const CalendarHeatmap = lazyChart(() => import("@/components/charts/calendar-heatmap"), {
  height: 160,
  label: "charts.loading.days",
});
const ForecastLine = lazyChart(() => import("@/components/charts/forecast-line"), {
  height: 172,
  label: "charts.loading.weeks",
});

/** The active students of each day of the last year. */
export function ActiveCalendar({ days, ofCourse }: Pick<LearnerWeeks, "days"> & { ofCourse: boolean }) {
  const { t, code } = useLanguage();
  const { shortDay, longDay, shortMonth } = dateFormat(code);
  const title = t("trends.charts.calendar.title");
  const [first, last] = [days[0]!.day, days.at(-1)!.day];
  return (
    <ChartFrame
      title={title}
      sub={t("trends.charts.people.about", { of: ofCourse ? "course" : "school" })}
      fileName={title}
      rows={{ head: [t("ui.day"), title], rows: days.map((one) => [one.day, one.active_learners]) }}
    >
      <CalendarHeatmap
        days={days.map(({ day, active_learners: value }) => ({ day, value }))}
        from={first}
        to={last}
        label={t("trends.charts.label", { title, from: shortDay(first), to: shortDay(last) })}
        dayText={({ day, value }) => t("trends.charts.calendar.value", { count: value, day: longDay(day) })}
        monthText={shortMonth}
      />
    </ChartFrame>
  );
}

/** The active students of each whole week, and how many are expected in the next ones. */
export function ActiveWeeks({
  weeks,
  forecast,
  rail,
}: Pick<LearnerWeeks, "weeks" | "forecast"> & { rail: ReactNode }) {
  const { t, code, decimal } = useLanguage();
  const { shortDay, longDay } = dateFormat(code);
  const last = forecast.at(-1);
  const title = last
    ? t("trends.charts.weeks.expected_title", {
        people: last.expected,
        day: longDay(last.week),
        ...range(last),
      })
    : t("trends.charts.weeks.title");
  const points = [
    ...weeks.map(({ week, active_learners }) => ({ week, text: shortDay(week), value: active_learners })),
    ...forecast.map(({ week, expected, low, high }) => ({
      ...{ week, text: shortDay(week) },
      expected: { value: expected, low, high },
    })),
  ];
  const pointText = ({ text, value, expected }: ForecastPoint) =>
    expected
      ? t("trends.charts.weeks.expected_text", { people: expected.value, day: text, ...range(expected) })
      : t("trends.charts.weeks.counted_text", { people: value ?? 0, day: text });
  return (
    <ChartFrame
      title={title}
      sub={
        last
          ? t("trends.charts.weeks.expected_about", {
              ...{ weeks: forecast.length, compared: last.compared, error: decimal(last.mean_error) },
            })
          : `${t("trends.charts.weeks.about")}. ${t("trends.charts.weeks.too_few")}`
      }
      rail={rail}
      fileName={t("trends.charts.weeks.title")}
      rows={{
        head: [
          t("trends.charts.weeks.week"),
          ...[t("trends.charts.weeks.counted"), t("trends.charts.weeks.expected")],
          ...[t("trends.charts.weeks.low"), t("trends.charts.weeks.high")],
        ],
        rows: [
          ...weeks.map(({ week, active_learners }) => [week, active_learners, "", "", ""]),
          ...forecast.map(({ week, expected, low, high }) => [week, "", expected, low, high]),
        ],
      }}
    >
      <div className="rail:mr-10">
        <ForecastLine
          points={points}
          label={t("trends.charts.label", {
            title: t("trends.charts.weeks.title"),
            from: points[0]!.text,
            to: points.at(-1)!.text,
          })}
          pointText={pointText}
        />
      </div>
    </ChartFrame>
  );
}

const range = ({ low, high }: { low: number; high: number }) => ({ low, high });
