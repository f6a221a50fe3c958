import { liveAnswer, liveParams } from "@/lib/domain/sessions/live/events";
import { liveSource } from "@/lib/flows/ingest/sources/live";
import { preflight, trackingRoute } from "@/lib/flows/ingest/transports";

export const POST = trackingRoute(liveSource, "reactions", {
  summary: "Record a reaction, an emoji or a name; the same id is recorded once",
  params: liveParams,
  answer: liveAnswer,
  example: {
    params: { sessionId: "statistics-week-7" },
    body: {
      id: "7d2b9e05-61aa-4c3d-8f17-90c4e6b2d3f8",
      type: "👏",
      client_id: "9c0de7a2-3f61-4f0e-8e44-2b7f90c1d6aa",
      at: "2026-11-18T18:16:30.000Z",
    },
    answer: { success: true, session_status: "live" },
  },
});

export const OPTIONS = preflight;
