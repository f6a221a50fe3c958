import { liveAnswer, liveParams } from "@/lib/domain/sessions/live/events";
import { liveSource } from "@/lib/flows/ingest/sources/live";
import { preflight, trackingRoute } from "@/lib/flows/ingest/transports";

export const POST = trackingRoute(liveSource, "presence", {
  summary: "Report that a client is present: when it joins, every 15 seconds, and when it leaves",
  params: liveParams,
  answer: liveAnswer,
  example: {
    params: { sessionId: "statistics-week-7" },
    body: {
      event: "heartbeat",
      client_id: "9c0de7a2-3f61-4f0e-8e44-2b7f90c1d6aa",
      at: "2026-11-18T18:15:00.000Z",
    },
    answer: { success: true, session_status: "live" },
  },
});

export const OPTIONS = preflight;
