import { minuteColumns } from "@/lib/domain/sessions/export";
import { sessionParams } from "@/lib/domain/sessions/filters";
import { exampleInfo } from "@/lib/domain/sessions/fixtures";
import { minuteRows } from "@/lib/domain/sessions/minutes";
import { minutesOf } from "@/lib/domain/sessions/queries/engagement";
import { numbersOf } from "@/lib/domain/sessions/queries/numbers";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { csvRoute } from "@/lib/http/csv";

export const GET = csvRoute({
  summary: "One session minute by minute as CSV: people present, messages, questions and reactions",
  auth: "staff",
  params: sessionParams,
  example: {
    params: { sessionId: exampleInfo.session_id },
    answer: "Minute,At,Present,Messages,Questions,Reactions\r\n0,2026-11-18T18:02:00.000+00:00,9,0,0,0\r\n",
  },
  action: "session_timeline.export",
  async file({ ctx, params }) {
    const session = await reachSession(ctx.scope, params.sessionId);
    const [numbers, timeline] = await Promise.all([numbersOf(session, ctx.now), minutesOf(session, ctx.now)]);
    return {
      target: { type: "session", ...session },
      name: `session-${session.id}-timeline`,
      columns: minuteColumns(session.begun_at, session.time_zone),
      batches: [minuteRows(numbers, timeline)],
    };
  },
});
