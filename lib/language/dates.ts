import { TZDate } from "@date-fns/tz";
import { format as formatDate, type Locale } from "date-fns";
import { de } from "date-fns/locale/de";
import { enGB } from "date-fns/locale/en-GB";
import { es } from "date-fns/locale/es";
import { fr } from "date-fns/locale/fr";
import { pt } from "date-fns/locale/pt";
import { byLanguage, type LanguageCode } from "./languages";
import { unknown } from "./numbers";

/*
 * How pages write instants and calendar days. For the server: components in the browser get the text, so that no page loads a
 * date library.
 */

const nbsp = "\u00a0";

type Instant = Date | string | null | undefined;

/** Patterns of date-fns and the words between dates. */
type Patterns = {
  locale: Locale;
  long: string;
  /** A day without its year, in full and for an axis. */
  day: string;
  short: string;
  /** A weekday with its day, for rows. */
  row: string;
  rowYear: string;
  /** The same in full, for a tooltip. */
  full: string;
  today: string;
  yesterday: string;
  now: string;
  ago: (amount: string) => string;
  range: (from: string, to: string) => string;
  /** The clock of a city. */
  zone: (city: string) => string;
};

const patterns: Record<LanguageCode, Patterns> = {
  en: {
    locale: enGB,
    long: "d MMMM yyyy",
    day: "d MMMM",
    short: "d MMM",
    row: "EEE d MMM",
    rowYear: "EEE d MMM yyyy",
    full: "EEE d MMM yyyy, HH:mm",
    today: "today",
    yesterday: "yesterday",
    now: "just now",
    ago: (amount) => `${amount} ago`,
    range: (from, to) => `${from} to ${to}`,
    zone: (city) => `${city} time`,
  },
  de: {
    locale: de,
    long: "d. MMMM yyyy",
    day: "d. MMMM",
    short: "d. MMM",
    row: "EEEEEE d. MMM",
    rowYear: "EEEEEE d. MMM yyyy",
    full: "EEEEEE d. MMM yyyy, HH:mm",
    today: "heute",
    yesterday: "gestern",
    now: "gerade eben",
    ago: (amount) => `vor ${amount}`,
    range: (from, to) => `${from} bis ${to}`,
    zone: (city) => `Ortszeit ${city}`,
  },
  es: {
    locale: es,
    long: "d 'de' MMMM 'de' yyyy",
    day: "d 'de' MMMM",
    short: "d MMM",
    row: "EEE d MMM",
    rowYear: "EEE d MMM yyyy",
    full: "EEE d MMM yyyy, HH:mm",
    today: "hoy",
    yesterday: "ayer",
    now: "ahora mismo",
    ago: (amount) => `hace ${amount}`,
    range: (from, to) => `${from} al ${to}`,
    zone: (city) => `hora de ${city}`,
  },
  fr: {
    locale: fr,
    long: "d MMMM yyyy",
    day: "d MMMM",
    short: "d MMM",
    row: "EEE d MMM",
    rowYear: "EEE d MMM yyyy",
    full: "EEE d MMM yyyy, HH:mm",
    today: "aujourd’hui",
    yesterday: "hier",
    now: "à l’instant",
    ago: (amount) => `il y a ${amount}`,
    range: (from, to) => `${from} au ${to}`,
    zone: (city) => `heure de ${city}`,
  },
  pt: {
    locale: pt,
    long: "d 'de' MMMM 'de' yyyy",
    day: "d 'de' MMMM",
    short: "d MMM",
    row: "EEEEEE d MMM",
    rowYear: "EEEEEE d MMM yyyy",
    full: "EEEEEE d MMM yyyy, HH:mm",
    today: "hoje",
    yesterday: "ontem",
    now: "agora mesmo",
    ago: (amount) => `há ${amount}`,
    range: (from, to) => `${from} a ${to}`,
    zone: (city) => `horário de ${city}`,
  },
};

function zoned(instant: Instant, timeZone: string): TZDate | null {
  if (instant === null || instant === undefined) return null;
  const at = instant instanceof Date ? instant.getTime() : Date.parse(instant);
  return Number.isFinite(at) ? new TZDate(at, timeZone) : null;
}

const dayParts = (day: string) => new Date(`${day}T00:00:00`);

/** Writes instants and days as one language does. */
export type DateFormat = ReturnType<typeof makeFormat>;

