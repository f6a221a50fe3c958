import { attendeeParams, changeAttendeeBody, changedAttendeeAnswer } from "@/lib/domain/sessions/forms";
import { changeAttendee } from "@/lib/domain/sessions/mutations/attendees";
import { route } from "@/lib/http/route";

const attendeeId = "0192f3a4-7d10-7b21-8f00-6d1f0c7a9e01";

export const PATCH = route({
  summary: "Match an attendee to a user of the school, merge them with another attendee, or rename them",
  auth: "staff",
  params: attendeeParams,
  body: changeAttendeeBody,
  answer: changedAttendeeAnswer,
  example: {
    params: { sessionId: "statistics-week-7", attendeeId },
    body: { name: "Afonso Teixeira" },
    answer: { success: true, attendee_id: attendeeId },
  },
  async handler({ ctx, params, body }) {
    return {
      success: true as const,
      ...(await changeAttendee(ctx, params.sessionId, params.attendeeId, body)),
    };
  },
});
