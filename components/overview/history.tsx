"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import type { LinkedPoint } from "@/components/charts/linked-line";
import { bandOf } from "@/lib/measure/evidence";
import { decimal, percent } from "@/lib/platform/format";

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
  const band = bandOf(points.map(({ value }) => value));
  return (
    <ChartFrame
      title={title}
      sub={`Attendance rate of each session, % of those registered, in time order.${band ? ` Grey: the middle half, ${decimal(band.low, 0)} to ${percent(band.high, 0)}.` : ""}`}
      rows={{
        head: ["Session", "Day", "Registered and attended", "Rate"],
        rows: points.map(({ name, day, came, value }) => [name, day, came, percent(value)]),
      }}
      csvHref={csvHref}
      fileName="Attendance rate"
      {...(note ? { note } : {})}
    >
      <div className="rail:mr-10">
        <LinkedLine
          points={points}
          band={band}
          label={`Attendance rate of ${points.length} sessions`}
          valueText={(value) => percent(value, 0)}
          lastText={lastText}
        />
      </div>
    </ChartFrame>
  );
}
