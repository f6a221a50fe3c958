import { z } from "zod";
import { day, whole } from "@/lib/http/contract";
import { daySet } from "@/lib/measure/day-set";
import { intersect, type Ranges } from "@/lib/measure/ranges";
import { type Day, plusDays } from "@/lib/platform/time";

/* Which learners come back: by whole weeks, Monday to Sunday, and by the week in which they were active first. */

const cohort = z.object({
  /** The Monday of the week in which they were active first. */
  week: day,
  /** Null for fewer than the school's smallest group; no number includes them. */
  learners: whole.nullable(),
  /** How many of them were active in the week after, the one after that, and so on, as far as the weeks are over. */
  active: z.array(whole),
});
export type Cohort = z.output<typeof cohort>;

export const cohorts = z.object({
  /** The first week first. */
  weeks: z.array(cohort),
  /** All cohorts that are shown: of each later week, the learners of those that have reached it, and how many of these were active. */
  all: z.object({ learners: whole, active: z.array(z.object({ learners: whole, active: whole })) }),
});
export type Cohorts = z.output<typeof cohorts>;

/** The Monday of a day's week. */
export const mondayOf = (date: Day): Day =>
  plusDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));

/** The Mondays of the last whole weeks before a day, at most so many, the first one first. */
export const wholeWeeksBefore = (today: Day, count: number): Day[] =>
  Array.from({ length: count }, (_, index) => plusDays(mondayOf(today), 7 * (index - count)));

const weekSet = (monday: Day): Ranges => daySet(monday, plusDays(monday, 6));
const isActiveIn = (days: Ranges, week: Ranges): boolean => intersect(days, week).length > 0;

/** How many people were active in each of these weeks, and how many of them also in the next one; null for the last week. */
export function weeklyOf(
  people: readonly Ranges[],
  mondays: readonly Day[],
): { week: Day; active_learners: number; active_next_week: number | null }[] {
  const weeks = mondays.map(weekSet);
  return mondays.map((week, index) => {
    const active = people.filter((days) => isActiveIn(days, weeks[index]!));
    const next = weeks[index + 1];
    return {
      ...{ week, active_learners: active.length },
      active_next_week: next ? active.filter((days) => isActiveIn(days, next)).length : null,
    };
  });
}

/**
 * People by the first of these consecutive weeks in which they were active, without those who were active before. `people` are their active days of all
 * time. A cohort of fewer than `fewest` people is not shown.
 */
export function cohortsOf(people: readonly Ranges[], mondays: readonly Day[], fewest: number): Cohorts {
  const weeks = mondays.map(weekSet);
  const rows = mondays.map((week, index): Cohort => {
    const own = people.filter((days) => days[0]! >= weeks[index]![0]! && days[0]! < weeks[index]![1]!);
    const isShown = own.length === 0 || own.length >= fewest;
    return {
      ...{ week, learners: isShown ? own.length : null },
      active: isShown
        ? weeks.slice(index + 1).map((later) => own.filter((days) => isActiveIn(days, later)).length)
        : [],
    };
  });
  const shown = rows.flatMap(({ learners, active }) => (learners ? [{ learners, active }] : []));
  const sum = (of: (row: { learners: number; active: number[] }) => number) =>
    shown.reduce((total, row) => total + of(row), 0);
  return {
    weeks: rows,
    all: {
      learners: sum(({ learners }) => learners),
      active: Array.from(
        { length: Math.max(0, ...shown.map(({ active }) => active.length)) },
        (_, later) => ({
          learners: sum(({ learners, active }) => (later < active.length ? learners : 0)),
          active: sum(({ active }) => active[later] ?? 0),
        }),
      ),
    },
  };
}
