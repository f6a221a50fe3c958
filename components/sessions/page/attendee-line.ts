import type { AttendeeRow } from "@/lib/domain/sessions/schema";
import type { SessionStatus } from "@/lib/domain/sessions/session";
import { ofBase, plural, unknown } from "@/lib/platform/format";

/** One person of a session as the attendance table shows them; instants are texts, made on the server. */
export type AttendeeLine = Pick<
  AttendeeRow,
  "name" | "email" | "attended" | "minutes" | "messages" | "questions" | "reactions"
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
  /** Share of the recording that they watched; null where they watched nothing or it was not recorded. */
  recording: number | null;
  rating: string;
  seen: number | null;
};

const statuses: Readonly<Record<AttendeeRow["status"], string>> = {
  on_time: "On time",
  late: "Late",
  walk_in: "Walked in",
  attended: "Attended",
  did_not_come: "Did not attend",
  cancelled: "Cancelled",
};

/** `clock`: an instant in the school's time zone, `18:02`. */
export function attendeeLine(
  row: AttendeeRow,
  status: SessionStatus,
  clock: (isoInstant: string) => string,
): AttendeeLine {
  const joined = row.first_join && clock(row.first_join);
  const left = leftOf(row, status, clock);
  const yet = row.status === "did_not_come" && status !== "ended";
  return {
    id: row.attendee_id,
    name: row.name,
    email: row.email,
    status: { text: yet ? "Not here yet" : statuses[row.status], late: row.status === "late" },
    attended: row.attended,
    joined,
    left,
    spans: row.spans.map(([from, to]) => ({ from, to })),
    presence: presenceOf(row, joined, left),
    minutes: row.minutes,
    messages: row.messages,
    questions: row.questions,
    reactions: row.reactions,
    recording: row.vod?.watched ? row.vod.completion_percentage : null,
    rating: row.rating === null ? unknown : ofBase(row.rating, 5),
    seen: row.coverage_percentage,
  };
}

function leftOf(
  row: AttendeeRow,
  status: SessionStatus,
  clock: (isoInstant: string) => string,
): AttendeeLine["left"] {
  if (row.first_join === null) return null;
  if (row.last_leave === null) return status === "live" ? { text: "still here", words: true } : null;
  return status === "ended" && row.stayed_to_end
    ? { text: "to the end", words: true }
    : { text: clock(row.last_leave), words: false };
}

function presenceOf(row: AttendeeRow, joined: string | null, left: AttendeeLine["left"]): string {
  if (!row.attended) return "Did not attend";
  if (joined === null) return "Times not recorded";
  const stays = row.spans.length > 1 ? ` in ${row.spans.length} stays` : "";
  return `Present ${span(joined, left)}${stays}`;
}

/** `18:02 to 19:26`, `18:05 to the end`, `18:05, still here`. */
function span(joined: string, left: AttendeeLine["left"]): string {
  if (!left) return `from ${joined}`;
  if (!left.words) return `${joined} to ${left.text}`;
  return left.text === "to the end" ? `${joined} ${left.text}` : `${joined}, ${left.text}`;
}

/** Under the strip on a phone: when they were present, and what they did. */
export function lineWords(line: AttendeeLine): { when: string; did: string } {
  if (!line.attended) return { when: line.status.text, did: "" };
  return {
    when: line.joined === null ? "times not recorded" : span(line.joined, line.left),
    did: `${plural(line.messages, "message")}, ${plural(line.questions, "question")}`,
  };
}
