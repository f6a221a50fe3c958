"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import { plural } from "@/lib/platform/format";
import type { Day } from "@/lib/platform/time";

const DayColumns = lazyChart(() => import("@/components/charts/day-columns"), {
  height: 120,
});

type Props = {
  title: string;
  /** One entry a day, without gaps; `text` is "24 Oct". */
  days: readonly { day: Day; text: string; value: number }[];
};

/** Views by day over a window of days. */
export function DaysChart({ title, days }: Props) {
  const total = days.reduce((sum, day) => sum + day.value, 0);
  const views = (value: number) => plural(value, "view");
  const window = `${days[0]?.text} to ${days.at(-1)?.text}`;
  return (
    <ChartFrame
      level="part"
      title={title}
      fileName={title}
      rows={{ head: ["Day", "Views"], rows: days.map(({ day, value }) => [day, value]) }}
      empty={total === 0 ? <p className="text-small text-ink-2">No views from {window}.</p> : undefined}
    >
      <DayColumns days={days} label={`Views by day, ${window}: ${views(total)}`} valueText={views} />
    </ChartFrame>
  );
}
