import { z } from "zod";
import { siteAddress } from "@/lib/auth/site";
import { calendarOf } from "@/lib/domain/sessions/calendar";
import { calendarQuery, sessionParams } from "@/lib/domain/sessions/filters";
import { exampleInfo } from "@/lib/domain/sessions/fixtures";
import { calendarSessions } from "@/lib/domain/sessions/queries/own";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "A session for a calendar, as an iCalendar file: alone, or with the later ones of its series",
  auth: "signed_in",
  params: sessionParams,
  query: calendarQuery,
  answer: z.string(),
  answerType: "text/calendar",
  example: {
    params: { sessionId: exampleInfo.session_id },
    answer:
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Residuals and what they tell you\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
  },
  async handler({ ctx: { scope, now }, params, query, request, language }) {
    const sessions = await calendarSessions(scope, params.sessionId, query.scope);
    const origin = await siteAddress(request.headers);
    return new Response(calendarOf(sessions, origin, now, language), {
      headers: {
        "content-type": "text/calendar; charset=utf-8",
        "content-disposition": `attachment; filename="session-${sessions[0]?.id}.ics"`,
        "cache-control": "no-store",
      },
    });
  },
});
