import type { RepeatKind } from "./forms";
import type { ScoreNote } from "./schema";
import type { SessionFormat, SessionInfo, SessionStatus } from "./session";

/* The screen names of a session's statuses, formats and places. */

export const formatNames: Readonly<Record<SessionFormat, string>> = {
  class: "Class",
  webinar: "Webinar",
  coaching: "Coaching call",
};

export const formatPlurals: Readonly<Record<SessionFormat, string>> = {
  class: "classes",
  webinar: "webinars",
  coaching: "coaching calls",
};

/** Why there is no score, or what it lacks. */
export const scoreNoteNames: Readonly<Record<ScoreNote, string>> = {
  nobody_came: "no attendees",
  too_little_known: "less than half of it is known",
  few_people: "few people",
};

export const repeatNames: Readonly<Record<RepeatKind, string>> = {
  day: "Every day",
  weekday: "Every weekday, Monday to Friday",
  week: "Every week",
  two_weeks: "Every two weeks",
  four_weeks: "Every four weeks",
  month: "Every month, on the same date",
};

/** How many sessions can be compared. */
export const compareMin = 2;
export const compareMax = 10;

export const statusNames: Readonly<Record<SessionStatus, string>> = {
  live: "Live",
  scheduled: "Planned",
  ended: "Ended",
  cancelled: "Cancelled",
};

type InSeries = Pick<SessionInfo, "series_number" | "series_length">;
type Placed = InSeries & Pick<SessionInfo, "course_title" | "series_title">;

/** A session's place in its series: "session 9 of 12", which no line breaks; null without a series. */
export function placeInSeries({ series_number, series_length }: InSeries): string | null {
  if (series_number === null) return null;
  const place = series_length === null ? [series_number] : [series_number, "of", series_length];
  return ["session", ...place].join("\u00a0");
}

/** The course or series that a session belongs to, and its number in the series; empty for one without either. */
export function placeParts(session: Placed): string[] {
  const within = session.course_title ?? session.series_title;
  const place = placeInSeries(session);
  return within === null ? [] : place === null ? [within] : [within, place];
}

/** Where a session belongs: its course and number, else its format. */
export function placeOf(session: Placed & Pick<SessionInfo, "format">): string {
  return placeParts(session).join(", ") || `${formatNames[session.format]}, open to all`;
}
