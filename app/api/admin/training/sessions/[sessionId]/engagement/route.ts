import { engagementQuery, sessionParams } from "@/lib/domain/sessions/filters";
import { exampleAttendee, exampleInfo, exampleNumbers } from "@/lib/domain/sessions/fixtures";
import { engagement } from "@/lib/domain/sessions/queries/engagement";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { engagementAnswer } from "@/lib/domain/sessions/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Messages, questions and reactions of one session: in total, by minute and by attendee",
  auth: "staff",
  params: sessionParams,
  query: engagementQuery,
  answer: engagementAnswer,
  example: {
    params: { sessionId: exampleInfo.session_id },
    answer: {
      success: true,
      session_id: exampleInfo.session_id,
      engagement: exampleNumbers.engagement,
      timeline: [{ minute: 12, messages: 3, questions: 1, unanswered: 1, reactions: 0 }],
      attendees: [
        {
          attendee_id: exampleAttendee.attendee_id,
          user_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02",
          name: exampleAttendee.name,
          messages: 5,
          questions: 2,
          reactions: 4,
        },
      ],
      total: 25,
    },
  },
  async handler({ ctx: { scope }, params, query }) {
    return engagement(await reachSession(scope, params.sessionId), query, new Date());
  },
});
