import "server-only";
import { pseudonymsOf } from "@/lib/auth/pseudonym";
import { type Learner, reachesLearningEvents } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { dailyActivity } from "@/lib/db/tables/learning";
import { currentStreak, streaksOf } from "@/lib/domain/learning/activity";
import type { ActivityDay } from "@/lib/domain/learning/schema";
import { attendanceDays } from "@/lib/domain/sessions/queries/own";
import { viewDays } from "@/lib/domain/videos/queries/view-days";
import { setOfDays } from "@/lib/measure/day-set";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { noRanges } from "@/lib/measure/ranges";
import { oneDecimal } from "@/lib/measure/rounding";
import { type Day, dayOf, daysInclusive, plusDays } from "@/lib/platform/time";
import { activeDaysOf } from "../overview/active-days";

/*
 * A learner's days: their learning events, their views and the sessions that they attended, each read from where it is stored, so that nothing is
 * stored twice. A day with any of the three is an active one, and a streak is a run of these days. XP is awarded, and makes no day active.
 */

/** What a day had, exactly. */
type DaySums = {
  learning_events: number;
  video_views: number;
  attendances: number;
  learning_ms: number;
  watch_ms: number;
  attendance_ms: number;
  xp: number;
};
const nothing: DaySums = {
  ...{ learning_events: 0, video_views: 0, attendances: 0 },
  ...{ learning_ms: 0, watch_ms: 0, attendance_ms: 0, xp: 0 },
};

const countOf = ({ learning_events, video_views, attendances }: DaySums): number =>
  learning_events + video_views + attendances;
const msOf = ({ learning_ms, watch_ms, attendance_ms }: DaySums): number =>
  learning_ms + watch_ms + attendance_ms;

type Person = Learner & { school_id: string | null; time_zone: string };
export type LearnerDays = Awaited<ReturnType<typeof learnerDays>>;

/** All days of a learner until today, as far as the scope may read them, with the streaks that they make. */
export async function learnerDays(scope: Scope, person: Person, now: Date) {
  const today = dayOf(now, person.time_zone);
  const events = reachesLearningEvents(scope, person);
  const [learned, viewed, attended] = await Promise.all([
    events ? learningDays(person) : [],
    viewDays(scope, person),
    attendanceDays(scope, person.time_zone, now, person),
  ]);
  const sums = new Map<Day, DaySums>();
  // A client whose clock is ahead may have sent an event of tomorrow.
  for (const { day, ...part } of [...learned, ...viewed, ...attended])
    if (day <= today) sums.set(day, { ...getOrInsert(sums, day, () => nothing), ...part });
  const active = new Set([...sums].filter(([, one]) => countOf(one) > 0).map(([day]) => day));
  const streaks = streaksOf(setOfDays(active));
  const between = (from: Day, to: Day): ActivityDay[] =>
    Array.from({ length: Math.max(0, daysInclusive(from, to)) }, (_, index) => {
      const day = plusDays(from, index);
      return dayAnswer(day, sums.get(day) ?? nothing);
    });
  return {
    today,
    /** Whether learning events and XP are among them. */
    has_events: events,
    current_streak: currentStreak(streaks, today),
    longest_streak: streaks.longest_streak_days,
    /** The first day with anything; null without one. */
    first: [...active].sort()[0] ?? null,
    between,
    /** Over days, both included. */
    totals(from: Day, to: Day) {
      const within = [...sums].filter(([day]) => day >= from && day <= to).map(([, one]) => one);
      return {
        active_days: within.filter((one) => countOf(one) > 0).length,
        watch_seconds: Math.round(within.reduce((sum, one) => sum + one.watch_ms, 0) / 1000),
        active_seconds: Math.round(within.reduce((sum, one) => sum + msOf(one), 0) / 1000),
        xp: within.reduce((sum, one) => sum + one.xp, 0),
      };
    },
  };
}

function dayAnswer(day: Day, sums: DaySums): ActivityDay {
  const minutes = (ms: number) => oneDecimal(ms / 60_000);
  const { learning_events, video_views, attendances, xp } = sums;
  return {
    ...{ day, count: countOf(sums), learning_events, video_views, attendances },
    minutes: minutes(msOf(sums)),
    learning_minutes: minutes(sums.learning_ms),
    watch_minutes: minutes(sums.watch_ms),
    attendance_minutes: minutes(sums.attendance_ms),
    xp,
  };
}

/** Whether a day is worth a line: active, or with XP. */
export const hasAnything = ({ count, xp }: ActivityDay): boolean => count > 0 || xp > 0;

async function learningDays({ school_id, user_id }: { school_id: string; user_id: string }) {
  const { actor, day, events, active_ms, xp } = dailyActivity;
  return await db()
    .select({ day, learning_events: events, learning_ms: active_ms, xp })
    .from(dailyActivity)
    .where(isAnyOf(actor, await pseudonymsOf(school_id, user_id)));
}

/** The streaks of these people of a school, by pseudonym, over the same days. */
export async function streaksOfPeople(
  { school_id, time_zone }: { school_id: string; time_zone: string },
  people: readonly { actor: string; user_id: string }[],
  now: Date,
) {
  const persons = new Map(people.map(({ actor, user_id }) => [actor, { id: user_id, school_id }]));
  const all = { from: "1970-01-01", to: dayOf(now, time_zone), time_zone };
  const days = await activeDaysOf([...persons.values()], persons, all, now);
  return new Map([...persons].map(([actor, { id }]) => [actor, streaksOf(days.get(id) ?? noRanges)]));
}
