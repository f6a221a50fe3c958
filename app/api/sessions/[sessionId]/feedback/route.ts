import { feedbackBeacon } from "@/lib/domain/sessions/live/events";
import { liveTrackingRoute, preflight } from "@/lib/flows/ingest/tracking-route";

export const POST = liveTrackingRoute("feedback", {
  summary: "Rate a session, while it goes on or afterwards; the latest rating of an attendee stands",
  body: feedbackBeacon,
  example: {
    body: {
      rating: 4,
      comment: "The worked example helped.",
      client_id: "9c0de7a2-3f61-4f0e-8e44-2b7f90c1d6aa",
    },
    answer: { success: true, session_status: "live" },
  },
});

export const OPTIONS = preflight;
