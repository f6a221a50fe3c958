import "server-only";
import { TZDate } from "@date-fns/tz";
import { addDays, addMonths, addWeeks, differenceInCalendarDays, isWeekend } from "date-fns";
import { fieldError } from "@/lib/platform/errors";
import { dayOf } from "@/lib/platform/time";
import { type RepeatKind, type Repeats, repeatMax } from "../forms";

/* The times of a series: at the same local time, across clock changes. */

type Times = { start: Date; end: Date };

/** The day of one of a series by its place from 0; the 31st of a month that has none is its last day. */
const placed: Record<RepeatKind, (first: TZDate, place: number) => Date> = {
  day: addDays,
  weekday: addWeekdays,
  week: addWeeks,
  two_weeks: (first, place) => addWeeks(first, 2 * place),
  four_weeks: (first, place) => addWeeks(first, 4 * place),
  month: addMonths,
};

/** The `place`th day from Monday to Friday after the first, which may be a weekend's. */
function addWeekdays(first: TZDate, place: number): Date {
  let day: Date = first;
  for (let left = place; left > 0; ) {
    day = addDays(day, 1);
    if (!isWeekend(day)) left--;
  }
  return day;
}

/** The times of a series by its first: each as long as that. Throws `invalid` for more than a series can have, or an end before the first. */
export function repeatedTimes(
  first: Times,
  { repeat, repeat_count, repeat_until }: Repeats,
  timeZone: string,
): Times[] {
  const length = first.end.getTime() - first.start.getTime();
  const start = new TZDate(first.start.getTime(), timeZone);
  const at = (place: number) => new Date(placed[repeat](start, place).getTime());
  const times: Times[] = [];
  const isIncluded = (one: Date) =>
    repeat_until === null ? times.length < repeat_count : dayOf(one, timeZone) <= repeat_until;
  for (let one = at(0); isIncluded(one); one = at(times.length)) {
    if (times.length === repeatMax)
      throw fieldError("repeat_until", "errors.field.repeats_max", "invalid", {
        values: { count: repeatMax },
      });
    times.push({ start: one, end: new Date(one.getTime() + length) });
  }
  if (times.length === 0) throw fieldError("repeat_until", "errors.field.repeats_none");
  return times;
}

/** Where another session of the series goes when one of them moves: by as many days, to the same local time, as long as that. */
export function movedWith(other: Times, before: Times, after: Times, timeZone: string): Times {
  const zoned = (at: Date) => new TZDate(at.getTime(), timeZone);
  const days = differenceInCalendarDays(zoned(after.start), zoned(before.start));
  const clock = zoned(after.start);
  const start = addDays(zoned(other.start), days);
  start.setHours(clock.getHours(), clock.getMinutes(), clock.getSeconds(), clock.getMilliseconds());
  return {
    start: new Date(start.getTime()),
    end: new Date(start.getTime() + after.end.getTime() - after.start.getTime()),
  };
}
