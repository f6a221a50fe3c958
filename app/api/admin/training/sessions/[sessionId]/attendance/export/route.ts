import { attendanceColumns } from "@/lib/domain/sessions/export";
import { attendeesQuery, sessionParams } from "@/lib/domain/sessions/filters";
import { exampleInfo } from "@/lib/domain/sessions/fixtures";
import { attendeesInBatches } from "@/lib/domain/sessions/queries/attendees";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { csvRoute } from "@/lib/http/csv";

export const GET = csvRoute({
  summary: "One session's attendance as CSV: all rows that match the search",
  auth: "teaching",
  params: sessionParams,
  query: attendeesQuery,
  example: {
    params: { sessionId: exampleInfo.session_id },
    answer:
      "Session Name,Attendee Name,Email\r\nResiduals,Afonso Teixeira,afonso.teixeira@harbour.example\r\n",
  },
  action: "session_attendance.export",
  async file({ ctx, params, query }) {
    const session = await reachSession(ctx.scope, params.sessionId);
    return {
      target: { type: "session", ...session },
      name: `session-${session.id}-attendance`,
      columns: attendanceColumns(session.title, session.time_zone),
      batches: attendeesInBatches(session, query, ctx.now),
    };
  },
});
