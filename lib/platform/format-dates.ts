import { TZDate } from "@date-fns/tz";
import { format as formatDate } from "date-fns";
import { unknown } from "./format";

/*
 * How pages write instants and calendar days. For the server: components in the browser get the text, so that no page loads a
 * date library.
 */

const nbsp = "\u00a0";

type Instant = Date | string | null | undefined;

function zoned(instant: Instant, timeZone: string): TZDate | null {
  if (instant === null || instant === undefined) return null;
  const at = instant instanceof Date ? instant.getTime() : Date.parse(instant);
  return Number.isFinite(at) ? new TZDate(at, timeZone) : null;
}

/** An instant in a pattern of date-fns, in the school's zone. */
const inPattern =
  (pattern: string) =>
  (instant: Instant, timeZone: string): string => {
    const at = zoned(instant, timeZone);
    return at ? formatDate(at, pattern) : unknown;
  };

/** `21 October 2026`, the day in the school's zone. */
export const longDate = inPattern("d MMMM yyyy");
/** The instant in full, for a tooltip: `Wed 18 Nov 2026, 18:02`. */
export const absolute = inPattern("EEE d MMM yyyy, HH:mm");
/** The clock in the school's zone: `18:02`. */
export const clockTime = inPattern("HH:mm");
/** The weekday in the school's zone: `Wednesday`. */
export const weekdayOf = inPattern("EEEE");
/** The day in the school's zone for an axis: `24 Oct`. */
export const shortDate = inPattern("d MMM");

/** For rows: `today, 09:31`, `yesterday, 18:00`, `Wed 18 Nov, 18:02`, and for another year `Wed 18 Nov 2025`. */
export function dayAndTime(instant: Instant, now: Date, timeZone: string): string {
  const at = zoned(instant, timeZone);
  if (!at) return unknown;
  const today = new TZDate(now.getTime(), timeZone);
  const day = formatDate(at, "yyyy-MM-dd");
  if (day === formatDate(today, "yyyy-MM-dd")) return `today, ${formatDate(at, "HH:mm")}`;
  today.setDate(today.getDate() - 1);
  if (day === formatDate(today, "yyyy-MM-dd")) return `yesterday, ${formatDate(at, "HH:mm")}`;
  return at.getFullYear() === new TZDate(now.getTime(), timeZone).getFullYear()
    ? formatDate(at, "EEE d MMM, HH:mm")
    : formatDate(at, "EEE d MMM yyyy");
}

/** `just now`, `5 min ago`, `3 h ago`; after a day, and for the future, the day and time. */
export function relative(instant: Instant, now: Date, timeZone: string): string {
  const at = zoned(instant, timeZone);
  if (!at) return unknown;
  const seconds = (now.getTime() - at.getTime()) / 1000;
  if (seconds < 0 || seconds >= 24 * 3600) return dayAndTime(instant, now, timeZone);
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${nbsp}min ago`;
  return `${Math.floor(seconds / 3600)}${nbsp}h ago`;
}

const dayParts = (day: string) => new Date(`${day}T00:00:00`);

/** A calendar day for an axis: `24 Oct`. */
export function shortDay(day: string): string {
  return formatDate(dayParts(day), "d MMM");
}

/** A calendar day in full: `21 October 2026`. */
export function longDay(day: string): string {
  return formatDate(dayParts(day), "d MMMM yyyy");
}

/** Two calendar days, both included, with the year and month written once: `2 September to 2 December 2026`. */
export function dayRange(from: string, to: string): string {
  if (from === to) return longDay(to);
  const begin = dayParts(from);
  const end = dayParts(to);
  const sameYear = begin.getFullYear() === end.getFullYear();
  const sameMonth = sameYear && begin.getMonth() === end.getMonth();
  return `${formatDate(begin, sameMonth ? "d" : sameYear ? "d MMMM" : "d MMMM yyyy")} to ${longDay(to)}`;
}
