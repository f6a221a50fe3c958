import type { Beacon, Progress } from "@/lib/domain/videos/playback";
import { newId } from "@/lib/platform/ids";

/* Beacons as the ingest passes them on, all at one instant. */

export const at = new Date("2026-03-02T10:00:00Z");
const day = "2026-03-02";

/** An empty progress beacon; tests spread it and set what matters. */
export const noProgress: Progress = {
  seq: null,
  played: [],
  position_seconds: null,
  watch_time_seconds: null,
  speed: null,
  plays: null,
  pauses: null,
  seeks: null,
  quality_changes: null,
  rebuffers: null,
  rebuffer_ms: null,
  startup_ms: null,
  retries: null,
  lost: null,
  abandoned: false,
  completion_percentage: null,
  length_ms: null,
  is_live: false,
  quality: {},
};

export function view(
  videoId: string,
  playbackId: string,
  viewerId: string | null = null,
  preview = false,
): Beacon {
  return {
    video_id: videoId,
    playback_id: playbackId,
    received_at: at,
    day,
    view: {
      viewer_id: viewerId,
      preview,
      device: "desktop",
      browser: "Firefox",
      os: "Linux",
      country: "PT",
      referrer: null,
      reported_length_ms: null,
      is_live: false,
      suspect_id: null,
      lesson_id: null,
    },
    progress: null,
  };
}
export function progress(videoId: string, playbackId: string, given: Partial<Progress>): Beacon {
  return {
    video_id: videoId,
    playback_id: playbackId,
    received_at: at,
    day,
    view: null,
    progress: { ...noProgress, ...given },
  };
}
/** A view with its only progress: a whole playback in one beacon. */
export const playback = (videoId: string, viewerId: string | null, given: Partial<Progress>): Beacon => ({
  ...view(videoId, newId(), viewerId),
  progress: { ...noProgress, seq: 0, ...given },
});
