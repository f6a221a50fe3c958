import type { RepeatKind, Repeats } from "@/lib/domain/sessions/forms";
import type {
  ChangeSessionForm,
  NewSessionForm,
  SessionFormValues,
  SessionSettings,
} from "@/lib/domain/sessions/session-form";
import type { Texts } from "../../ui/use-edit";

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

const timesIn = (given: FormData) => ({
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

/** The settings and times that were changed in the form. */
export function changeIn(
  given: FormData,
  values: SessionFormValues,
): Omit<ChangeSessionForm, "session_id" | "revision"> {
  const settings = Object.entries(settingsIn(given)).filter(
    ([name, value]) => value !== values[name as keyof SessionSettings],
  );
  const when = timesIn(given);
  const moved = when.day !== values.day || when.start !== values.start || when.end !== values.end;
  const changed = (name: "started" | "ended" | "recording_time") =>
    given.has(name) && withoutZeroSeconds(textIn(given, name)) !== withoutZeroSeconds(values[name])
      ? { [name]: textOrNull(given, name) }
      : {};
  return {
    ...Object.fromEntries(settings),
    scope: textIn(given, "scope") === "following" ? "following" : "this",
    ...(moved ? { when } : {}),
    ...changed("started"),
    ...changed("ended"),
    ...changed("recording_time"),
  };
}

/** What is compared of two versions of a session, as texts by field; an empty text where there is nothing, or a box is not ticked. */
export const sessionTexts = ({ revision: _, ...values }: Partial<SessionFormValues>): Texts =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value === null || value === undefined || value === false ? "" : String(value),
    ]),
  );

/** The texts of what was changed in the form. */
export function changedTexts(given: FormData, values: SessionFormValues): Texts {
  const { scope: _, when, ...rest } = changeIn(given, values);
  return sessionTexts({ ...when, ...rest } as Partial<SessionFormValues>);
}
