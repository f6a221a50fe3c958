"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import type { ForecastPoint } from "@/components/charts/forecast-line";
import { lazyChart } from "@/components/charts/lazy-chart";
import { useLanguage } from "@/components/ui/use-language";
import type { CompletionWeeks as Forecast } from "@/lib/domain/courses/analysis/schema";
import { dateFormat } from "@/lib/language/dates";

const ForecastLine = lazyChart(() => import("@/components/charts/forecast-line"), {
  height: 172,
  label: "charts.loading.weeks",
});

/** How much of a course was completed by the end of each week, and how much is expected to be. */
export function CompletionForecast({ forecast: { weeks, forecast, ends_on } }: { forecast: Forecast }) {
  const { t, code, percent, decimal } = useLanguage();
  const { shortDay, longDay } = dateFormat(code);
  const shares = (one: Forecast["forecast"][number]) => ({
    share: percent(one.expected_percentage, 0),
    low: percent(one.low_percentage, 0),
    high: percent(one.high_percentage, 0),
  });
  const last = forecast.at(-1);
  const title = t("courses.forecast.title");
  const points = [
    ...weeks.map(({ until, percentage }) => ({
      text: shortDay(until),
      value: percentage,
      said: t("courses.forecast.counted_text", { share: percent(percentage), day: shortDay(until) }),
    })),
    ...forecast.map((one) => ({
      text: shortDay(one.until),
      expected: { value: one.expected_percentage, low: one.low_percentage, high: one.high_percentage },
      said: t("courses.forecast.expected_text", { ...shares(one), day: shortDay(one.until) }),
    })),
  ];
  return (
    <ChartFrame
      title={
        last ? t("courses.forecast.expected_title", { ...shares(last), day: longDay(last.until) }) : title
      }
      sub={
        last
          ? t("courses.forecast.expected_about", {
              ...{ weeks: forecast.length, compared: last.compared, error: decimal(last.mean_error_points) },
            })
          : `${t("courses.forecast.about")}. ${t("courses.forecast.too_few")}`
      }
      fileName={title}
      {...(ends_on ? { note: t("courses.forecast.note", { day: longDay(ends_on) }) } : {})}
      rows={{
        head: [
          ...[t("courses.forecast.week"), t("courses.forecast.counted"), t("courses.forecast.expected")],
          ...[t("courses.forecast.low"), t("courses.forecast.high")],
        ],
        rows: [
          ...weeks.map(({ until, percentage }) => [until, percentage, "", "", ""]),
          ...forecast.map((one) => [
            ...[one.until, "", one.expected_percentage, one.low_percentage, one.high_percentage],
          ]),
        ],
      }}
    >
      <div className="rail:mr-10">
        <ForecastLine
          points={points}
          label={t("courses.forecast.label", { title, from: points[0]!.text, to: points.at(-1)!.text })}
          pointText={(point: ForecastPoint) => (point as (typeof points)[number]).said}
        />
      </div>
    </ChartFrame>
  );
}
