import { TZDate } from "@date-fns/tz";
import { format as formatDate } from "date-fns";

/*
 * How numbers, durations and times read on a screen, everywhere. What is not known is an em dash. Units are joined by a
 * no-break space. CSV and JSON carry plain numbers and never pass through here.
 */

export const unknown = "—";
const nbsp = "\u00a0";

type Maybe = number | null | undefined;

const known = (value: Maybe): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const decimals = [0, 1, 2, 3].map(
  (digits) =>
    new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

/** A whole number with thousands set apart: `60,000`. */
export function count(value: Maybe): string {
  return known(value) ? whole.format(value).replace("-", "−") : unknown;
}

/** A number with exactly so many decimals (0 to 3): `1.20`. */
export function decimal(value: Maybe, digits: 0 | 1 | 2 | 3 = 1): string {
  if (!known(value)) return unknown;
  const text = decimals[digits]!.format(value);
  // −0.0 is no news.
  return /^-0(\.0+)?$/.test(text) ? text.slice(1) : text.replace("-", "−");
}

/** A percentage that is 0–100 already: `59.0 %`; with no digits `95 %`. */
export function percent(value: Maybe, digits: 0 | 1 = 1): string {
  return known(value) ? `${decimal(value, digits)}${nbsp}%` : unknown;
}

/** `34 of 42`: the base that stands beside every percentage. */
export function ofBase(part: Maybe, base: Maybe): string {
  return known(part) && known(base) ? `${count(part)} of ${count(base)}` : unknown;
}

/** `1 view`, `3 views`, `no views`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  if (value === 0) return `no ${many}`;
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** The parts of a duration, for a headline whose units are set smaller: `[["1", "h"], ["04", "min"]]`. */
export function durationParts(seconds: Maybe): [value: string, unit: string][] {
  if (!known(seconds)) return [[unknown, ""]];
  const all = Math.max(0, seconds);
  if (Math.round(all) < 60) return [[String(Math.round(all)), "s"]];
  const minutes = Math.round(all / 60);
  if (minutes < 60) return [[String(minutes), "min"]];
  return [
    [count(Math.floor(minutes / 60)), "h"],
    [String(minutes % 60).padStart(2, "0"), "min"],
  ];
}

/** A length of time: `40 s`, `14 min`, `1 h 04 min`. */
export function duration(seconds: Maybe): string {
  return durationParts(seconds)
    .map(([value, unit]) => (unit ? value + nbsp + unit : value))
    .join(nbsp);
}

/** A place in a video or a video's length: `0:09`, `12:07`, `1:02:07`. Whole seconds, cut, never rounded up past the place. */
export function mediaTime(seconds: Maybe): string {
  if (!known(seconds)) return unknown;
  const all = Math.max(0, Math.floor(seconds));
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(all / 3600);
  const minutes = Math.floor(all / 60) % 60;
  return hours ? `${hours}:${pad(minutes)}:${pad(all % 60)}` : `${minutes}:${pad(all % 60)}`;
}

type Instant = Date | string | null | undefined;

function zoned(instant: Instant, timeZone: string): TZDate | null {
  if (instant === null || instant === undefined) return null;
  const at = instant instanceof Date ? instant.getTime() : Date.parse(instant);
  return Number.isFinite(at) ? new TZDate(at, timeZone) : null;
}

/** `21 October 2026`, the day in the school's zone. */
export function longDate(instant: Instant, timeZone: string): string {
  const at = zoned(instant, timeZone);
  return at ? formatDate(at, "d MMMM yyyy") : unknown;
}

/** The instant in full, for a tooltip: `Wed 18 Nov 2026, 18:02`. */
export function absolute(instant: Instant, timeZone: string): string {
  const at = zoned(instant, timeZone);
  return at ? formatDate(at, "EEE d MMM yyyy, HH:mm") : unknown;
}

/** For rows: `today, 09:31`, `yesterday, 18:00`, `Wed 18 Nov, 18:02`, and the year when it is another: `Wed 18 Nov 2025`. */
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

/** `just now`, `5 min ago`, `3 h ago`; from a day on (and for what lies ahead) the day and time. */
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

/** Two calendar days, both included, saying the year and month once: `2 September to 2 December 2026`. */
export function dayRange(from: string, to: string): string {
  if (from === to) return longDay(to);
  const begin = dayParts(from);
  const end = dayParts(to);
  const sameYear = begin.getFullYear() === end.getFullYear();
  const sameMonth = sameYear && begin.getMonth() === end.getMonth();
  return `${formatDate(begin, sameMonth ? "d" : sameYear ? "d MMMM" : "d MMMM yyyy")} to ${longDay(to)}`;
}
