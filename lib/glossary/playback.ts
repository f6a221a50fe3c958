import type { Term } from "./terms";

/** The numbers of the parts of a video: ten seconds, one second, one viewer; and their typical values. */
export const playbackTerms = {
  // Ten seconds of a video
  segment_start: { label: "From", unit: "seconds", definition: "Start of the ten seconds." },
  segment_end: { label: "To", unit: "seconds", definition: "End of the ten seconds, or of the video." },
  view_count: { label: "Views", unit: "count", definition: "Views that played any of these ten seconds." },
  "segment.unique_viewers": {
    label: "Viewers",
    unit: "count",
    definition: "People who played any of these ten seconds in any of their views.",
  },
  "segment.completion_rate": {
    label: "Watched in full",
    unit: "percent",
    definition: "Share of the views that played any of these seconds and played all of them.",
    formula: "Views that played all of it ÷ views that played any of it",
  },
  drop_off_count: {
    label: "Stopped here",
    unit: "count",
    definition: "Views whose last position is in these ten seconds, including views that are still running.",
  },

  // Second by second
  second: { label: "Second", unit: "seconds", definition: "A second of the video, from 0." },
  base: {
    label: "Views that played",
    unit: "count",
    definition: "Views that played at least one second. Every share of the curve is a share of these.",
  },
  covers: { label: "Views here", unit: "count", definition: "Views that played this second at least once." },
  plays: { label: "Plays here", unit: "count", definition: "Plays of this second, including replays." },
  retention_percentage: {
    label: "First plays",
    unit: "percent",
    definition: "Share of the views that played this second.",
    formula: "Views here ÷ views that played",
  },
  watch_ratio: {
    label: "Watch ratio",
    unit: "ratio",
    definition: "Plays of this second for each view that played. Above 1, people replay it.",
    formula: "Plays here ÷ views that played",
  },
  from_second: { label: "From", unit: "seconds", definition: "Start of the moment." },
  to_second: { label: "To", unit: "seconds", definition: "End of the moment." },
  at_second: {
    label: "At",
    unit: "seconds",
    definition: "Position of the moment: its peak, its lowest second, or its start.",
  },
  "moment.value": {
    label: "Size",
    unit: "points",
    definition:
      "Start: share still watching after 30 s. Played again: plays for each view at the peak. Skipped: points below the seconds around it. Held: share of the viewers who stay. Left: share lost within a twentieth of the video.",
  },
  "moment.views": {
    label: "Views",
    unit: "count",
    definition: "Views, or replays, that the moment is counted from.",
  },
  videos: {
    label: "Similar videos",
    unit: "count",
    definition:
      "The school's videos with at least one view and 0.8 to 1.25 times the length; at most the 40 nearest in length.",
  },
  "typical.low": {
    label: "Typical, from",
    unit: "percent",
    definition: "The lower quartile of the first plays of similar videos, for each hundredth of the length.",
  },
  "typical.high": {
    label: "Typical, to",
    unit: "percent",
    definition: "The upper quartile of the first plays of similar videos, for each hundredth of the length.",
  },
  relative_score: {
    label: "Compared with similar videos",
    unit: "score",
    definition:
      "Share of the similar videos with a lower average watched; a video with the same average counts as half.",
    formula: "Similar videos with a lower average watched ÷ similar videos",
  },

  // One viewer
  "viewer.views": { label: "Views", unit: "count", definition: "This viewer's views of the video." },
  watched_percentage: {
    label: "Seen",
    unit: "percent",
    definition: "Share of the video that this viewer watched over all their views. Replays add nothing.",
    formula: "Seconds watched ÷ length",
  },
  position_seconds: {
    label: "Stopped",
    unit: "seconds",
    definition: "Last position in this viewer's latest view.",
  },
  strip: {
    label: "Played",
    unit: "count",
    definition: "How often this viewer played each part of the video.",
  },
  anonymous: {
    label: "Anonymous",
    unit: "count",
    definition: "Viewers without a name or an id. Each of their views counts as one viewer.",
  },
  current_position_seconds: { label: "Stopped at", unit: "seconds", definition: "Your last position." },
  progress_percentage: {
    label: "Watched",
    unit: "percent",
    definition: "Share of the video that you watched over all your views. Replays add nothing.",
    formula: "Seconds watched ÷ length",
  },
  watched: {
    label: "Parts watched",
    unit: "seconds",
    definition: "The parts of the video that you watched, as pairs of seconds.",
  },
  total: { label: "Total", unit: "count", definition: "How many there are on all pages together." },
} as const satisfies Record<string, Term>;
