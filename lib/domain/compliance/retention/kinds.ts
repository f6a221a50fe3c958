import { type Day, instantAt, localOf, plusDays, plusMonths, startOfDayInstant } from "@/lib/platform/time";

/* Which of a school's facts are deleted by their age, after how long, and when. */

/** Each kind with the months that it is kept where the school has set nothing else. */
export const usualMonths = { learning_events: 13, chat: 12, practice: 24, feedback: 24 } as const;
export type RetentionKind = keyof typeof usualMonths;
export const retentionKinds = Object.keys(usualMonths) as RetentionKind[];
export const isRetentionKind = (kind: string): kind is RetentionKind => Object.hasOwn(usualMonths, kind);

/** The least months that a school can choose: pages compare a year of learning events. */
export const monthsMin: Record<RetentionKind, number> = {
  learning_events: 13,
  chat: 1,
  practice: 1,
  feedback: 1,
};
/** The most: 20 years. */
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

const hourMs = 3_600_000;

/**
 * What is older than this goes in a night: of so many months, whole days of the school. Of learning events whole months, to the hour of UTC that is not later:
 * what is counted by hours has whole hours then.
 */
export function cutOf(kind: RetentionKind, months: number, night: Day, timeZone: string): Date {
  const day = plusMonths(night, -months);
  if (kind !== "learning_events") return startOfDayInstant(day, timeZone);
  const month = startOfDayInstant(`${day.slice(0, 7)}-01`, timeZone);
  return new Date(Math.floor(month.getTime() / hourMs) * hourMs);
}
