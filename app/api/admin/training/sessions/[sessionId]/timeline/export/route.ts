import { z } from "zod";
import { minuteColumns } from "@/lib/domain/sessions/export";
import { sessionParams } from "@/lib/domain/sessions/filters";
import { exampleInfo } from "@/lib/domain/sessions/fixtures";
import { minuteRows } from "@/lib/domain/sessions/minute-rows";
import { minutesOf } from "@/lib/domain/sessions/queries/engagement";
import { numbersOf } from "@/lib/domain/sessions/queries/numbers";
import { reachSession } from "@/lib/domain/sessions/queries/reach";
import { csvDownload } from "@/lib/flows/exports/download";
import { route } from "@/lib/http/route";
import { dayOf } from "@/lib/platform/time";

export const GET = route({
  summary: "One session minute by minute as CSV: who was there, and what they did",
  auth: "staff",
  params: sessionParams,
  answer: z.string(),
  answerType: "text/csv",
  example: {
    params: { sessionId: exampleInfo.session_id },
    answer: "Minute,At,Present,Messages,Questions,Reactions\r\n0,2026-11-18T18:02:00.000+00:00,9,0,0,0\r\n",
  },
  async handler({ ctx, params }) {
    const session = await reachSession(ctx.scope, params.sessionId);
    const now = new Date();
    const [numbers, timeline] = await Promise.all([numbersOf(session, now), minutesOf(session, now)]);
    return csvDownload({
      ctx,
      school_id: session.school_id,
      fileName: `session-${session.id}-timeline-${dayOf(now, session.time_zone)}.csv`,
      action: "session_timeline.export",
      target: { type: "session", id: session.id },
      columns: minuteColumns(session.started_at ?? session.scheduled_start, session.time_zone),
      batches: [minuteRows(numbers, timeline)],
    });
  },
});
