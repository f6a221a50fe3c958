import { trendOf } from "@/lib/measure/evidence";
import { mean } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import type { EngagementDay, Growth } from "./engagement";

const weekDays = 7;

type ActiveDay = Pick<EngagementDay, "day" | "daily_active_users" | "activities">;

/**
 * The last week of these days compared with the first. The last day is today: it is not over and in no week. Null with less than two weeks
 * before it, of which the two would share days.
 */
export function growthOf(days: readonly ActiveDay[]): Growth | null {
  const over = days.slice(0, -1);
  if (over.length < 2 * weekDays) return null;
  const weeks = Array.from({ length: Math.floor(over.length / weekDays) }, (_, index) => {
    const end = over.length - index * weekDays;
    return over.slice(end - weekDays, end);
  }).reverse();
  const [first, last] = [over.slice(0, weekDays), over.slice(-weekDays)];
  return {
    first_week: weekOf(first),
    last_week: weekOf(last),
    active_users_change_percentage: changeOf(activeUsers(first), activeUsers(last)),
    activities_change_percentage: changeOf(activities(first), activities(last)),
    active_users_trend: trendOf(weeks.map(activeUsers)),
  };
}

/** The mean of the days. */
const activeUsers = (days: readonly ActiveDay[]): number =>
  mean(days.map(({ daily_active_users }) => daily_active_users)) ?? 0;
const activities = (days: readonly ActiveDay[]): number => days.reduce((sum, one) => sum + one.activities, 0);

const weekOf = (days: readonly ActiveDay[]): Growth["first_week"] => ({
  from: days[0]!.day,
  to: days.at(-1)!.day,
  daily_active_users: oneDecimal(activeUsers(days)),
  activities: activities(days),
});

const changeOf = (before: number, after: number): number | null =>
  before === 0 ? null : oneDecimal(((after - before) / before) * 100);
