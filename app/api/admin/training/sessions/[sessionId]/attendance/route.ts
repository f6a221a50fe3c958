import { attendeesQuery, sessionParams } from "@/lib/domain/sessions/filters";
import { exampleAttendee, exampleInfo, exampleNumbers } from "@/lib/domain/sessions/fixtures";
import { attendance } from "@/lib/domain/sessions/queries/attendees";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { attendanceAnswer } from "@/lib/domain/sessions/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Who attended one session, when and for how long",
  auth: "staff",
  params: sessionParams,
  query: attendeesQuery,
  answer: attendanceAnswer,
  example: {
    params: { sessionId: exampleInfo.session_id },
    query: { status: "came", sort: "minutes" },
    answer: {
      success: true,
      session_id: exampleInfo.session_id,
      attendance: exampleNumbers.attendance,
      items: [exampleAttendee],
      total: 36,
    },
  },
  async handler({ ctx: { scope }, params, query }) {
    return attendance(await reachSession(scope, params.sessionId), query, new Date());
  },
});
