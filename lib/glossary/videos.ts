import { computed, count, hours, minutes, percent, place, ratio, seconds, type Term } from "./terms";

/** The numbers of course videos: of one video, of several, and of some of a video's views. */
export const videoTerms = {
  // One video
  duration_seconds: seconds,
  total_views: count,
  playbacks: count,
  preview_views: count,
  unique_viewers: count,
  unique_completers: count,
  total_watch_time_seconds: seconds,
  average_watch_time_seconds: computed(seconds),
  longest_watch_time_seconds: seconds,
  average_watched_percentage: computed(percent),
  replay_ratio: computed(ratio),
  completion_rate: computed(percent),
  play_rate: computed(percent),
  drop_off_rate: computed(percent),
  play_count: count,
  pause_count: count,
  seek_count: count,
  average_playback_speed: computed(ratio),
  rebuffering_ratio: computed(percent),
  delivered_minutes: minutes,
  live_viewers: count,
  blocked_players: count,
  silent_players: count,
  waiting_beacons: count,
  waiting_playbacks: count,
  rank: place,
  rank_change: computed(place),

  // All videos, and a course
  total_videos_with_analytics: count,
  total_videos: count,
  total_unique_viewers: count,
  total_watch_time_hours: hours,
  average_completion_rate: computed(percent),
  "videos_by_completion_rate.high": count,
  "videos_by_completion_rate.medium": count,
  "videos_by_completion_rate.low": count,

  // Some of a video's views
  views: count,
  percentage: computed(percent),
  watch_time_seconds: seconds,
  completed: count,
  "quality.percentage": computed(percent),
} satisfies Record<string, Term>;
