import { z } from "zod";
import { exampleInfo } from "@/lib/domain/sessions/fixtures";
import { followLiveSessions } from "@/lib/flows/realtime/live";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "Follow all your live sessions, at most 50, as server-sent events: the whole list, first at once and then after every change",
  auth: "staff",
  answer: z.string(),
  answerType: "text/event-stream",
  example: {
    answer: `retry: 1000\n\nevent: sessions\nid: 1\ndata: {"at":"2026-11-18T18:41:10.000Z","sessions":[{"session_id":"${exampleInfo.session_id}","title":"${exampleInfo.title}","current_viewers":33}]}\n\n`,
  },
  handler: ({ ctx: { scope }, request }) => followLiveSessions(request, scope),
});
