import type { Term } from "./terms";

/** The numbers of course video: one video, several, and the parts of a video's views. */
export const videoTerms = {
  // One video
  duration_seconds: {
    label: "Length",
    unit: "seconds",
    definition: "How long the video is. Its seconds are counted as whole ones, at least 1.",
    version: 1,
  },
  total_views: {
    label: "Views",
    unit: "count",
    definition: "Times the player was loaded. Previews do not count; the same view sent twice is one.",
    version: 1,
  },
  preview_views: {
    label: "Previews",
    unit: "count",
    definition:
      "Times the player was loaded as a preview, by those who made the video. They count nowhere else.",
    version: 1,
  },
  unique_viewers: {
    label: "Viewers",
    unit: "count",
    definition: "People with a view, each once. A view whose viewer is not known is a viewer of its own.",
    version: 1,
  },
  unique_completers: {
    label: "Completed by",
    unit: "count",
    definition:
      "Viewers who covered, over all their views, at least the share of the video's seconds that the school calls complete.",
    version: 1,
  },
  total_watch_time_seconds: {
    label: "Watch time",
    unit: "seconds",
    definition:
      "Seconds of the video that were played, replays included. Where a player reports more than it can prove, its report counts.",
    version: 1,
  },
  average_watch_time_seconds: {
    label: "Average watch time",
    unit: "seconds",
    definition: "How long those who pressed play watched.",
    formula: "Watch time ÷ views that played at least one second",
    version: 1,
  },
  longest_watch_time_seconds: {
    label: "Longest watch time",
    unit: "seconds",
    definition: "The watch time of the view that watched most.",
    version: 1,
  },
  average_watched_percentage: {
    label: "Average watched",
    unit: "percent",
    definition: "How much of the video a view that played at least one second covered; replays add nothing.",
    formula: "Seconds covered ÷ (views that played × length)",
    version: 1,
  },
  replay_ratio: {
    label: "Replayed",
    unit: "ratio",
    definition: "Plays for each second seen. 1 is a video of which nothing was played twice.",
    formula: "Seconds played, replays included ÷ seconds covered",
    version: 1,
  },
  completion_rate: {
    label: "Completed",
    unit: "percent",
    definition: "Viewers who completed the video. Skipping to the end is not completing.",
    formula: "Completed by ÷ viewers",
    version: 1,
  },
  play_rate: {
    label: "Played",
    unit: "percent",
    definition: "Views in which play was pressed.",
    formula: "Views with any play ÷ views",
    version: 1,
  },
  drop_off_rate: {
    label: "Left before half",
    unit: "percent",
    definition: "Views that covered less than half of the video.",
    formula: "Views that covered less than half ÷ views",
    version: 1,
  },
  play_count: {
    label: "Plays",
    unit: "count",
    definition: "Times play was pressed or playing began.",
    version: 1,
  },
  pause_count: { label: "Pauses", unit: "count", definition: "Times the video was paused.", version: 1 },
  seek_count: {
    label: "Seeks",
    unit: "count",
    definition: "Times somebody moved to another place.",
    version: 1,
  },
  average_playback_speed: {
    label: "Average speed",
    unit: "ratio",
    definition: "How fast the video was played; each view weighs as long as it lasted on the clock.",
    formula: "Watch time ÷ time on the clock",
    version: 1,
  },
  rebuffering_ratio: {
    label: "Rebuffering",
    unit: "percent",
    definition: "Time that viewers waited for the picture in the middle of playing.",
    formula: "Waiting ÷ (waiting + playing, on the clock)",
    version: 1,
  },
  rank: {
    label: "Rank",
    unit: "place",
    definition: "The video's place by views among all that you reach.",
    version: 1,
  },
  rank_change: {
    label: "Rank change",
    unit: "place",
    definition: "Places gained (+) or lost (−) against the period of the same length before.",
    formula: "Rank before − rank",
    version: 1,
  },

  // All videos, and a course
  total_videos_with_analytics: {
    label: "Videos with views",
    unit: "count",
    definition: "Videos with at least one view.",
    version: 1,
  },
  total_videos: {
    label: "Videos",
    unit: "count",
    definition: "Videos of the course, with views or without.",
    version: 1,
  },
  total_unique_viewers: {
    label: "Viewers",
    unit: "count",
    definition: "People with a view of any of the videos, each once over all of them.",
    version: 1,
  },
  total_watch_time_hours: {
    label: "Watch time",
    unit: "hours",
    definition: "The watch time of all the videos.",
    version: 1,
  },
  average_completion_rate: {
    label: "Average completed",
    unit: "percent",
    definition: "The mean of the videos' completion rates, each video weighing the same.",
    formula: "Sum of Completed ÷ videos with views",
    version: 1,
  },
  high: {
    label: "Over 75 %",
    unit: "count",
    definition: "Videos that more than 75 % of their viewers completed.",
    version: 1,
  },
  medium: {
    label: "50 to 75 %",
    unit: "count",
    definition: "Videos that 50 to 75 % of their viewers completed.",
    version: 1,
  },
  low: {
    label: "Under 50 %",
    unit: "count",
    definition: "Videos that fewer than 50 % of their viewers completed.",
    version: 1,
  },

  // Parts of a video's views
  views: {
    label: "Views",
    unit: "count",
    definition: "Views of this part; previews do not count.",
    version: 1,
  },
  percentage: {
    label: "Share of views",
    unit: "percent",
    definition: "This part's views.",
    formula: "Views of this part ÷ all views",
    version: 1,
  },
  watch_time_seconds: {
    label: "Watch time",
    unit: "seconds",
    definition: "The watch time of these views.",
    version: 1,
  },
  completed: {
    label: "Completed",
    unit: "count",
    definition:
      "Views of the day that covered, each by itself, the share of the video that the school calls complete.",
    version: 1,
  },
  "quality.percentage": {
    label: "Share of watch time",
    unit: "percent",
    definition: "Watch time at this picture height.",
    formula: "Watch time at this height ÷ watch time whose height is known",
    version: 1,
  },
} as const satisfies Record<string, Term>;
