"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import { ChartSkeleton } from "@/components/ui/skeleton";
import { plural } from "@/lib/platform/format";
import { shortDay } from "@/lib/platform/format-dates";
import type { Day } from "@/lib/platform/time";
import { dayWindow } from "./day-window";

const height = 120;
const DayColumns = lazyChart(
  () => import("@/components/charts/day-columns"),
  <ChartSkeleton height={96} label="Loading the days" />,
);

type Props = {
  title: string;
  rows: readonly { day: Day; views: number }[];
  /** The window, both days included. */
  from: Day;
  to: Day;
};

/** Views by day over a window of days. */
export function DaysChart({ title, rows, from, to }: Props) {
  const days = dayWindow(rows, from, to);
  const total = days.reduce((sum, day) => sum + day.value, 0);
  const views = (value: number) => plural(value, "view");
  return (
    <ChartFrame
      level="part"
      title={title}
      fileName={title}
      rows={{ head: ["Day", "Views"], rows: days.map(({ day, value }) => [day, value]) }}
      empty={
        total === 0 ? (
          <p className="text-small text-ink-2">
            No views from {shortDay(from)} to {shortDay(to)}.
          </p>
        ) : undefined
      }
    >
      <div style={{ minHeight: height }}>
        <DayColumns
          days={days}
          label={`Views by day, ${shortDay(from)} to ${shortDay(to)}: ${views(total)}`}
          valueText={views}
          peakText={({ day, value }) => `${value}, ${shortDay(day)}`}
          endText={({ day }) => shortDay(day)}
          dayText={({ day, value }) => `${views(value)}, ${shortDay(day)}`}
        />
      </div>
    </ChartFrame>
  );
}
