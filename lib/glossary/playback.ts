import type { Term } from "./terms";

/** The numbers inside a video, by ten seconds, by second and by viewer, and what is typical of them. */
export const playbackTerms = {
  // Ten seconds of a video
  segment_start: { label: "From", unit: "seconds", definition: "Where the ten seconds begin.", version: 1 },
  segment_end: {
    label: "To",
    unit: "seconds",
    definition: "Where they end: ten seconds later, or at the video's end.",
    version: 1,
  },
  view_count: {
    label: "Views",
    unit: "count",
    definition: "Views that covered any of these ten seconds.",
    version: 1,
  },
  "segment.unique_viewers": {
    label: "Viewers",
    unit: "count",
    definition: "People who covered any of these ten seconds, over all their views.",
    version: 1,
  },
  "segment.completion_rate": {
    label: "Seen whole",
    unit: "percent",
    definition: "Of the views that covered any of these seconds, those that covered all of them.",
    formula: "Views that covered all of it ÷ views that covered any of it",
    version: 1,
  },
  drop_off_count: {
    label: "Stopped here",
    unit: "count",
    definition: "Views whose last position lies in these ten seconds, those still running included.",
    version: 1,
  },

  // Second by second
  second: { label: "Second", unit: "seconds", definition: "A second of the video, from 0.", version: 1 },
  base: {
    label: "Views that played",
    unit: "count",
    definition: "Views with at least one covered second: what every share of the curve is of.",
    version: 1,
  },
  covers: {
    label: "Views here",
    unit: "count",
    definition: "Views that covered this second at least once.",
    version: 1,
  },
  plays: {
    label: "Plays here",
    unit: "count",
    definition: "Plays of this second, replays included.",
    version: 1,
  },
  retention_percentage: {
    label: "First plays",
    unit: "percent",
    definition: "Views that covered this second.",
    formula: "Views here ÷ views that played",
    version: 1,
  },
  watch_ratio: {
    label: "Watch ratio",
    unit: "ratio",
    definition: "Plays of this second for each view that played; it passes 1 where people look again.",
    formula: "Plays here ÷ views that played",
    version: 1,
  },
  from_second: { label: "From", unit: "seconds", definition: "Where the moment begins.", version: 1 },
  to_second: { label: "To", unit: "seconds", definition: "Where the moment ends.", version: 1 },
  at_second: {
    label: "At",
    unit: "seconds",
    definition: "Where the moment is: its peak, its lowest second, or its beginning.",
    version: 1,
  },
  "moment.value": {
    label: "Size",
    unit: "points",
    definition:
      "Start: per cent left after 30 s. Played again: plays for each view at the peak. Skipped: points below its surroundings. Held: per cent of those there who stay. Left: per cent lost within 1/20 of the video.",
    version: 1,
  },
  "moment.views": {
    label: "Views",
    unit: "count",
    definition: "Views, or second looks, that the moment is counted from.",
    version: 1,
  },
  videos: {
    label: "Similar videos",
    unit: "count",
    definition:
      "Videos of the school of 0.8 to 1.25 times the length that somebody played; at most the 40 nearest in length.",
    version: 1,
  },
  "typical.low": {
    label: "Typical, from",
    unit: "percent",
    definition: "The lower quartile of the similar videos' first plays at this hundredth of the length.",
    version: 1,
  },
  "typical.high": { label: "Typical, to", unit: "percent", definition: "Their upper quartile.", version: 1 },
  relative_score: {
    label: "Against similar videos",
    unit: "score",
    definition:
      "The share of the similar videos of which less is watched on average; an equal one counts half.",
    formula: "Similar videos with a lower average watched ÷ similar videos",
    version: 1,
  },

  // One viewer
  "viewer.views": {
    label: "Views",
    unit: "count",
    definition: "This viewer's views of the video.",
    version: 1,
  },
  watched_percentage: {
    label: "Seen",
    unit: "percent",
    definition: "Seconds of the video that the viewer covered over all their views.",
    formula: "Seconds covered ÷ length",
    version: 1,
  },
  position_seconds: {
    label: "Stopped",
    unit: "seconds",
    definition: "Where the viewer was last, in the view they began last.",
    version: 1,
  },
  strip: {
    label: "Played",
    unit: "count",
    definition: "How often each stretch of the video was played by this viewer.",
    version: 1,
  },
  anonymous: {
    label: "Anonymous",
    unit: "count",
    definition: "Viewers who are not known: each of their views is a viewer of its own.",
    version: 1,
  },
  current_position_seconds: {
    label: "Stopped at",
    unit: "seconds",
    definition: "Where you were last.",
    version: 1,
  },
  progress_percentage: {
    label: "Watched",
    unit: "percent",
    definition: "Seconds of the video that you covered over all your views.",
    formula: "Seconds covered ÷ length",
    version: 1,
  },
  watched: {
    label: "Watched passages",
    unit: "seconds",
    definition: "The passages that you covered, from and to.",
    version: 1,
  },
  total: {
    label: "In all",
    unit: "count",
    definition: "How many there are, whatever the page shows.",
    version: 1,
  },
} as const satisfies Record<string, Term>;
