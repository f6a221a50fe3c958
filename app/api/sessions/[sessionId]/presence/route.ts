import { presenceBeacon } from "@/lib/domain/sessions/live/events";
import { liveTrackingRoute, preflight } from "@/lib/flows/ingest/tracking-route";

export const POST = liveTrackingRoute("presence", {
  summary: "Say that a client is there: when it joins, every 15 seconds, and when it leaves",
  body: presenceBeacon,
  example: {
    body: {
      event: "heartbeat",
      client_id: "9c0de7a2-3f61-4f0e-8e44-2b7f90c1d6aa",
      at: "2026-11-18T18:15:00.000Z",
    },
    answer: { success: true, session_status: "live" },
  },
});

export const OPTIONS = preflight;
