import { batchAnswer } from "@/lib/domain/videos/beacons";
import { playbackSource } from "@/lib/flows/ingest/sources/playback";
import { preflight, trackingRoute } from "@/lib/flows/ingest/transports";

export const POST = trackingRoute(playbackSource, "video-batch", {
  summary: "Send up to 100 beacons at once; each gets its own result",
  answer: batchAnswer,
  example: {
    body: [
      {
        type: "view",
        video_id: "residual-plot",
        course_id: "statistics-for-everyone",
        session_id: "5b1e7c44-9a55-4d2f-8c1f-7a100199f3c2",
      },
      {
        type: "progress",
        session_id: "5b1e7c44-9a55-4d2f-8c1f-7a100199f3c2",
        video_id: "residual-plot",
        seq: 0,
        current_position_seconds: 15,
        played: [[0, 15]],
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
