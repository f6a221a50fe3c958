import { z } from "zod";
import { instant, numberOrNull, whole } from "@/lib/http/contract";
import { pairs, type Ranges } from "@/lib/measure/ranges";
import { withoutBreaks } from "./departures";
import type { SessionWindow } from "./session";

/* What people wrote in a session: the contract of its messages, and what was written and who left around a moment. */

export const messageRow = z.object({
  message_id: z.string(),
  sent_at: instant,
  attendee_id: z.string(),
  /** The account of who wrote it; null for a guest. */
  user_id: z.string().nullable(),
  name: z.string(),
  /** Of a person who runs the session: shown, and counted nowhere. */
  host: z.boolean(),
  text: z.string(),
  /** A question from the audience. */
  question: z.boolean(),
  /** How the question was answered; null for one that is not, and for other messages. */
  answer: z
    .object({
      marked_at: instant,
      /** The message that answers it; null if it was answered aloud. */
      message: z
        .object({
          message_id: z.string(),
          user_id: z.string().nullable(),
          name: z.string(),
          text: z.string(),
          sent_at: instant,
        })
        .nullable(),
    })
    .nullable(),
});
export type MessageRow = z.infer<typeof messageRow>;

/** What the audience did in a minute of the session. */
export const minuteActivity = z.object({
  minute: whole,
  messages: whole,
  questions: whole,
  /** Of these questions, those that are not marked as answered. */
  unanswered: whole,
  reactions: whole,
});

/** The audience's messages and questions. */
export const messageNumbers = z.object({
  chat_message_count: whole,
  unique_chatters: whole,
  questions_asked: whole,
  unique_askers: whole,
  questions_answered: whole,
  median_answer_seconds: numberOrNull,
});
export type MessageNumbers = z.infer<typeof messageNumbers>;

export const messagesAnswer = messageNumbers.extend({
  success: z.literal(true),
  session_id: z.string(),
  /** When messages were deleted by their age: the numbers are of those that are left. */
  deleted_at: instant.nullable(),
  items: z.array(messageRow),
  total: whole,
});

/** A moment of a session that somebody opened: a question, or a stretch in which people left. */
export const openedMoment = z.object({ at: instant.optional(), until: instant.optional() });

const aroundMs = 2 * 60_000;
/** A longer stretch is cut: what was said around it would be the whole session. */
const stretchMaxMs = 30 * 60_000;

/** The time around a moment, two minutes before and after; null if none is opened. */
export function timeAround({ at, until }: z.output<typeof openedMoment>) {
  if (at === undefined) return null;
  const from = Date.parse(at);
  const to = Math.min(Math.max(from, Date.parse(until ?? at)), from + stretchMaxMs);
  return {
    from: new Date(from - aroundMs),
    at: new Date(from),
    until: new Date(to),
    to: new Date(to + aroundMs),
  };
}

/** One person's visits, in epoch milliseconds. */
export type Visitor = { attendee_id: string; user_id: string | null; name: string; stays: Ranges };
export type Departure = Omit<Visitor, "stays"> & { at: string };

/** Who left between two instants and was not back within 10 minutes, in the order of time; nobody leaves by the session's end. */
export function departuresBetween(
  visitors: readonly Visitor[],
  { from, to }: SessionWindow,
  ending: { to: number; live: boolean },
): Departure[] {
  return visitors
    .flatMap(({ stays, ...who }) =>
      pairs(withoutBreaks(stays, ending)).flatMap(([, until]) =>
        until >= from.getTime() && until < to.getTime() && until < ending.to
          ? [{ ...who, at: new Date(until).toISOString() }]
          : [],
      ),
    )
    .sort((a, b) => a.at.localeCompare(b.at) || a.attendee_id.localeCompare(b.attendee_id));
}
