import { progressAnswer } from "@/lib/domain/videos/beacons";
import { playbackSource } from "@/lib/flows/ingest/sources/playback";
import { preflight, trackingRoute } from "@/lib/flows/ingest/transports";

export const POST = trackingRoute(playbackSource, "video-complete", {
  summary: "Say that the player considers the video completed",
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
  otherBodies: {
    "a watch time and a percentage, which are only reported": {
      session_id: "5b1e7c44-9a55-4d2f-8c1f-7a100199f3c2",
      video_id: "residual-plot",
      watch_time_seconds: 861.3,
      completion_percentage: 94.2,
    },
  },
});

export const OPTIONS = preflight;
