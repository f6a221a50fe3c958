import "server-only";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import type { Engagement } from "@/lib/domain/learning/engagement";
import { growthOf } from "@/lib/domain/learning/growth";
import { activityByDay, attendancesByDay } from "@/lib/domain/learning/queries/activity";
import { contentTrends } from "@/lib/domain/videos/queries/content-trends";
import { countsByDay } from "@/lib/measure/day-set";
import { largestBy } from "@/lib/measure/largest-by";
import { mean } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import { dayOf, plusDays } from "@/lib/platform/time";
import { attendancesOf, type Narrowing } from "./narrowing";
import { activeDaysOfMany } from "./school-days";
import { byActor, studentsOf } from "./students";

/**
 * What all of the scope's school did on each of the last days, or a course's or class's learners in the course. The caller must have checked that the
 * scope is an admin's.
 */
export async function engagement(
  scope: Scope,
  days: number,
  now: Date,
  narrowing: Narrowing | null = null,
): Promise<Engagement> {
  const { time_zone } = await ownSchool(scope);
  const to = dayOf(now, time_zone);
  const from = plusDays(to, 1 - days);
  const students = narrowing?.students ?? (await studentsOf(scope));
  const course_id = narrowing?.course_id ?? null;
  const [{ daily: byDay, ...sums }, active] = await Promise.all([
    narrowing
      ? activityIn(scope, { days, from, to, time_zone }, now, narrowing)
      : activityByDay(scope, { from, to }, null),
    activeDaysOfMany(students, await byActor(students), { from, to, time_zone, course_id }, now),
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

/** The views and attendances of a course's videos and sessions on each day; learning events belong to no course. */
async function activityIn(
  scope: Scope,
  time: { days: number; from: string; to: string; time_zone: string },
  now: Date,
  { course_id, class_people }: Narrowing,
) {
  const [content, attended] = await Promise.all([
    contentTrends(scope, { days: time.days, limit: 1 }, now, { course_id, class_people }),
    class_people
      ? attendancesOf({ course_id, people: class_people }, time)
      : attendancesByDay(scope, time.from, time.to, course_id).then(
          (rows) => new Map(rows.map((row) => [row.day, row.attendances])),
        ),
  ]);
  const unknown = { learning_events: null, minutes: null, xp: null };
  const daily = content.daily.map(({ day, views: video_views }) => {
    const attendances = attended.get(day) ?? 0;
    return { day, ...unknown, video_views, attendances, activities: video_views + attendances };
  });
  const total = (of: (day: (typeof daily)[number]) => number) => daily.reduce((sum, one) => sum + of(one), 0);
  return {
    ...{ daily, ...unknown },
    video_views: total((one) => one.video_views),
    attendances: total((one) => one.attendances),
    activities: total((one) => one.activities),
  };
}
