import { progressAnswer } from "@/lib/domain/videos/beacons";
import { playbackSource } from "@/lib/flows/ingest/sources/playback";
import { preflight, trackingRoute } from "@/lib/flows/ingest/transports";

export const POST = trackingRoute(playbackSource, "video-progress", {
  summary: "Say what was played since the last beacon",
  answer: progressAnswer,
  example: {
    body: {
      session_id: "5b1e7c44-9a55-4d2f-8c1f-7a100199f3c2",
      video_id: "residual-plot",
      seq: 3,
      current_position_seconds: 101.2,
      played: [
        [12, 27],
        [90.5, 101.2],
      ],
      play_count: 2,
      seek_count: 1,
      average_playback_speed: 1.25,
    },
    answer: { success: true },
  },
  otherBodies: {
    "a position and a watch time, which two consecutive beacons prove": {
      session_id: "5b1e7c44-9a55-4d2f-8c1f-7a100199f3c2",
      video_id: "residual-plot",
      seq: 4,
      current_position_seconds: 116.4,
      watch_time_seconds: 40.4,
    },
  },
});

export const OPTIONS = preflight;
