import { type MiddleHalf, middleHalf } from "@/lib/measure/quantiles";
import { type Day, dayOf, daysInclusive, plusDays } from "@/lib/platform/time";
import type { Practice, ScoreName, Scores } from "./practice";
import { classPeopleMin } from "./stats";

/* Practice by weeks of the school's zone, from Monday. */

/** The Monday of a day's week. */
export const mondayOf = (day: Day): Day =>
  plusDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

/** What each of the last weeks had, this one last. */
export function weeksOf(sessions: readonly Practice[], today: Day, timeZone: string, count: number) {
  const first = plusDays(mondayOf(today), -7 * (count - 1));
  const weeks = Array.from({ length: count }, (_, index) => ({
    ...{ week: plusDays(first, 7 * index), sessions: 0, seconds: 0, words: 0 },
  }));
  const byWeek = new Map(weeks.map((week) => [week.week, week]));
  for (const { created_at, duration_seconds, words_spoken } of sessions) {
    const week = byWeek.get(mondayOf(dayOf(created_at, timeZone)));
    if (!week) continue;
    week.sessions += 1;
    week.seconds += duration_seconds;
    week.words += words_spoken;
  }
  return weeks;
}

/** What practice adds up to by the end of each day. */
export type RunningWeek = { minutes: number[]; words: number[] };

/** A week from this Monday, day by day until `to`: each number with those of the days before. */
export function runningWeek(
  sessions: readonly Practice[],
  monday: Day,
  to: Day,
  timeZone: string,
): RunningWeek {
  const days = Array.from({ length: daysInclusive(monday, to) }, (_, index) => plusDays(monday, index));
  const until = (day: Day) =>
    sessions.filter(({ created_at }) => {
      const own = dayOf(created_at, timeZone);
      return own >= monday && own <= day;
    });
  return {
    minutes: days.map((day) => sum(until(day), (one) => one.duration_seconds) / 60),
    words: days.map((day) => sum(until(day), (one) => one.words_spoken)),
  };
}

const sum = (sessions: readonly Practice[], of: (one: Practice) => number) =>
  sessions.reduce((total, one) => total + of(one), 0);

/** The means of one person of a class in a week. */
export type MateWeek = Scores & { week: Day };

/** The middle half of a class's means by week; none for a week in which fewer than five people have the score. */
export function classBands(mates: readonly MateWeek[], score: ScoreName): Map<Day, MiddleHalf> {
  const means = new Map<Day, number[]>();
  for (const mate of mates) {
    const value = mate[score];
    if (value !== null) means.set(mate.week, [...(means.get(mate.week) ?? []), value]);
  }
  return new Map(
    [...means].flatMap(([week, values]) => {
      const half = values.length < classPeopleMin ? null : middleHalf(values);
      return half ? [[week, half] as const] : [];
    }),
  );
}
