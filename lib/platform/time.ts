import { TZDate } from "@date-fns/tz";
import { addDays, addMonths, differenceInCalendarDays, format } from "date-fns";

/** A calendar day of a school, `YYYY-MM-DD`. */
export type Day = string;

/** The school's calendar day in which an instant falls. */
export function dayOf(instant: Date, timeZone: string): Day {
  return format(new TZDate(instant, timeZone), "yyyy-MM-dd");
}

/** The instant at which a school's calendar day begins: its first existing instant if a clock change skips midnight. */
export function startOfDayInstant(day: Day, timeZone: string): Date {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(new TZDate(year!, month! - 1, date!, 0, 0, 0, timeZone).getTime());
}

/** The instant of a local time `HH:MM` (with optional seconds) on a day; a time skipped by a clock change is moved later by the same amount. */
export function instantAt(day: string, time: string, timeZone: string): Date {
  const [year, month, date] = day.split("-").map(Number);
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return new Date(new TZDate(year!, month! - 1, date!, hours, minutes, seconds, timeZone).getTime());
}

/** The day and time of a school's clock at an instant; `clock` includes the seconds. */
export function localOf(instant: Date, timeZone: string): { day: string; time: string; clock: string } {
  const at = new TZDate(instant.getTime(), timeZone);
  return { day: format(at, "yyyy-MM-dd"), time: format(at, "HH:mm"), clock: format(at, "HH:mm:ss") };
}

/** The day `count` days after (negative: before). */
export function plusDays(day: Day, count: number): Day {
  return format(addDays(new Date(`${day}T00:00:00`), count), "yyyy-MM-dd");
}

/** Days from `from` to `to`, both included. */
export function daysInclusive(from: Day, to: Day): number {
  return differenceInCalendarDays(new Date(`${to}T00:00:00`), new Date(`${from}T00:00:00`)) + 1;
}

/** Whether this runtime has an IANA time zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The same day of the month `count` months after (negative: before); of a shorter month its last. */
export function plusMonths(day: Day, count: number): Day {
  return format(addMonths(new Date(`${day}T00:00:00`), count), "yyyy-MM-dd");
}
