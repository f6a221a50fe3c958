import { messageColumns } from "@/lib/domain/sessions/export";
import { messagesQuery, sessionParams } from "@/lib/domain/sessions/filters";
import { exampleInfo } from "@/lib/domain/sessions/fixtures";
import { messagesInBatches } from "@/lib/domain/sessions/queries/messages";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { csvRoute } from "@/lib/http/csv";

export const GET = csvRoute({
  summary: "One session's messages as CSV: all that match the search",
  auth: "teaching",
  params: sessionParams,
  query: messagesQuery,
  example: {
    params: { sessionId: exampleInfo.session_id },
    answer:
      "Time,Person,Role,Text,Question,Answered,Answered by,Answered at\r\n2026-11-18T18:43:10.000+00:00,Luís Godinho,Attendee,How many points do we need?,Yes,No,,\r\n",
  },
  action: "session_messages.export",
  async file({ ctx, params, query }) {
    const session = await reachSession(ctx.scope, params.sessionId);
    return {
      target: { type: "session", ...session },
      name: `session-${session.id}-messages`,
      columns: messageColumns(session.time_zone),
      batches: messagesInBatches(session, query),
    };
  },
});
