import { z } from "zod";
import { attendanceColumns } from "@/lib/domain/sessions/export";
import { attendeesQuery, sessionParams } from "@/lib/domain/sessions/filters";
import { exampleInfo } from "@/lib/domain/sessions/fixtures";
import { attendeesInBatches } from "@/lib/domain/sessions/queries/attendees";
import { reachSession } from "@/lib/domain/sessions/queries/reach";
import { csvDownload } from "@/lib/flows/exports/download";
import { route } from "@/lib/http/route";
import { dayOf } from "@/lib/platform/time";

export const GET = route({
  summary: "One session's attendance as CSV: every row that the search leaves, whatever the page",
  auth: "staff",
  params: sessionParams,
  query: attendeesQuery,
  answer: z.string(),
  answerType: "text/csv",
  example: {
    params: { sessionId: exampleInfo.session_id },
    answer:
      "Session Name,Attendee Name,Email\r\nResiduals,Afonso Teixeira,afonso.teixeira@harbour.example\r\n",
  },
  async handler({ ctx, params, query }) {
    const session = await reachSession(ctx.scope, params.sessionId);
    const now = new Date();
    return csvDownload({
      ctx,
      school_id: session.school_id,
      fileName: `session-${session.id}-attendance-${dayOf(now, session.time_zone)}.csv`,
      action: "session_attendance.export",
      target: { type: "session", id: session.id },
      columns: attendanceColumns(session.title, session.time_zone),
      batches: attendeesInBatches(session, query, now),
    });
  },
});
