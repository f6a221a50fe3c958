import { TZDate } from "@date-fns/tz";
import { format } from "date-fns";
import { plusDays } from "@/lib/platform/time";

/* A school's days and clock times, and the instants they mean. For the server: the browser should not load a calendar. */

/** The instant at which a school's clock shows `HH:MM` (seconds may follow) on a day; where the clock skips that time, as much later. */
export function instantAt(day: string, time: string, timeZone: string): Date {
  const [year, month, date] = day.split("-").map(Number);
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return new Date(new TZDate(year!, month! - 1, date!, hours, minutes, seconds, timeZone).getTime());
}

/** The school's day and time at an instant; `clock` includes the seconds. */
export function localOf(instant: Date, timeZone: string): { day: string; time: string; clock: string } {
  const at = new TZDate(instant.getTime(), timeZone);
  return { day: format(at, "yyyy-MM-dd"), time: format(at, "HH:mm"), clock: format(at, "HH:mm:ss") };
}

/**
 * The times of a weekly series: at the local time of the first, each as long as the first, across clock changes.
 */
export function weekly(
  first: { start: Date; end: Date },
  weeks: number,
  timeZone: string,
): { start: Date; end: Date }[] {
  const at = new TZDate(first.start.getTime(), timeZone);
  const day = format(at, "yyyy-MM-dd");
  const length = first.end.getTime() - first.start.getTime();
  return Array.from({ length: weeks }, (_, week) => {
    if (week === 0) return first;
    const start = instantAt(plusDays(day, week * 7), format(at, "HH:mm:ss"), timeZone);
    return { start, end: new Date(start.getTime() + length) };
  });
}
