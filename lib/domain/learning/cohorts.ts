import { z } from "zod";
import { day, whole } from "@/lib/http/contract";
import { daySet } from "@/lib/measure/day-set";
import type { Ranges } from "@/lib/measure/ranges";
import { foldSmallGroups } from "@/lib/measure/small-groups";
import { type Day, plusDays } from "@/lib/platform/time";

/* Which learners come back: by whole weeks, Monday to Sunday, and by the week in which they were active first. */

const cohort = z.object({
  /** The Monday of the week in which they were active first. */
  week: day,
  /** Null for fewer than the school's smallest group, and for the next larger one beside too few of these; no number includes them. */
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

/** In which of these consecutive weeks somebody was active, by their index: a set, in order. */
function activeWeeks(days: Ranges, mondays: readonly Day[]): number[] {
  const [first = 0] = daySet(mondays[0]!, mondays[0]!);
  const indexes: number[] = [];
  for (let at = 0; at < days.length; at += 2) {
    const last = Math.min(Math.floor((days[at + 1]! - 1 - first) / 7), mondays.length - 1);
    // Two stretches can share a week.
    const next = indexes.length ? indexes.at(-1)! + 1 : 0;
    for (let week = Math.max(Math.floor((days[at]! - first) / 7), next); week <= last; week++)
      indexes.push(week);
  }
  return indexes;
}

/** How many people were active in each of these weeks, and how many of them also in the next one; null for the last week. */
export function weeklyOf(
  people: readonly Ranges[],
  mondays: readonly Day[],
): { week: Day; active_learners: number; active_next_week: number | null }[] {
  const active = mondays.map(() => 0);
  const activeNext = mondays.map(() => 0);
  for (const days of people) {
    const weeks = activeWeeks(days, mondays);
    for (const week of weeks) active[week]!++;
    weeks.forEach((week, index) => {
      if (weeks[index + 1] === week + 1) activeNext[week]!++;
    });
  }
  return mondays.map((week, index) => ({
    ...{ week, active_learners: active[index]! },
    active_next_week: index + 1 < mondays.length ? activeNext[index]! : null,
  }));
}

/**
 * People by the first of these consecutive weeks in which they were active, without those who were active before. `people` are their active days of all
 * time. A cohort of fewer than `fewest` people is not shown; nor are so many of the next larger ones that together they are as many, since the numbers of
 * all without those that are shown are theirs.
 */
export function cohortsOf(people: readonly Ranges[], mondays: readonly Day[], fewest: number): Cohorts {
  const learners = mondays.map(() => 0);
  const active = mondays.map((_, index) => mondays.slice(index + 1).map(() => 0));
  const [before = 0] = daySet(mondays[0]!, mondays[0]!);
  for (const days of people) {
    if (days[0]! < before) continue;
    const [first, ...later] = activeWeeks(days, mondays);
    if (first === undefined) continue;
    learners[first]!++;
    for (const week of later) active[first]![week - first - 1]!++;
  }
  const groups = learners
    .flatMap((own, index) =>
      own > 0 ? [{ index, people: Array.from({ length: own }, (_, one) => `${index} ${one}`) }] : [],
    )
    .sort((a, b) => b.people.length - a.people.length);
  const hidden = new Set(foldSmallGroups(groups, fewest).folded.map(({ index }) => index));
  const rows = mondays.map((week, index): Cohort => {
    const isShown = !hidden.has(index);
    return { week, learners: isShown ? learners[index]! : null, active: isShown ? active[index]! : [] };
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
