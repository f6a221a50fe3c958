import { computed, count, percent, points, ratio, score, seconds, type Term } from "./terms";

/** The numbers of the parts of a video: ten seconds, one second, one viewer; and their typical values. */
export const playbackTerms = {
  // Ten seconds of a video
  segment_start: seconds,
  segment_end: seconds,
  view_count: count,
  "segment.unique_viewers": count,
  "segment.completion_rate": computed(percent),
  drop_off_count: count,

  // Second by second
  second: seconds,
  base: count,
  covers: count,
  plays: count,
  retention_percentage: computed(percent),
  watch_ratio: computed(ratio),
  from_second: seconds,
  to_second: seconds,
  at_second: seconds,
  "moment.value": points,
  "moment.views": count,
  "moment.present": count,
  videos: count,
  "typical.low": percent,
  "typical.high": percent,
  relative_score: computed(score),

  // One viewer
  "viewer.views": count,
  watched_percentage: computed(percent),
  position_seconds: seconds,
  strip: count,
  anonymous: count,
  current_position_seconds: seconds,
  progress_percentage: computed(percent),
  watched: seconds,
  total: count,
} satisfies Record<string, Term>;
