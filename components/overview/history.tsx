"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import type { LinkedPoint } from "@/components/charts/linked-line";
import { useLanguage } from "@/components/ui/use-language";
import { bandOf } from "@/lib/measure/evidence";

const LinkedLine = lazyChart(() => import("@/components/charts/linked-line"), {
  height: 172,
  label: "charts.loading.rates",
});

/** The attendance rate session by session, the middle half behind it. */
export function AttendanceHistory({
  points,
  title,
  lastText,
  csvHref,
  note,
}: {
  points: (LinkedPoint & { name: string; came: string })[];
  title: string;
  lastText: string;
  csvHref: string;
  note?: string;
}) {
  const { t, decimal, percent } = useLanguage();
  const band = bandOf(points.map(({ value }) => value));
  return (
    <ChartFrame
      title={title}
      sub={t("overview.history.sub", {
        band: band ? "yes" : "no",
        low: band ? decimal(band.low, 0) : "",
        high: band ? percent(band.high, 0) : "",
      })}
      rows={{
        head: [t("ui.session"), t("ui.day"), t("overview.history.came"), t("overview.history.rate")],
        rows: points.map(({ name, day, came, value }) => [name, day, came, percent(value)]),
      }}
      csvHref={csvHref}
      fileName={t("overview.history.file")}
      {...(note ? { note } : {})}
    >
      <div className="rail:mr-10">
        <LinkedLine
          points={points}
          band={band}
          label={t("overview.history.label", { count: points.length })}
          valueText={(value) => percent(value, 0)}
          lastText={lastText}
        />
      </div>
    </ChartFrame>
  );
}
