import "server-only";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import type { Engagement } from "@/lib/domain/learning/engagement";
import { growthOf } from "@/lib/domain/learning/growth";
import { activityByDay } from "@/lib/domain/learning/queries/activity";
import { countsByDay } from "@/lib/measure/day-set";
import { largestBy } from "@/lib/measure/largest-by";
import { mean } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import { dayOf, plusDays } from "@/lib/platform/time";
import { activeDaysOfMany } from "./school-days";
import { byActor, studentsOf } from "./students";

/** What all of the scope's school did on each of the last days. The caller must have checked that the scope is an admin's. */
export async function engagement(scope: Scope, days: number, now: Date): Promise<Engagement> {
  const { time_zone } = await ownSchool(scope);
  const to = dayOf(now, time_zone);
  const from = plusDays(to, 1 - days);
  const students = await studentsOf(scope);
  const [{ daily: byDay, ...sums }, active] = await Promise.all([
    activityByDay(scope, { from, to }, null),
    activeDaysOfMany(students, await byActor(students), { from, to, time_zone, course_id: null }, now),
  ]);
  const people = countsByDay(active.values(), from, to);
  const daily = byDay.map((one, index) => ({ ...one, daily_active_users: people[index]! }));
  const busiest = largestBy(daily, ({ daily_active_users }) => daily_active_users);
  return {
    ...{ from, to, time_zone, daily },
    summary: {
      average_daily_active_users: oneDecimal(mean(daily.map((one) => one.daily_active_users)) ?? 0),
      busiest_day: busiest && busiest.daily_active_users > 0 ? busiest.day : null,
      active_users: active.size,
      ...sums,
    },
    growth: growthOf(daily),
  };
}
