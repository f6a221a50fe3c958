import { type Day, plusDays } from "@/lib/platform/time";
import { contains, normalize, pairs, type Ranges, range, union } from "./ranges";

/* Sets of calendar days, as days since 1970: a calendar day has the same number in every zone. */

const dayMs = 86_400_000;
const epoch: Day = "1970-01-01";

/** A day as days since 1970. */
export const dayNumber = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / dayMs;

/** The days from … to, both included. */
export const daySet = (from: Day, to: Day): Ranges => range(dayNumber(from), dayNumber(to) + 1);

/** The set with this day; the same set where it has the day. */
export const withDay = (days: Ranges, day: Day): Ranges =>
  contains(days, dayNumber(day)) ? days : union(days, daySet(day, day));

/** These days, in any order. */
export const setOfDays = (days: Iterable<Day>): Ranges =>
  normalize([...days].map((day) => [dayNumber(day), dayNumber(day) + 1] as const));

/** The runs of consecutive days of a set, the first one first. */
export const runsOf = (days: Ranges): { from: Day; to: Day; days: number }[] =>
  pairs(days).map(([from, before]) => ({
    from: plusDays(epoch, from),
    to: plusDays(epoch, before - 1),
    days: before - from,
  }));

/** How many of these sets have each day from … to, the first day first. */
export function countsByDay(sets: Iterable<Ranges>, from: Day, to: Day): number[] {
  const [first, end] = [dayNumber(from), dayNumber(to) + 1];
  const changes = new Array<number>(end - first + 1).fill(0);
  for (const set of sets)
    for (let at = 0; at < set.length; at += 2) {
      const [start, stop] = [Math.max(set[at]!, first), Math.min(set[at + 1]!, end)];
      if (start >= stop) continue;
      changes[start - first]! += 1;
      changes[stop - first]! -= 1;
    }
  let now = 0;
  return changes.slice(0, -1).map((change) => (now += change));
}
