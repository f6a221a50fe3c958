/*
 * How pages write numbers, durations and positions in a video. An unknown value is an em dash. A no-break space separates the
 * unit. CSV and JSON contain plain numbers. Dates are in format-dates.ts, whose library no browser should load.
 */

export const unknown = "—";
const nbsp = "\u00a0";

type Maybe = number | null | undefined;

const isNumber = (value: Maybe): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const decimals = [0, 1, 2, 3].map(
  (digits) =>
    new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

/** A whole number with thousands separators: `60,000`. */
export function count(value: Maybe): string {
  return isNumber(value) ? whole.format(value).replace("-", "−") : unknown;
}

/** A number with exactly this many decimals (0 to 3): `1.20`. */
export function decimal(value: Maybe, digits: 0 | 1 | 2 | 3 = 1): string {
  if (!isNumber(value)) return unknown;
  const text = decimals[digits]!.format(value);
  // −0.0 is written as 0.0.
  return /^-0(\.0+)?$/.test(text) ? text.slice(1) : text.replace("-", "−");
}

/** A percentage, given as 0–100: `59.0 %`; with no digits `95 %`. */
export function percent(value: Maybe, digits: 0 | 1 = 1): string {
  return isNumber(value) ? `${decimal(value, digits)}${nbsp}%` : unknown;
}

/** Below this number of people a percentage suggests more precision than it has, so a count is shown. */
export const countedBelow = 10;

/** `34 of 42`: the base of a percentage. */
export function ofBase(part: Maybe, base: Maybe): string {
  return isNumber(part) && isNumber(base) ? `${count(part)} of ${count(base)}` : unknown;
}

/** A rate of people: `81.0 %`, or in counts where they are few: `3 of 4`. */
export const shareOfPeople = (part: Maybe, base: Maybe, rate: Maybe): string =>
  isNumber(base) && base > 0 && base < countedBelow ? ofBase(part, base) : percent(rate);

/** `1 view`, `3 views`, `no views`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  if (value === 0) return `no ${many}`;
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** The parts of a duration, for a headline with smaller units: `[["1", "h"], ["04", "min"]]`. */
export function durationParts(seconds: Maybe): [value: string, unit: string][] {
  if (!isNumber(seconds)) return [[unknown, ""]];
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

/** A position in a video or its length: `0:09`, `12:07`, `1:02:07`. Seconds are rounded down. */
export function mediaTime(seconds: Maybe): string {
  if (!isNumber(seconds)) return unknown;
  const all = Math.max(0, Math.floor(seconds));
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(all / 3600);
  const minutes = Math.floor(all / 60) % 60;
  return hours ? `${hours}:${pad(minutes)}:${pad(all % 60)}` : `${minutes}:${pad(all % 60)}`;
}

/** The unit of a number. */
export type Unit = "score" | "percent" | "minutes" | "people" | "stars" | "ratio";

/** A value with its unit, as a sentence writes it: `70.9`, `60.0 %`, `1 h 18 min`, `31`, `4.2`, `1.11`. */
export function inUnit(unit: Unit, value: number): string {
  switch (unit) {
    case "percent":
      return percent(value);
    case "minutes":
      return duration(value * 60);
    case "people":
      return wholeOrTenths(value);
    default:
      return decimal(value, unit === "ratio" ? 2 : 1);
  }
}

/** A distance between two such values: `7.0`, `6.7 points`, `4 min`, `3`, `0.09`. */
export function distanceIn(unit: Unit, by: number): string {
  switch (unit) {
    case "percent":
      return `${decimal(by)} points`;
    case "minutes":
      return by < 1 ? duration(by * 60) : `${decimal(by, 0)}${nbsp}min`;
    default:
      return inUnit(unit, by);
  }
}

/** The median of two counts may be half a person. */
const wholeOrTenths = (value: number): string => decimal(value, Number.isInteger(value) ? 0 : 1);
