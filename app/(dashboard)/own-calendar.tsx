import { ActivityCalendar } from "@/components/learning/activity-calendar";
import { ClientMessages } from "@/components/shell/client-messages";
import { DurationValue, NumberRail } from "@/components/ui/numbers";
import { useLanguage } from "@/components/ui/use-language";
import { mondayOf } from "@/lib/domain/learning/cohorts";
import { hasAnything, type LearnerDays } from "@/lib/flows/learning/days";
import type { standingOf } from "@/lib/flows/learning/own";
import { plusDays } from "@/lib/platform/time";

/** The days of the calendar, with today. */
const calendarDays = 365;

/** The last year's days, with the streak, the level and this week. */
export function OwnCalendar({
  days,
  standing,
}: {
  days: LearnerDays;
  standing: Awaited<ReturnType<typeof standingOf>>;
}) {
  const { t, count } = useLanguage();
  const { today, current_streak: streak } = days;
  const from = plusDays(today, 1 - calendarDays);
  const week = days.totals(mondayOf(today), today);
  return (
    <ClientMessages of={["learning.calendar"]}>
      <ActivityCalendar
        days={days.between(from, today).filter(hasAnything)}
        {...{ from, to: today, all: calendarDays, streak, whole: true }}
        rail={
          <NumberRail
            items={[
              {
                label: t("learning.calendar.streak"),
                value: count(streak),
                unit: t("learning.calendar.days", { count: streak }),
                base: t("learning.calendar.longest", { count: days.longest_streak }),
              },
              {
                label: t("learning.calendar.level"),
                value: count(standing.level),
                base: t("learning.calendar.level_base", {
                  xp: standing.total_xp,
                  more: standing.xp_to_next_level,
                  next: standing.level + 1,
                }),
              },
              {
                label: t("learning.calendar.time_week"),
                value: <DurationValue seconds={week.active_seconds} />,
                base: t("learning.calendar.since_monday"),
              },
              {
                label: t("learning.calendar.xp_week"),
                value: count(week.xp),
                base: t("learning.calendar.since_monday"),
              },
            ]}
          />
        }
      />
    </ClientMessages>
  );
}
