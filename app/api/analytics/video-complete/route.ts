import { completeBeacon, progressAnswer } from "@/lib/domain/videos/schema";
import { preflight, trackingRoute } from "@/lib/flows/ingest/tracking-route";

export const POST = trackingRoute("video-complete", {
  summary: "Say that the player considers the video completed",
  body: completeBeacon,
  answer: progressAnswer,
  example: {
    body: {
      session_id: "5b1e7c44-9a55-4d2f-8c1f-7a100199f3c2",
      video_id: "residual-plot",
      seq: 41,
      watch_time_seconds: 861.3,
      completion_percentage: 94.2,
      played: [[858, 872.4]],
    },
    answer: { success: true },
  },
});

export const OPTIONS = preflight;
