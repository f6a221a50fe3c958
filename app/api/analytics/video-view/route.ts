import { viewAnswer } from "@/lib/domain/videos/beacons";
import { playbackSource } from "@/lib/flows/ingest/sources/playback";
import { preflight, trackingRoute } from "@/lib/flows/ingest/transports";

export const POST = trackingRoute(playbackSource, "video-view", {
  summary: "Say that a player has loaded a video",
  answer: viewAnswer,
  example: {
    body: {
      video_id: "residual-plot",
      course_id: "statistics-for-everyone",
      session_id: "5b1e7c44-9a55-4d2f-8c1f-7a100199f3c2",
      video_duration_seconds: 872.4,
    },
    answer: {
      success: true,
      analytics_id: "5b1e7c44-9a55-4d2f-8c1f-7a100199f3c2",
      session_id: "5b1e7c44-9a55-4d2f-8c1f-7a100199f3c2",
      resume_position_seconds: null,
    },
  },
});

export const OPTIONS = preflight;
