import { day, inOurTime } from "@/lib/http/contract";
import { type Day, instantAt, plusDays, startOfDayInstant } from "@/lib/platform/time";

/* What the cells of a file say: numbers, yes or no, days and instants. Undefined for an empty cell, null for one that says something else. */

/** `12.5`, `12,5` or `12.5 %`. */
export function numberIn(text: string | undefined): number | null | undefined {
  if (!text) return undefined;
  const plain = text.replace(/\s*%$/, "").replace(/^([+-]?\d+),(\d+)$/, "$1.$2");
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

const yes = /^(1|yes|true|y|ja|sí|si|oui|sim)$/i;
const no = /^(0|no|false|n|nein|non|não)$/i;
export const yesIn = (text: string | undefined): boolean | null | undefined =>
  !text ? undefined : yes.test(text) ? true : no.test(text) ? false : null;

const days = /^[+-]?\d{1,4}$/;
const time = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

const isDay = (text: string): boolean => day.safeParse(text).success;

/** Whether the cell counts days from a start. */
export const isDayCount = (text: string | undefined): boolean => Boolean(text && days.test(text));

type Counted = { start: Day; time_zone: string; dayEnd: boolean };

/** Files have few different days and many rows. */
const rememberedMax = 10_000;

/** `instantIn`, which remembers what it has read. */
export function instantReader(): typeof instantIn {
  const read = new Map<string, ReturnType<typeof instantIn>>();
  return (text, counted) => {
    if (!text) return undefined;
    const { start, time_zone, dayEnd } = counted;
    const key = JSON.stringify([text, start, time_zone, dayEnd]);
    if (!read.has(key) && read.size >= rememberedMax) read.clear();
    if (!read.has(key)) read.set(key, instantIn(text, counted));
    return read.get(key);
  };
}

/**
 * An instant, in the zone unless it says another; the beginning of a day, or for `dayEnd` its last minute; or so many days after the start.
 */
export function instantIn(
  text: string | undefined,
  { start, time_zone, dayEnd }: Counted,
): Date | null | undefined {
  if (!text) return undefined;
  const whole = days.test(text) ? plusDays(start, Number(text)) : isDay(text) ? text : null;
  const at = whole
    ? dayEnd
      ? new Date(startOfDayInstant(plusDays(whole, 1), time_zone).getTime() - 60_000)
      : startOfDayInstant(whole, time_zone)
    : momentIn(text, time_zone);
  return at && Number.isFinite(at.getTime()) && inOurTime(at.toISOString()) ? at : null;
}

function momentIn(text: string, timeZone: string): Date | null {
  const [, date, hour, minute, second = "00", zone] = time.exec(text) ?? [];
  if (!date || !isDay(date)) return null;
  const written = `${date}T${hour}:${minute}:${second}`;
  if (zone) return new Date(`${written}${zone}`);
  const wall = new Date(`${written}Z`);
  if (!Number.isFinite(wall.getTime())) return null;
  return instantAt(date, `${hour}:${minute}:${second}`, timeZone);
}
