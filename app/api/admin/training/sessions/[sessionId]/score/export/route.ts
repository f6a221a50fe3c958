import { z } from "zod";
import { scoreColumns } from "@/lib/domain/sessions/export";
import { sessionParams } from "@/lib/domain/sessions/filters";
import { exampleInfo } from "@/lib/domain/sessions/fixtures";
import { numbersOf } from "@/lib/domain/sessions/queries/numbers";
import { reachSession } from "@/lib/domain/sessions/queries/reach";
import { csvDownload } from "@/lib/flows/exports/download";
import { glossary } from "@/lib/glossary/glossary";
import { route } from "@/lib/http/route";
import { dayOf } from "@/lib/platform/time";

export const GET = route({
  summary: "One session's engagement score taken apart, as CSV",
  auth: "staff",
  params: sessionParams,
  answer: z.string(),
  answerType: "text/csv",
  example: {
    params: { sessionId: exampleInfo.session_id },
    answer: "Component,Value (%),Weight,Weight here,Points\r\nAttendance rate,81,0.3,0.3,24.286\r\n",
  },
  async handler({ ctx, params }) {
    const session = await reachSession(ctx.scope, params.sessionId);
    const now = new Date();
    const numbers = await numbersOf(session, now);
    return csvDownload({
      ctx,
      school_id: session.school_id,
      fileName: `session-${session.id}-score-${dayOf(now, session.time_zone)}.csv`,
      action: "session_score.export",
      target: { type: "session", id: session.id },
      columns: scoreColumns({
        attendance_rate: glossary.attendance_rate.label,
        engagement_rate: glossary.engagement_rate.label,
        chat_activity: glossary.chat_activity.label,
        peak_retention: glossary.peak_retention.label,
      }),
      batches: [numbers.engagement_score_parts],
    });
  },
});
