import { messagesQuery, sessionParams } from "@/lib/domain/sessions/filters";
import { exampleInfo, exampleMessage } from "@/lib/domain/sessions/fixtures";
import { messagesAnswer } from "@/lib/domain/sessions/messages";
import { messageNumbersOf, sessionMessages } from "@/lib/domain/sessions/queries/messages";
import { deletionsOf, reachSession } from "@/lib/domain/sessions/queries/session";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "What people wrote in one session: its messages and questions, and which are answered",
  auth: "staff",
  params: sessionParams,
  query: messagesQuery,
  answer: messagesAnswer,
  example: {
    params: { sessionId: exampleInfo.session_id },
    query: { show: "unanswered" },
    answer: {
      success: true,
      session_id: exampleInfo.session_id,
      chat_message_count: 58,
      unique_chatters: 21,
      questions_asked: 15,
      unique_askers: 10,
      questions_answered: 12,
      median_answer_seconds: 48,
      deleted_at: null,
      items: [exampleMessage],
      total: 3,
    },
  },
  async handler({ ctx: { scope }, params, query }) {
    const session = await reachSession(scope, params.sessionId);
    const [numbers, page, { chat_deleted_at }] = await Promise.all([
      messageNumbersOf(session),
      sessionMessages(session, query),
      deletionsOf(session),
    ]);
    const deleted_at = chat_deleted_at?.toISOString() ?? null;
    return { success: true as const, session_id: session.id, deleted_at, ...numbers, ...page };
  },
});
