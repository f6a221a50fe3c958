"use client";

import type { ReactNode } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import { Empty } from "@/components/ui/empty";
import { useLanguage } from "@/components/ui/use-language";
import type { ActivityDay } from "@/lib/domain/learning/schema";
import { dateFormat } from "@/lib/language/dates";
import type { Day } from "@/lib/platform/time";

const CalendarHeatmap = lazyChart(() => import("@/components/charts/calendar-heatmap"), {
  height: 184,
  label: "charts.loading.days",
});

type Props = {
  /** The days with anything. */
  days: readonly ActivityDay[];
  /** The first and the last day, both included: up to a year. */
  from: Day;
  to: Day;
  /** How many days there are, and of how many in a row the current streak is. */
  all: number;
  streak: number;
  /** Whether the reader sees learning events and XP too, or only views and attendances of what they teach. */
  whole: boolean;
  rail?: ReactNode;
};

/** An active day without minutes has the weakest colour, not none. */
const leastMinutes = 0.01;

/** On which days somebody was active, for how long and with what. */
export function ActivityCalendar({ days, from, to, all, streak, whole, rail }: Props) {
  const { t, and, code, duration } = useLanguage();
  const { dayRange, longDay, shortDay, shortMonth } = dateFormat(code);
  const active = days.filter(({ count }) => count > 0);
  const byDay = new Map(days.map((one) => [one.day, one]));
  const range = dayRange(from, to);
  const total = duration(days.reduce((sum, { minutes }) => sum + minutes, 0) * 60);
  const kinds = whole
    ? (["learning_events", "video_views", "attendances", "xp"] as const)
    : (["video_views", "attendances"] as const);
  const dayText = ({ day }: { day: Day }) => {
    const one = byDay.get(day);
    const parts = kinds.flatMap((kind) =>
      one?.[kind] ? [t(`learning.calendar.parts.${kind}`, { count: one[kind] })] : [],
    );
    return one && parts.length > 0
      ? t("learning.calendar.day", {
          ...{ day: shortDay(day), minutes: duration(one.minutes * 60), parts: and(parts) },
          counted: one.count > 0 ? "yes" : "no",
        })
      : t("learning.calendar.no_day", { day: shortDay(day) });
  };
  return (
    <ChartFrame
      title={t("learning.calendar.title", { active: active.length, days: all, streak })}
      sub={t("learning.calendar.about", { whole: whole ? "yes" : "no", range, total })}
      note={t("learning.calendar.note")}
      fileName={t("learning.calendar.file")}
      rail={rail}
      below={rail}
      rows={{
        head: [
          t("ui.day"),
          ...kinds.map((kind) => t(`learning.calendar.heads.${kind}`)),
          t("learning.calendar.heads.minutes"),
        ],
        rows: days
          .toReversed()
          .map((one) => [longDay(one.day), ...kinds.map((kind) => one[kind]), one.minutes]),
      }}
      empty={
        active.length === 0 ? (
          <Empty title={t("learning.calendar.none")} place="section">
            {t("learning.calendar.none_about", { whole: whole ? "yes" : "no" })}
          </Empty>
        ) : undefined
      }
    >
      <CalendarHeatmap
        days={active.map(({ day, minutes }) => ({ day, value: Math.max(minutes, leastMinutes) }))}
        from={from}
        to={to}
        label={t("learning.calendar.label", { range })}
        dayText={dayText}
        monthText={shortMonth}
      />
    </ChartFrame>
  );
}
