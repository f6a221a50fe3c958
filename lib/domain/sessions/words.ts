import type { Language } from "@/lib/language/language";
import { countedBelow } from "@/lib/language/numbers";
import type { SessionInfo } from "./session";

/* Where a session belongs, how many are compared, and how its people are narrowed. The names of its statuses, formats and repeats are in the catalogue, "sessions". */

/** A number of sessions or people, to ten in words. */
export const numberOfSessions = (value: number, { t }: Language): string =>
  t("sessions.findings.number", { value });

/** A part of a group of people, as values for a message: all of them, a count of few, or a share in words. */
export function partOfGroup(part: number, base: number, language: Language) {
  const isFew = base < countedBelow;
  const { part: words, number } = language.share(part, base);
  const who = part === base ? (isFew ? "all_few" : "all") : isFew ? "few" : "share";
  return { who, part: words, number, base: numberOfSessions(base, language) };
}

/** How many sessions can be compared. */
export const compareMin = 2;
export const compareMax = 10;

/** The groups of people that a session's attendance can be narrowed to. */
export const attendanceGroups = [
  "came",
  "on_time",
  "late",
  "walk_in",
  "did_not_come",
  "registered_attended",
  "no_show",
  "engaged",
  "listened",
  "rated",
] as const;

type InSeries = Pick<SessionInfo, "series_number" | "series_length">;
type Placed = InSeries & Pick<SessionInfo, "course_title" | "series_title">;

/** A session's place in its series: "session 9 of 12", which no line breaks; null without a series. */
export function placeInSeries(
  { series_number: number, series_length: length }: InSeries,
  { t }: Language,
): string | null {
  if (number === null) return null;
  return length === null
    ? t("sessions.place.in_series", { number })
    : t("sessions.place.in_series_of", { number, length });
}

/** The course or series that a session belongs to, and its number in the series; empty for one without either. */
export function placeParts(session: Placed, language: Language): string[] {
  const within = session.course_title ?? session.series_title;
  const place = placeInSeries(session, language);
  return within === null ? [] : place === null ? [within] : [within, place];
}

/** Where a session belongs: its course and number, else its format. */
export function placeOf(session: Placed & Pick<SessionInfo, "format">, language: Language): string {
  return (
    placeParts(session, language).join(", ") ||
    language.t("sessions.place.open_to_all", { format: session.format })
  );
}
