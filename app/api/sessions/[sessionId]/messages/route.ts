import { liveAnswer, liveParams } from "@/lib/domain/sessions/live/events";
import { liveSource } from "@/lib/flows/ingest/sources/live";
import { preflight, trackingRoute } from "@/lib/flows/ingest/transports";

export const POST = trackingRoute(liveSource, "messages", {
  summary: "Record a message in a session's chat; the same id is recorded once",
  params: liveParams,
  answer: liveAnswer,
  example: {
    params: { sessionId: "statistics-week-7" },
    body: {
      id: "3f4a1c77-0d9e-4b6f-9a3c-5e21d80b7c14",
      text: "Why are the residuals squared?",
      client_id: "9c0de7a2-3f61-4f0e-8e44-2b7f90c1d6aa",
      at: "2026-11-18T18:15:04.210Z",
    },
    answer: { success: true, session_status: "live" },
  },
});

export const OPTIONS = preflight;
