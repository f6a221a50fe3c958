"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import type { LinkedPoint } from "@/components/charts/linked-line";
import { useLanguage } from "@/components/ui/use-language";
import type { Day } from "@/lib/platform/time";

const DayColumns = lazyChart(() => import("@/components/charts/day-columns"), {
  height: 120,
  label: "charts.loading.weeks",
});
const LinkedLine = lazyChart(() => import("@/components/charts/linked-line"), {
  height: 172,
  label: "charts.loading.scores",
});

export type WeekMinutes = {
  /** Its Monday, and the same in words. */
  week: Day;
  text: string;
  minutes: number;
  watch_minutes: number;
  attendance_minutes: number;
};

/** For how long a learner watched, attended and did other things, week by week. */
export function MinutesByWeek({ weeks }: { weeks: readonly WeekMinutes[] }) {
  const { t, duration } = useLanguage();
  const lengthOf = (minutes: number) => duration(minutes * 60);
  const sum = weeks.reduce((all, { minutes }) => all + minutes, 0);
  return (
    <ChartFrame
      title={t("learners.weeks.title", { time: lengthOf(sum), weeks: weeks.length })}
      sub={t("learners.weeks.about")}
      fileName={t("learners.weeks.file")}
      rows={{
        head: [
          ...[t("learners.weeks.week"), t("learners.weeks.minutes")],
          ...[t("learners.weeks.videos"), t("learners.weeks.sessions")],
        ],
        rows: weeks.map((one) => [one.week, one.minutes, one.watch_minutes, one.attendance_minutes]),
      }}
    >
      <DayColumns
        days={weeks.map(({ text, minutes }) => ({ text, value: Math.round(minutes) }))}
        label={t("learners.weeks.label", { from: weeks[0]!.text, to: weeks.at(-1)!.text })}
        valueText={(minutes) => t("learners.weeks.value", { minutes })}
      />
    </ChartFrame>
  );
}

export type ScorePoint = LinkedPoint & {
  name: string;
  value: number;
  /** The class's middle half; null of fewer than 5 people. */
  band: { low: number; high: number } | null;
};

/** What a learner scored, in the order in which they handed it in, over the middle half of their class. */
export function ScoresOverTime({ points }: { points: readonly ScorePoint[] }) {
  const { t, percent } = useLanguage();
  const last = points.at(-1);
  if (!last) return null;
  return (
    <ChartFrame
      level="part"
      title={t("learners.scores.over_time")}
      sub={t("learners.scores.over_time_about")}
      fileName={t("learners.scores.over_time")}
      rows={{
        head: [
          ...[t("learners.scores.assessment"), t("learners.scores.handed_in"), t("learners.scores.score")],
          ...[t("learners.scores.class_low"), t("learners.scores.class_high")],
        ],
        rows: points.map(({ name, day, value, band }) => [
          ...[name, day, value, band?.low ?? "", band?.high ?? ""],
        ]),
      }}
    >
      <div className="rail:mr-10">
        <LinkedLine
          points={points}
          band={null}
          label={t("learners.scores.over_time_label", { count: points.length })}
          valueText={(value) => percent(value, 0)}
          lastText={percent(last.value, 0)}
        />
      </div>
    </ChartFrame>
  );
}
