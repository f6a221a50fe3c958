import "server-only";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { cohortsOf, weeklyOf, wholeWeeksBefore } from "@/lib/domain/learning/cohorts";
import type { LearnerWeeks } from "@/lib/domain/learning/weeks";
import { countsByDay } from "@/lib/measure/day-set";
import { forecastOf } from "@/lib/measure/forecast";
import { oneDecimal } from "@/lib/measure/rounding";
import { dayOf, plusDays } from "@/lib/platform/time";
import type { Narrowing } from "./narrowing";
import { activeDaysOfMany } from "./school-days";
import { byActor, studentsOf } from "./students";

/** A forecast reads at most so many weeks, and says so many. */
const historyWeeks = 52;
const weeksAhead = 4;
const calendarDays = 365;
/** No fact is older. */
const firstDay = "1970-01-01";

/**
 * The school's learners by whole weeks and by the days of a year, or a course's or class's. The caller must have checked that the scope is an admin's.
 */
export async function learnerWeeks(
  scope: Scope,
  count: number,
  now: Date,
  narrowing: Narrowing | null = null,
): Promise<LearnerWeeks> {
  const { time_zone, minimum_group_size } = await ownSchool(scope);
  const today = dayOf(now, time_zone);
  const all = await studentsOf(scope);
  const actors = await byActor(all);
  const students = narrowing?.students ?? all;
  const time = { from: firstDay, to: today, time_zone, course_id: narrowing?.course_id ?? null };
  const people = [...(await activeDaysOfMany(students, actors, time, now)).values()];
  const history = weeklyOf(people, wholeWeeksBefore(today, historyWeeks));
  const begun = history.findIndex(({ active_learners }) => active_learners > 0);
  const mondays = wholeWeeksBefore(today, count);
  const last = mondays.at(-1)!;
  const from = plusDays(today, 1 - calendarDays);
  return {
    time_zone,
    days: countsByDay(people, from, today).map((active_learners, index) => ({
      day: plusDays(from, index),
      active_learners,
    })),
    weeks: history.slice(-count),
    cohorts: cohortsOf(people, mondays, minimum_group_size),
    forecast: forecastOf(
      begun < 0 ? [] : history.slice(begun).map((week) => week.active_learners),
      weeksAhead,
      // No more are expected than there are.
      { most: students.length },
    ).map(({ ahead, expected, low, high, compared, mean_error }) => ({
      week: plusDays(last, 7 * ahead),
      ...{ expected: Math.round(expected), low: Math.floor(low), high: Math.ceil(high) },
      ...{ compared, mean_error: oneDecimal(mean_error) },
    })),
  };
}
