import { oneDecimal } from "@/lib/measure/rounding";
import { type Day, plusDays } from "@/lib/platform/time";
import type { Timeframe } from "./schema";

/* Who has which rank. Equal XP share a rank, and the next rank counts all who share it: 1, 2, 2, 4. */

/** Those with the most XP first; `key` orders those who share a rank. */
export function ranked<Person extends { xp: number; key: string }>(
  people: readonly Person[],
): (Person & { rank: number })[] {
  const sorted = people.toSorted((a, b) => b.xp - a.xp || (a.key < b.key ? -1 : 1));
  let rank = 0;
  return sorted.map((person, index) => {
    if (index === 0 || sorted[index - 1]!.xp !== person.xp) rank = index + 1;
    return { ...person, rank };
  });
}

type Ranked = { rank: number; xp: number };

/** The first so many, and all who share the last one's rank. */
export function upToRank<Person extends Ranked>(people: readonly Person[], limit: number): Person[] {
  const last = people[limit - 1];
  return last ? people.filter(({ rank }) => rank <= last.rank) : [...people];
}

/** How one of the ranked is placed among the others. */
export function placeOf(one: Ranked, people: readonly Ranked[]) {
  const fewer = people.filter(({ xp }) => xp < one.xp).length;
  // The list has the most XP first.
  const next = people.findLast(({ xp }) => xp > one.xp);
  return {
    shared_with: people.filter(({ xp }) => xp === one.xp).length - 1,
    percentile: people.length > 1 ? oneDecimal((fewer / (people.length - 1)) * 100) : null,
    next: next ? { rank: next.rank, xp: next.xp - one.xp } : null,
  };
}

/** The first day of the time that ends today: weeks begin on Monday. Null is from the beginning. */
export function firstDayOf(timeframe: Timeframe, today: Day): Day | null {
  if (timeframe === "all") return null;
  if (timeframe === "day") return today;
  if (timeframe === "month") return `${today.slice(0, 8)}01`;
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  return plusDays(today, -((weekday + 6) % 7));
}

/** "Helena B.": the first name and the initial of the last. */
export function shortName(person: { name: string; first_name: string | null; last_name: string | null }) {
  const [first = "", ...others] = person.name.trim().split(/\s+/);
  const last = person.last_name?.trim() || others.at(-1) || "";
  const [initial] = last;
  return [person.first_name?.trim() || first, initial && `${initial.toLocaleUpperCase()}.`]
    .filter(Boolean)
    .join(" ");
}
