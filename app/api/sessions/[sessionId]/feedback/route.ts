import { liveAnswer, liveParams } from "@/lib/domain/sessions/live/events";
import { liveSource } from "@/lib/flows/ingest/sources/live";
import { preflight, trackingRoute } from "@/lib/flows/ingest/transports";

export const POST = trackingRoute(liveSource, "feedback", {
  summary: "Rate a session, while it is live or afterwards; each attendee's latest rating counts",
  params: liveParams,
  answer: liveAnswer,
  example: {
    params: { sessionId: "statistics-week-7" },
    body: {
      rating: 4,
      comment: "The worked example helped.",
      client_id: "9c0de7a2-3f61-4f0e-8e44-2b7f90c1d6aa",
    },
    answer: { success: true, session_status: "live" },
  },
});

export const OPTIONS = preflight;
