import { z } from "zod";
import { sessionParams } from "@/lib/domain/sessions/filters";
import { exampleInfo } from "@/lib/domain/sessions/fixtures";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { followSession } from "@/lib/flows/realtime/live";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "Follow a live session as server-sent events: its whole state, first at once and then after every change",
  auth: "staff",
  params: sessionParams,
  answer: z.string(),
  answerType: "text/event-stream",
  example: {
    params: { sessionId: "statistics-week-7" },
    answer: `retry: 1000\n\nevent: state\nid: 214\ndata: {"session_id":"${exampleInfo.session_id}","version":214,"at":"2026-11-18T18:41:10.000Z","session_status":"live","current_viewers":33}\n\n`,
  },
  async handler({ ctx: { scope }, params, request }) {
    const session = await reachSession(scope, params.sessionId);
    return followSession(request, session.id);
  },
});