function makeFormat(language: LanguageCode) {
  const { locale, ...words } = patterns[language];
  const write = (at: Date, pattern: string) => formatDate(at, pattern, { locale });
  /** An instant in a pattern, in the school's zone. */
  const inPattern =
    (pattern: string) =>
    (instant: Instant, timeZone: string): string => {
      const at = zoned(instant, timeZone);
      return at ? write(at, pattern) : unknown;
    };

  /** For rows: `today, 09:31`, `yesterday, 18:00`, `Wed 18 Nov, 18:02`, and for another year `Wed 18 Nov 2025`. */
  function dayAndTime(instant: Instant, now: Date, timeZone: string): string {
    const at = zoned(instant, timeZone);
    if (!at) return unknown;
    const today = new TZDate(now.getTime(), timeZone);
    const day = formatDate(at, "yyyy-MM-dd");
    if (day === formatDate(today, "yyyy-MM-dd")) return `${words.today}, ${write(at, "HH:mm")}`;
    today.setDate(today.getDate() - 1);
    if (day === formatDate(today, "yyyy-MM-dd")) return `${words.yesterday}, ${write(at, "HH:mm")}`;
    return at.getFullYear() === new TZDate(now.getTime(), timeZone).getFullYear()
      ? write(at, `${words.row}, HH:mm`)
      : write(at, words.rowYear);
  }

  /** `just now`, `5 min ago`, `3 h ago`; after a day, and for the future, the day and time. */
  function relative(instant: Instant, now: Date, timeZone: string): string {
    const at = zoned(instant, timeZone);
    if (!at) return unknown;
    const seconds = (now.getTime() - at.getTime()) / 1000;
    if (seconds < 0 || seconds >= 24 * 3600) return dayAndTime(instant, now, timeZone);
    if (seconds < 60) return words.now;
    if (seconds < 3600) return words.ago(`${Math.floor(seconds / 60)}${nbsp}min`);
    return words.ago(`${Math.floor(seconds / 3600)}${nbsp}h`);
  }

  /** A calendar day in full: `21 October 2026`. */
  const longDay = (day: string): string => write(dayParts(day), words.long);

  /** Two calendar days, both included, with the year and month written once: `2 September to 2 December 2026`. */
  function dayRange(from: string, to: string): string {
    if (from === to) return longDay(to);
    const begin = dayParts(from);
    const end = dayParts(to);
    const sameYear = begin.getFullYear() === end.getFullYear();
    const sameMonth = sameYear && begin.getMonth() === end.getMonth();
    const dayOfMonth = language === "de" ? "d." : "d";
    return words.range(write(begin, sameMonth ? dayOfMonth : sameYear ? words.day : words.long), longDay(to));
  }

  return {
    /** `21 October 2026`, the day in the school's zone. */
    longDate: inPattern(words.long),
    /** The instant in full, for a tooltip: `Wed 18 Nov 2026, 18:02`. */
    absolute: inPattern(words.full),
    /** The clock in the school's zone: `18:02`. */
    clockTime: inPattern("HH:mm"),
    /** The weekday in the school's zone: `Wednesday`. */
    weekdayOf: inPattern("EEEE"),
    /** The day in the school's zone for an axis: `24 Oct`. */
    shortDate: inPattern(words.short),
    dayAndTime,
    relative,
    /** A calendar day for an axis: `24 Oct`. */
    shortDay: (day: string): string => write(dayParts(day), words.short),
    /** The month of a calendar day, for an axis: `Oct`. */
    shortMonth: (day: string): string => write(dayParts(day), "LLL"),
    /** The weekday of a calendar day, in full and as a letter for an axis: `Wednesday`, `W`. */
    weekday: (day: string): string => write(dayParts(day), "EEEE"),
    weekdayLetter: (day: string): string => write(dayParts(day), "EEEEE"),
    longDay,
    dayRange,
  };
}

/** The dates of a language. */
export const dateFormat = byLanguage(makeFormat);

/** The clock of a school for a page's head: "Lisbon time". Cities are written as the time zone database does. */
export function zoneName(timeZone: string, { code }: { code: LanguageCode }): string {
  if (timeZone === "UTC" || timeZone === "Etc/UTC") return "UTC";
  return patterns[code].zone(timeZone.split("/").at(-1)!.replaceAll("_", " "));
}
