import { z } from "zod";
import { instant, whole } from "@/lib/http/contract";
import { oneDecimal } from "@/lib/measure/rounding";
import { engagementAnswer, sessionNumbers } from "../schema";
import { type Session, sessionInfo, sessionInfoOf, sessionStatuses } from "../session";

/* The events of live sessions: the state of one, and all of them as rows of the Live page. */

/** The event of a live session's page: the whole state each time, so that nothing is missed. */
export const liveState = z.object({
  session_id: z.string(),
  version: whole,
  at: instant,
  session_status: z.enum(sessionStatuses),
  current_viewers: whole,
  numbers: sessionNumbers,
  /** Minute by minute, as in `EngagementAnswer`. */
  timeline: engagementAnswer.shape.timeline,
  /** The latest messages, the newest first. */
  latest_messages: z.array(
    z.object({
      id: z.string(),
      /** The account of its author; null for a guest. */
      user_id: z.string().nullable(),
      name: z.string(),
      text: z.string(),
      question: z.boolean(),
      sent_at: instant,
    }),
  ),
});
export type LiveState = z.infer<typeof liveState>;

/** A live session as a row of the Live page, computed from its state. */
export const liveRow = sessionInfo.extend({
  ...liveState.pick({ version: true, at: true, current_viewers: true, latest_messages: true }).shape,
  total_registered: whole,
  total_attended: whole,
  peak_count: whole.nullable(),
  chat_message_count: whole,
  questions_asked: whole,
  /** Over the last five minutes. */
  messages_per_minute: z.number(),
  reaction_count: whole,
  reactions_by_type: z.record(z.string(), whole),
  /** At most 100 points, as in the session's own numbers. */
  timeline: sessionNumbers.shape.peak_viewers.shape.timeline,
});
export type LiveRow = z.infer<typeof liveRow>;

/** The event of the Live page: all live sessions each time, the earliest first. */
export const liveRows = z.object({ at: instant, sessions: z.array(liveRow) });
export type LiveRows = z.infer<typeof liveRows>;

/** How many messages a row shows. */
const rowMessagesMax = 3;
/** The period of the chat's messages per minute. */
const paceMinutes = 5;

/** A session's row, from its state. */
export function liveRowOf(session: Session, state: LiveState): LiveRow {
  const { attendance, engagement, peak_viewers } = state.numbers;
  return {
    ...sessionInfoOf(session, new Date(state.at)),
    version: state.version,
    at: state.at,
    current_viewers: state.current_viewers,
    total_registered: attendance.total_registered,
    total_attended: attendance.total_attended,
    peak_count: peak_viewers.peak_count,
    // A live session records messages; only a report can lack them.
    chat_message_count: engagement.chat_message_count ?? 0,
    questions_asked: engagement.questions_asked ?? 0,
    messages_per_minute: messagesPerMinute(session, state),
    reaction_count: engagement.reaction_count ?? 0,
    reactions_by_type: engagement.reactions_by_type,
    timeline: peak_viewers.timeline,
    latest_messages: state.latest_messages.slice(0, rowMessagesMax),
  };
}

/** Messages a minute over the last five minutes; over at least a minute, so that the first message does not give a high rate. */
function messagesPerMinute(session: Session, { at, timeline }: LiveState): number {
  const from = session.begun_at.getTime();
  const elapsed = Math.max(0, Date.parse(at) - from) / 60_000;
  const first = Math.max(0, Math.floor(elapsed) - paceMinutes + 1);
  const messages = timeline
    .filter(({ minute }) => minute >= first)
    .reduce((sum, one) => sum + one.messages, 0);
  return oneDecimal(messages / Math.max(1, elapsed - first));
}
