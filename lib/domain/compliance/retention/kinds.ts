import { type Day, instantAt, localOf, plusDays, plusMonths, startOfDayInstant } from "@/lib/platform/time";

/* Which of a school's facts are deleted by their age, after how long, and when. */

/** Each kind with the months that it is kept where the school has set nothing else. */
export const usualMonths = { chat: 12, practice: 24, feedback: 24 } as const;
export type RetentionKind = keyof typeof usualMonths;
export const retentionKinds = Object.keys(usualMonths) as RetentionKind[];
export const isRetentionKind = (kind: string): kind is RetentionKind => Object.hasOwn(usualMonths, kind);

/** The most months that a school can choose: 20 years. */
export const monthsMax = 240;

export type RetentionLimits = Record<RetentionKind, number>;

/** The months of each kind: the school's own, else the usual ones. */
export const limitsOf = (own: Readonly<Record<string, number>>): RetentionLimits => ({
  ...usualMonths,
  ...Object.fromEntries(Object.entries(own).filter(([kind]) => isRetentionKind(kind))),
});

/** When a school's night begins, by its clock. */
const nightTime = "03:10";

/** The last night that has begun in a zone, by its day. */
export function nightOf(now: Date, timeZone: string): Day {
  const { day, time } = localOf(now, timeZone);
  return time >= nightTime ? day : plusDays(day, -1);
}

/** When a night begins. */
export const nightBegins = (night: Day, timeZone: string): Date => instantAt(night, nightTime, timeZone);

/** What is older than this goes in a night: of so many months, whole days of the school. */
export const cutOf = (months: number, night: Day, timeZone: string): Date =>
  startOfDayInstant(plusMonths(night, -months), timeZone);
