import type { AttendeeRow } from "@/lib/domain/sessions/schema";
import type { SessionStatus } from "@/lib/domain/sessions/session";
import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";

/** One person of a session as the attendance table shows them; instants are texts, made on the server. */
export type AttendeeLine = Pick<
  AttendeeRow,
  "user_id" | "name" | "email" | "attended" | "minutes" | "messages" | "questions" | "reactions"
> & {
  id: string;
  status: { text: string; late: boolean };
  /** In the school's time zone; null if it was not recorded or they did not attend. */
  joined: string | null;
  /** The same, or in words: "to the end", "still here". */
  left: { text: string; words: boolean } | null;
  spans: { from: number; to: number }[];
  /** The strip's text: "Present 18:02 to 19:26". */
  presence: string;
  /** On a phone, under the strip: when they were present, and what they did. */
  when: string;
  did: string;
  /** Share of the recording that they watched; null where they watched nothing or it was not recorded. */
  recording: number | null;
  rating: string;
  seen: number | null;
};

/** `clock`: an instant in the school's time zone, `18:02`. */
export function attendeeLine(
  row: AttendeeRow,
  status: SessionStatus,
  clock: (isoInstant: string) => string,
  language: Language,
): AttendeeLine {
  const { t, ofBase } = language;
  const joined = row.first_join && clock(row.first_join);
  const left = leftOf(row, status);
  const yet = row.status === "did_not_come" && status !== "ended";
  const shown = t(`session.attendee.status.${yet ? "not_yet" : row.status}`);
  const when = joined && t("session.attendee.when", { joined, left: writtenLeft(left, clock) });
  return {
    id: row.attendee_id,
    user_id: row.user_id,
    name: row.name,
    email: row.email,
    status: { text: shown, late: row.status === "late" },
    attended: row.attended,
    joined,
    left:
      left === "unknown"
        ? null
        : left === "still_here" || left === "to_the_end"
          ? { text: t(`session.attendee.${left}`), words: true }
          : { text: clock(left.at), words: false },
    spans: row.spans.map(([from, to]) => ({ from, to })),
    presence: !row.attended
      ? t("session.attendee.status.did_not_come")
      : when
        ? t("session.attendee.present", { when, stays: Math.max(1, row.spans.length) })
        : t("session.attendee.no_times"),
    when: row.attended ? (when ?? t("session.attendee.no_times_short")) : shown,
    did: row.attended ? t("session.attendee.did", { messages: row.messages, questions: row.questions }) : "",
    minutes: row.minutes,
    messages: row.messages,
    questions: row.questions,
    reactions: row.reactions,
    recording: row.vod?.watched ? row.vod.completion_percentage : null,
    rating: row.rating === null ? unknown : ofBase(row.rating, 5),
    seen: row.coverage_percentage,
  };
}

/** When a person left for the last time. */
type Left = { at: string } | "still_here" | "to_the_end" | "unknown";

function leftOf(row: AttendeeRow, status: SessionStatus): Left {
  if (row.first_join === null) return "unknown";
  if (row.last_leave === null) return status === "live" ? "still_here" : "unknown";
  return status === "ended" && row.stayed_to_end ? "to_the_end" : { at: row.last_leave };
}

const writtenLeft = (left: Left, clock: (isoInstant: string) => string): string =>
  typeof left === "string" ? left : clock(left.at);
