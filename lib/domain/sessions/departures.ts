import { concurrency, viewersAt } from "@/lib/measure/concurrency";
import { dropOffs } from "@/lib/measure/drop-offs";
import { fewest } from "@/lib/measure/evidence";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { largestBy } from "@/lib/measure/largest-by";
import { contains, normalize, pairs, type Ranges } from "@/lib/measure/ranges";
import { oneDecimal } from "@/lib/measure/rounding";
import type { DropOffPoint } from "./schema";
import type { SessionWindow } from "./session";

/* When people leave a session for good. */

const minuteMs = 60_000;
/** A person who is back after at most this long has not left: a reconnect, or a short break. */
const awayMs = 10 * minuteMs;

/**
 * Visits without absences of at most 10 minutes. While a session is live, somebody who left within the last 10 minutes may still return, and
 * counts as present until `to`.
 */
export function withoutBreaks(stays: Ranges, { to, live }: { to: number; live: boolean }): Ranges {
  const visits = pairs(stays);
  return normalize(
    visits.map(([from, until], index) => {
      const next = visits[index + 1]?.[0] ?? (live ? to : Number.POSITIVE_INFINITY);
      return [from, next - until <= awayMs ? next : until];
    }),
  );
}

/**
 * Where a session loses its audience (spec: sessions, "The numbers"): windows in which presence falls by more than 20 % and by at least 5 people;
 * `lost`: those present who leave for good. `at` is the minute in which most of them left. `stays`: each person's, in epoch milliseconds.
 */
export function dropOffPoints(
  stays: readonly Ranges[],
  window: SessionWindow,
  live: boolean,
): DropOffPoint[] {
  const [from, to] = [window.from.getTime(), window.to.getTime()];
  const visits = stays.map((one) => withoutBreaks(one, { to, live }));
  const minutes = Array.from(
    { length: Math.ceil((to - from) / minuteMs) },
    (_, minute) => from + minute * minuteMs,
  );
  return dropOffs(viewersAt(concurrency(visits), minutes), fewest.people_for_rate).map((fall) => {
    const [begin, end] = [minutes[fall.from]!, minutes[fall.to]!];
    const present = visits.filter((visit) => contains(visit, begin));
    const left = present.filter((visit) => !contains(visit, end));
    const percent = oneDecimal((left.length / present.length) * 100);
    return {
      from: new Date(begin).toISOString(),
      to: new Date(end).toISOString(),
      at: new Date(busiestMinute(left.map((visit) => leftAt(visit, begin)))).toISOString(),
      present: present.length,
      lost: left.length,
      lost_percent: percent,
    };
  });
}

/** When the visit that contains an instant ends. */
const leftAt = (visit: Ranges, at: number): number => pairs(visit).find(([, until]) => until > at)![1];

/** The clock minute with the most of these instants, of equal ones the first. */
function busiestMinute(instants: readonly number[]): number {
  const counts = new Map<number, { minute: number; count: number }>();
  for (const at of [...instants].sort((a, b) => a - b)) {
    const minute = Math.floor(at / minuteMs) * minuteMs;
    getOrInsert(counts, minute, () => ({ minute, count: 0 })).count++;
  }
  return largestBy([...counts.values()], ({ count }) => count)!.minute;
}

/** This part of a session is its end: the longest possible drop-off. */
const endShare = 1 / 20;

/**
 * The drop-offs of a finished session without those in which people leave because it ends: what charts mark and sentences
 * name. The numbers themselves (`drop_off_points`) keep all.
 */
export function duringSession<Drop extends { to: string }>(drops: readonly Drop[], window: SessionWindow) {
  const endsAt = window.to.getTime() - (window.to.getTime() - window.from.getTime()) * endShare;
  return drops.filter((drop) => Date.parse(drop.to) < endsAt);
}

/** Drop-offs with their times as shares (0–1) of the window. */
export function asShares(drops: readonly DropOffPoint[], window: SessionWindow) {
  const from = window.from.getTime();
  const share = (at: string) => (Date.parse(at) - from) / (window.to.getTime() - from);
  return drops.map((drop) => ({
    ...drop,
    from: share(drop.from),
    to: share(drop.to),
    at: Math.min(1, Math.max(0, share(drop.at))),
  }));
}

/** How many people left at a drop-off, and how many of them returned later. */
export type Returned = { left: number; back: number };

/** Of the people who left for good between two instants, how many returned after all. `stays`: as for `dropOffPoints`. */
export function returnedAfter(
  stays: readonly Ranges[],
  from: number,
  to: number,
  ending: { to: number; live: boolean },
): Returned {
  const visits = stays.map((stay) => withoutBreaks(stay, ending));
  const gone = visits.filter((visit) => contains(visit, from) && !contains(visit, to));
  return { left: gone.length, back: gone.filter((visit) => visit.at(-1)! > to).length };
}
