import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import type { SystemPoint } from "./schema";

/** Nearer than this, in hours, labels are of hours; farther apart of days. */
const hoursOfClock = 49;

/**
 * The axis of the points by the school's clock: the text of each, and the labels under the axis, in points from 0. A label is where the local
 * time is round, which in a zone of a quarter-hour is between two points.
 */
export function axisOf(
  points: readonly Pick<SystemPoint, "at">[],
  stepMinutes: number,
  timeZone: string,
  { code }: Language,
): { times: string[]; ticks: { at: number; text: string }[] } {
  const { clockTime, shortDate } = dateFormat(code);
  const hours = (points.length * stepMinutes) / 60;
  const every = hours <= 3 ? 10 : hours <= hoursOfClock ? 180 : 24 * 60;
  const clocks = points.map(({ at }) => clockTime(at, timeZone));
  const days = points.map(({ at }) => shortDate(at, timeZone));
  const ticks = clocks.flatMap((clock, index) => {
    const [hour = 0, minute = 0] = clock.split(":").map(Number);
    const past = (hour * 60 + minute) % every;
    if (past >= stepMinutes || index - past / stepMinutes < 0) return [];
    const isMidnight = hour * 60 + minute - past === 0;
    const round = `${String(hour).padStart(2, "0")}:${String(minute - past).padStart(2, "0")}`;
    return [{ at: index - past / stepMinutes, text: isMidnight ? days[index]! : round }];
  });
  return {
    times: hours <= hoursOfClock ? clocks : clocks.map((clock, index) => `${days[index]}, ${clock}`),
    ticks,
  };
}
