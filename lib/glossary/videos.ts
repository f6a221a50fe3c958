import type { Term } from "./terms";

/** The numbers of course videos: of one video, of several, and of some of a video's views. */
export const videoTerms = {
  // One video
  duration_seconds: {
    label: "Length",
    unit: "seconds",
    definition: "How long the video is, in whole seconds, at least 1.",
  },
  total_views: {
    label: "Views",
    unit: "count",
    definition: "Times the player was loaded, without previews. A view that is sent twice counts once.",
  },
  preview_views: {
    label: "Previews",
    unit: "count",
    definition:
      "Times the player was loaded as a preview, by the people who teach with the video. Previews count in no other number.",
  },
  unique_viewers: {
    label: "Viewers",
    unit: "count",
    definition:
      "People with at least one view, each counted once. Each view without a known viewer counts as one viewer.",
  },
  unique_completers: {
    label: "Completed by",
    unit: "count",
    definition:
      "Viewers who watched, over all their views, at least the share of the video that the school sets as complete.",
  },
  total_watch_time_seconds: {
    label: "Watch time",
    unit: "seconds",
    definition:
      "Seconds of the video that were played, including replays. Where a player reports only a total, that total counts.",
  },
  average_watch_time_seconds: {
    label: "Average watch time",
    unit: "seconds",
    definition: "Average watch time of the views that played.",
    formula: "Watch time ÷ views that played at least one second",
  },
  longest_watch_time_seconds: {
    label: "Longest watch time",
    unit: "seconds",
    definition: "The watch time of the longest view.",
  },
  average_watched_percentage: {
    label: "Average watched",
    unit: "percent",
    definition:
      "Average share of the video that a view played. Views that played nothing are left out; replays add nothing.",
    formula: "Seconds watched ÷ (views that played × length)",
  },
  replay_ratio: {
    label: "Replayed",
    unit: "ratio",
    definition: "Plays of each second that was watched. 1 means that nothing was replayed.",
    formula: "Seconds played, including replays ÷ seconds watched",
  },
  completion_rate: {
    label: "Completed",
    unit: "percent",
    definition: "Share of the viewers who completed the video. Skipping to the end does not complete it.",
    formula: "Completed by ÷ viewers",
  },
  play_rate: {
    label: "Played",
    unit: "percent",
    definition: "Share of the views in which play was pressed.",
    formula: "Views with any play ÷ views",
  },
  drop_off_rate: {
    label: "Left before half",
    unit: "percent",
    definition: "Share of the views that played less than half of the video.",
    formula: "Views that played less than half ÷ views",
  },
  play_count: { label: "Plays", unit: "count", definition: "Times playback started." },
  pause_count: { label: "Pauses", unit: "count", definition: "Times the video was paused." },
  seek_count: { label: "Seeks", unit: "count", definition: "Times a viewer jumped to another position." },
  average_playback_speed: {
    label: "Average speed",
    unit: "ratio",
    definition: "Average playback speed, weighted by how long each view lasted.",
    formula: "Watch time ÷ time that passed",
  },
  rebuffering_ratio: {
    label: "Rebuffering",
    unit: "percent",
    definition: "Share of the time that viewers waited for the video to load while playing.",
    formula: "Waiting time ÷ (waiting time + playing time)",
  },
  rank: {
    label: "Rank",
    unit: "place",
    definition: "The video's place by views among all videos that you can see.",
  },
  rank_change: {
    label: "Rank change",
    unit: "place",
    definition: "Places gained (+) or lost (−) compared with the previous period of the same length.",
    formula: "Previous rank − rank",
  },

  // All videos, and a course
  total_videos_with_analytics: {
    label: "Videos with views",
    unit: "count",
    definition: "Videos with at least one view.",
  },
  total_videos: {
    label: "Videos",
    unit: "count",
    definition: "Videos of the course, with or without views.",
  },
  total_unique_viewers: {
    label: "Viewers",
    unit: "count",
    definition: "People with at least one view of any of the videos, each counted once.",
  },
  total_watch_time_hours: {
    label: "Watch time",
    unit: "hours",
    definition: "The watch time of all the videos.",
  },
  average_completion_rate: {
    label: "Average completed",
    unit: "percent",
    definition: "The mean of the videos' completion rates. Each video counts the same.",
    formula: "Sum of Completed ÷ videos with views",
  },
  high: {
    label: "Over 75 %",
    unit: "count",
    definition: "Videos completed by more than 75 % of their viewers.",
  },
  medium: {
    label: "50 to 75 %",
    unit: "count",
    definition: "Videos completed by 50 to 75 % of their viewers.",
  },
  low: {
    label: "Under 50 %",
    unit: "count",
    definition: "Videos completed by less than 50 % of their viewers.",
  },

  // Some of a video's views
  views: { label: "Views", unit: "count", definition: "Views in this group, without previews." },
  percentage: {
    label: "Share of views",
    unit: "percent",
    definition: "This group's share of all views.",
    formula: "Views in this group ÷ all views",
  },
  watch_time_seconds: { label: "Watch time", unit: "seconds", definition: "The watch time of these views." },
  completed: {
    label: "Completed",
    unit: "count",
    definition:
      "Views on this day that by themselves played at least the share of the video that the school sets as complete.",
  },
  "quality.percentage": {
    label: "Share of watch time",
    unit: "percent",
    definition: "Share of the watch time at this picture quality.",
    formula: "Watch time at this quality ÷ watch time with known quality",
  },
} as const satisfies Record<string, Term>;
