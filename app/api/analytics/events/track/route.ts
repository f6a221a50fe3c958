import { learningAnswer } from "@/lib/domain/learning/events";
import { learningSource } from "@/lib/flows/ingest/sources/learning";
import { preflight, trackingRoute } from "@/lib/flows/ingest/transports";

export const POST = trackingRoute(learningSource, "events/track", {
  summary: "Send one learning event, or up to 100 at once; each gets its own result",
  answer: learningAnswer,
  example: {
    body: [
      {
        event_type: "session_start",
        id: "5b1e7c44-9a55-4d2f-8c1f-7a100199f3c2",
        occurred_at: "2026-11-20T09:31:00.000Z",
        properties: { session_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b11" },
      },
      {
        event_type: "material_view",
        id: "8f6b0f2e-3c55-4a8e-9a0e-5c1b7d9e2f40",
        occurred_at: "2026-11-20T09:31:20.000Z",
        properties: {
          session_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b11",
          material_id: "lesson-7-slides",
          material_type: "pdf",
          interaction_type: "opened",
          progress_percentage: 20,
        },
      },
    ],
    answer: {
      success: true,
      results: [
        { index: 0, status: 200 },
        { index: 1, status: 200 },
      ],
    },
  },
});

export const OPTIONS = preflight;
