import type { RepeatKind, Repeats } from "@/lib/domain/sessions/forms";
import type { ChangeSessionForm, NewSessionForm, SessionSettings } from "@/lib/domain/sessions/session-form";
import type { EditedSession, PlannedTimes } from "./session-when";

/** What a session's form starts with; days and times are texts of the school's clock, made on the server. */
export type SessionFormValues = SessionSettings &
  PlannedTimes & {
    /** With seconds; empty where it is the session's start. */
    recording_time: string;
  };

const textIn = (given: FormData, name: string) => String(given.get(name) ?? "").trim();
const textOrNull = (given: FormData, name: string) => textIn(given, name) || null;

function settingsIn(given: FormData): SessionSettings {
  const minutes = textIn(given, "on_time_minutes");
  const instructor = textIn(given, "instructor_id");
  return {
    title: textIn(given, "title"),
    format: textIn(given, "format") as SessionSettings["format"],
    course_id: textOrNull(given, "course_id"),
    external_id: textOrNull(given, "external_id"),
    recording_video_id: textOrNull(given, "recording_video_id"),
    chat_enabled: given.has("chat_enabled"),
    anonymous_viewers: given.has("anonymous_viewers"),
    left_out: given.has("left_out"),
    on_time_minutes: minutes === "" ? null : Number(minutes),
    page_url: textOrNull(given, "page_url"),
    ...(instructor ? { instructor_id: instructor } : {}),
  };
}

const timesIn = (given: FormData): PlannedTimes => ({
  day: textIn(given, "day"),
  start: textIn(given, "start"),
  end: textIn(given, "end"),
});

/** How a new session repeats: a number of times, or until a day; the form has a field for one of them. */
function repeatsIn(given: FormData): Partial<Repeats> {
  const repeat = textIn(given, "repeat");
  if (repeat === "") return {};
  return {
    repeat: repeat as RepeatKind,
    repeat_until: textOrNull(given, "repeat_until"),
    ...(given.has("repeat_count") ? { repeat_count: Number(textIn(given, "repeat_count")) } : {}),
  };
}

/** A new session from its form. */
export const newSessionIn = (given: FormData): NewSessionForm => ({
  ...settingsIn(given),
  ...timesIn(given),
  ...repeatsIn(given),
});

/** `18:02:00` and `18:02` are the same time; browsers write either. */
const withoutZeroSeconds = (time: string) => time.replace(/^(\d\d:\d\d):00$/, "$1");

/** A change from the form: the settings, and of the times only those that were changed: the form shows no seconds and must not cut them. */
export function changeIn(
  given: FormData,
  values: SessionFormValues,
  edited: EditedSession,
): ChangeSessionForm {
  const when = timesIn(given);
  const moved = when.day !== values.day || when.start !== values.start || when.end !== values.end;
  const changed = (name: string, before: string) =>
    given.has(name) && withoutZeroSeconds(textIn(given, name)) !== withoutZeroSeconds(before)
      ? { [name]: textOrNull(given, name) }
      : {};
  return {
    ...settingsIn(given),
    session_id: edited.id,
    revision: edited.revision,
    scope: textIn(given, "scope") === "following" ? "following" : "this",
    ...(moved ? { when } : {}),
    ...changed("started", edited.started),
    ...changed("ended", edited.ended),
    ...changed("recording_time", values.recording_time),
  };
}
