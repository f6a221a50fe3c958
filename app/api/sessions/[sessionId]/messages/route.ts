import { messageBeacon } from "@/lib/domain/sessions/live/events";
import { liveTrackingRoute, preflight } from "@/lib/flows/ingest/tracking-route";

export const POST = liveTrackingRoute("messages", {
  summary: "Record what somebody wrote in a session's chat; sent twice under one id it is recorded once",
  body: messageBeacon,
  example: {
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
