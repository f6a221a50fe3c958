import "server-only";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import type { Engagement } from "@/lib/domain/learning/engagement";
import { growthOf } from "@/lib/domain/learning/growth";
import { activityByDay } from "@/lib/domain/learning/queries/activity";
import { largestBy } from "@/lib/measure/largest-by";
import { mean } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import { dayOf, plusDays } from "@/lib/platform/time";

/** What all of the scope's school did on each of the last days. The caller must have checked that the scope is an admin's. */
export async function engagement(scope: Scope, days: number, now: Date): Promise<Engagement> {
  const { time_zone } = await ownSchool(scope);
  const to = dayOf(now, time_zone);
  const from = plusDays(to, 1 - days);
  const { daily, ...sums } = await activityByDay(scope, { from, to }, null);
  const busiest = largestBy(daily, ({ daily_active_users }) => daily_active_users);
  return {
    ...{ from, to, time_zone, daily },
    summary: {
      average_daily_active_users: oneDecimal(mean(daily.map((one) => one.daily_active_users)) ?? 0),
      busiest_day: busiest && busiest.daily_active_users > 0 ? busiest.day : null,
      ...sums,
    },
    growth: growthOf(daily),
  };
}
