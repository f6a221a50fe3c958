import "server-only";
import { and, eq } from "drizzle-orm";
import { ofAttendee } from "@/lib/db/tables/facts";
import { attendees, messages } from "@/lib/db/tables/sessions";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import type { Answer } from "../forms";
import { changed, lockSessions } from "../live/lock";
import { reachSession } from "../queries/session";
import { auditSession } from "./audit";

/**
 * Marks a question as answered, by a later message or aloud, or as not answered. A repeat changes nothing. Throws `not_found` for a
 * message that the session does not have, `conflict` for one that is no question from the audience.
 */
export async function answerQuestion(
  ctx: Context,
  sessionId: string,
  messageId: string,
  { answered, answer_id }: Answer,
): Promise<{ message_id: string }> {
  const session = await reachSession(ctx.scope, sessionId);
  await transaction(async (tx) => {
    await lockSessions(tx, [session.id]);
    const isMessage = (id: string) => and(eq(messages.session_id, session.id), eq(messages.id, id));
    const read = (id: string) =>
      tx
        .select({
          asked: messages.question,
          host: attendees.host,
          sent_at: messages.sent_at,
          answered_at: messages.answered_at,
          answer_id: messages.answer_id,
        })
        .from(messages)
        .innerJoin(attendees, ofAttendee(messages))
        .where(isMessage(id));
    const [question] = await read(messageId);
    if (!question) throw new AppError("not_found", "errors.session.message_unknown");
    if (!question.asked || question.host) throw new AppError("conflict", "errors.session.no_question");
    if (answer_id !== null) {
      const [answer] = await read(answer_id);
      if (!answer || answer_id === messageId || answer.sent_at < question.sent_at)
        throw fieldError("answer_id", "errors.field.answer_later");
    }
    if (answered === (question.answered_at !== null) && answer_id === question.answer_id) return;
    await tx
      .update(messages)
      .set({
        answered_at: answered ? ctx.now : null,
        answered_by: answered ? ctx.scope.user_id : null,
        answer_id,
      })
      .where(isMessage(messageId));
    await changed(tx, [session.id]);
    await auditSession(tx, ctx, "session.answer_question", session, {
      message_id: messageId,
      answered,
      answer_id,
    });
  });
  return { message_id: messageId };
}
