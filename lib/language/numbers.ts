import { byLanguage, type LanguageCode } from "./languages";

/*
 * How pages write numbers, durations and positions in a video, in each language. An unknown value is an em dash. A no-break space
 * separates the unit. CSV and JSON contain plain numbers. Dates are in dates.ts, whose library no browser should load.
 */

export const unknown = "—";
const nbsp = "\u00a0";

type Maybe = number | null | undefined;

const isNumber = (value: Maybe): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

/** The locale whose numbers, lists and weekdays a language uses. */
export const locales: Record<LanguageCode, string> = { en: "en-GB", de: "de", es: "es", fr: "fr", pt: "pt" };

/** The word between a part and its base, and the unit of a distance between two percentages. */
const numberWords: Record<LanguageCode, { of: string; points: string }> = {
  en: { of: "of", points: "points" },
  de: { of: "von", points: "Punkte" },
  es: { of: "de", points: "puntos" },
  fr: { of: "sur", points: "points" },
  pt: { of: "de", points: "pontos" },
};

/** Below this number of people a percentage suggests more precision than it has, so a count is shown. */
export const countedBelow = 10;

/** The unit of a number. */
export type Unit = "score" | "percent" | "minutes" | "people" | "stars" | "ratio";

/** A position in a video or its length: `0:09`, `12:07`, `1:02:07`. Seconds are rounded down. The same in every language. */
export function mediaTime(seconds: Maybe): string {
  if (!isNumber(seconds)) return unknown;
  const all = Math.max(0, Math.floor(seconds));
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(all / 3600);
  const minutes = Math.floor(all / 60) % 60;
  return hours ? `${hours}:${pad(minutes)}:${pad(all % 60)}` : `${minutes}:${pad(all % 60)}`;
}

/** Writes numbers as one language does. */
export type NumberFormat = ReturnType<typeof makeFormat>;

function makeFormat(language: LanguageCode) {
  const locale = locales[language];
  const words = numberWords[language];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimals = [0, 1, 2, 3].map(
    (digits) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const conjunction = new Intl.ListFormat(locale, { type: "conjunction" });
  const disjunction = new Intl.ListFormat(locale, { type: "disjunction" });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  const collator = new Intl.Collator(locale, { numeric: true });

  /** A whole number with thousands separators: `60,000`. */
  function count(value: Maybe): string {
    return isNumber(value) ? whole.format(value).replace("-", "−") : unknown;
  }

  /** A number with exactly this many decimals (0 to 3): `1.20`. */
  function decimal(value: Maybe, digits: 0 | 1 | 2 | 3 = 1): string {
    if (!isNumber(value)) return unknown;
    const text = decimals[digits]!.format(value);
    // −0.0 is written as 0.0.
    return /^-0([.,]0+)?$/.test(text) ? text.slice(1) : text.replace("-", "−");
  }

  /** A percentage, given as 0–100: `59.0 %`; with no digits `95 %`. */
  function percent(value: Maybe, digits: 0 | 1 = 1): string {
    return isNumber(value) ? `${decimal(value, digits)}${nbsp}%` : unknown;
  }

  /** `34 of 42`: the base of a percentage. */
  function ofBase(part: Maybe, base: Maybe): string {
    return isNumber(part) && isNumber(base) ? `${count(part)} ${words.of} ${count(base)}` : unknown;
  }

  /** A rate of people: `81.0 %`, or in counts where they are few: `3 of 4`. */
  function shareOfPeople(part: Maybe, base: Maybe, rate: Maybe): string {
    return isNumber(base) && base > 0 && base < countedBelow ? ofBase(part, base) : percent(rate);
  }

  /** The parts of a duration, for a headline with smaller units: `[["1", "h"], ["04", "min"]]`. */
  function durationParts(seconds: Maybe): [value: string, unit: string][] {
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
  function duration(seconds: Maybe): string {
    return durationParts(seconds)
      .map(([value, unit]) => (unit ? value + nbsp + unit : value))
      .join(nbsp);
  }

  /** A value with its unit, as a sentence writes it: `70.9`, `60.0 %`, `1 h 18 min`, `31`, `4.2`, `1.11`. */
  function inUnit(unit: Unit, value: number): string {
    switch (unit) {
      case "percent":
        return percent(value);
      case "minutes":
        return duration(value * 60);
      case "people":
        // The median of two counts may be half a person.
        return decimal(value, Number.isInteger(value) ? 0 : 1);
      default:
        return decimal(value, unit === "ratio" ? 2 : 1);
    }
  }

  /** A distance between two such values: `7.0`, `6.7 points`, `4 min`, `3`, `0.09`. */
  function distanceIn(unit: Unit, by: number): string {
    switch (unit) {
      case "percent":
        return `${decimal(by)} ${words.points}`;
      case "minutes":
        return by < 1 ? duration(by * 60) : `${decimal(by, 0)}${nbsp}min`;
      default:
        return inUnit(unit, by);
    }
  }

  return {
    count,
    decimal,
    percent,
    ofBase,
    shareOfPeople,
    durationParts,
    duration,
    inUnit,
    distanceIn,
    /** `a`, `a and b`, `a, b and c`. */
    and: (parts: readonly string[]): string => conjunction.format(parts),
    /** `a, b or c`. */
    or: (parts: readonly string[]): string => disjunction.format(parts),
    /** The name of a day by its number, as JavaScript and Postgres count: `Sunday` is 0. */
    weekdayName: (day: number): string => weekday.format(Date.UTC(2024, 8, 1 + day)),
    /** The order of names and titles that people read: Álex beside Alex, "Session 10" after "Session 9". */
    compareNames: (one: string, other: string): number => collator.compare(one, other),
    /** The same words with a capital, to begin a sentence. */
    beginSentence: (text: string): string => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1),
  };
}

/** The numbers of a language. */
export const numberFormat = byLanguage(makeFormat);
