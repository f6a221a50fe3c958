import type { deliveredMinutes } from "@/lib/db/tables/deliveries";
import { oneDecimal } from "@/lib/measure/rounding";
import { type Day, plusDays } from "@/lib/platform/time";
import type { DeliveredAnswer } from "./schema";

/* Minutes that a video's provider delivered: which days to read next, and what the days and countries say. */

/** How many days one query covers, and how many the provider keeps. */
export type ProviderLimits = { days_per_query: number; days_kept: number };

/** The provider still corrects its newest days: today and so many before it are read again. */
const unsettledDays = 2;

const earlier = (a: Day, b: Day) => (a < b ? a : b);
const later = (a: Day, b: Day) => (a > b ? a : b);

/** Whether all days are read but those that the provider still corrects. */
export const unsettledFrom = (today: Day): Day => plusDays(today, -unsettledDays);

/** The days to read next of a video: the oldest that are missing, as many as one query covers. */
export function daysToRead(
  completeBefore: Day | null,
  today: Day,
  { days_per_query, days_kept }: ProviderLimits,
): { from: Day; to: Day } {
  const oldest = plusDays(today, 1 - days_kept);
  const from = earlier(later(completeBefore ?? oldest, oldest), today);
  return { from, to: earlier(plusDays(from, days_per_query - 1), today) };
}

/** The first day that is not complete once all up to `to` have been read. */
export const completeBeforeAfter = (to: Day, today: Day): Day =>
  earlier(plusDays(to, 1), unsettledFrom(today));

const firstWaitSeconds = 60;
const longestWaitSeconds = 3600;

/** How long to wait after so many failures in a row: twice as long each time, at least what the provider asks for. */
export const waitSeconds = (failures: number, askedFor: number | null): number =>
  Math.max(askedFor ?? 0, Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** Math.max(0, failures - 1)));

type Row = Pick<typeof deliveredMinutes.$inferSelect, "day" | "country" | "minutes">;

/** The minutes in total, by day and by country, the largest first; countries that are not among those that are shown are one, the last. */
export function deliveredOf(
  rows: readonly Row[],
  shown: ReadonlySet<string> | null,
): Pick<DeliveredAnswer, "delivered_minutes" | "by_day" | "by_country"> {
  const summed = (keyOf: (row: Row) => string) => {
    const sums = new Map<string, number>();
    for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + row.minutes);
    return [...sums];
  };
  const total = rows.reduce((sum, { minutes }) => sum + minutes, 0);
  const isFolded = (country: string) => shown !== null && !shown.has(country);
  const others = rows.filter(({ country }) => isFolded(country));
  const ofOthers = others.reduce((sum, { minutes }) => sum + minutes, 0);
  return {
    delivered_minutes: oneDecimal(total),
    by_day: summed(({ day }) => day)
      .map(([day, minutes]) => ({ day, delivered_minutes: oneDecimal(minutes) }))
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
    by_country: [
      ...summed(({ country }) => country)
        .filter(([country]) => !isFolded(country))
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
        .map(([country, minutes]) => ({
          ...{ value: country || null, delivered_minutes: oneDecimal(minutes), folded: false },
        })),
      ...(others.length > 0 ? [{ value: null, delivered_minutes: oneDecimal(ofOthers), folded: true }] : []),
    ],
  };
}
