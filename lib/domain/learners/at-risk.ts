import { dayOf, daysInclusive } from "@/lib/platform/time";

/*
 * The rule of who is at risk. It is decided for each enrollment: somebody was once active in the course, has done nothing in it for 7 days
 * or more, and has not completed it. In a course whose class is over nobody is at risk. Active is a video of the course watched, a session
 * of it attended, or a result of it submitted; what has no time does not count. The SQL at scale is in lib/db/course-activity.ts
 * and enrollment-activity.ts.
 */

/** Raised with each change of the rule. */
export const atRiskVersion = 1;

/** Days of the school's zone, from the last active one to today, from which on somebody is quiet. */
export const quietDaysMin = 7;

/** The days since the one on which somebody was last active; null for who never was. */
export const quietDaysSince = (last: Date | null, now: Date, timeZone: string): number | null =>
  last === null ? null : daysInclusive(dayOf(last, timeZone), dayOf(now, timeZone)) - 1;

export const standings = ["at_risk", "active", "completed", "not_begun", "over"] as const;
/** What the rule says of an enrollment, and where not at risk, why. */
export type Standing = (typeof standings)[number];

export function standingOf({
  over,
  quiet_days,
  completed,
}: {
  /** Whether their class has ended. */
  over: boolean;
  quiet_days: number | null;
  completed: boolean;
}): Standing {
  if (over) return "over";
  if (completed) return "completed";
  if (quiet_days === null) return "not_begun";
  return quiet_days < quietDaysMin ? "active" : "at_risk";
}
