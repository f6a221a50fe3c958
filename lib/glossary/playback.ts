import { count, percent, points, ratio, score, seconds, type Term } from "./terms";

/** The numbers of the parts of a video: ten seconds, one second, one viewer; and their typical values. */
export const playbackTerms = {
  // Ten seconds of a video
  segment_start: seconds("From", "Start of the ten seconds."),
  segment_end: seconds("To", "End of the ten seconds, or of the video."),
  view_count: count("Views", "Views that played any of these ten seconds."),
  "segment.unique_viewers": count(
    "Viewers",
    "People who played any of these ten seconds in any of their views.",
  ),
  "segment.completion_rate": percent(
    "Watched in full",
    "Share of the views that played any of these seconds and played all of them.",
    "Views that played all of it ÷ views that played any of it",
  ),
  drop_off_count: count(
    "Stopped here",
    "Views that played something and whose last position is in these ten seconds, including views that are still running.",
  ),

  // Second by second
  second: seconds("Second", "A second of the video, from 0."),
  base: count(
    "Views that played",
    "Views that played any of the video. Every share of the curve is a share of these.",
  ),
  covers: count(
    "Views here",
    "Views that played this second at least once. A view that played half of it counts half.",
  ),
  plays: count("Plays here", "Plays of this second, including replays. A play of half of it counts half."),
  retention_percentage: percent(
    "First plays",
    "Share of the views that played this second.",
    "Views here ÷ views that played",
  ),
  watch_ratio: ratio(
    "Watch ratio",
    "Plays of this second for each view that played. Above 1, people replay it.",
    "Plays here ÷ views that played",
  ),
  from_second: seconds("From", "Start of the moment."),
  to_second: seconds("To", "End of the moment."),
  at_second: seconds("At", "Position of the moment: its peak, its lowest second, or its start."),
  "moment.value": points(
    "Size",
    "Start: share of the views that stop after 30 s. Played again: plays for each view at the peak. Skipped: points below the seconds around it. Held: share of the views that stay. Left: share that stops within a twentieth of the video.",
  ),
  "moment.views": count(
    "Views",
    "Views of the moment: those that stop after 30 s, replays at the peak, views that skip, stay, or stop.",
  ),
  "moment.present": count(
    "Of",
    "What these views are of: views that stopped anywhere, plays at the peak, views that play what follows, or views that got there.",
  ),
  videos: count(
    "Similar videos",
    "Videos with at least 5 viewers of the same course and a length that differs by at most half; with fewer than 5 of them, the school's of 0.8 to 1.25 times the length; at most the 40 nearest in length.",
  ),
  "typical.low": percent(
    "Typical, from",
    "The lower quartile of the first plays of similar videos, for each hundredth of the length.",
  ),
  "typical.high": percent(
    "Typical, to",
    "The upper quartile of the first plays of similar videos, for each hundredth of the length.",
  ),
  relative_score: score(
    "Compared with similar videos",
    "Share of the similar videos with a lower average watched; a video with the same average counts as half.",
    "Similar videos with a lower average watched ÷ similar videos",
  ),

  // One viewer
  "viewer.views": count("Views", "This viewer's views of the video."),
  watched_percentage: percent(
    "Seen",
    "Share of the video that this viewer watched over all their views. Replays add nothing.",
    "Seconds watched ÷ length",
  ),
  position_seconds: seconds("Stopped", "Last position in this viewer's latest view."),
  strip: count("Played", "How often this viewer played each part of the video."),
  anonymous: count("Anonymous", "Viewers without a name or an id. Each of their views counts as one viewer."),
  current_position_seconds: seconds("Stopped at", "Your last position."),
  progress_percentage: percent(
    "Watched",
    "Share of the video that you watched over all your views. Replays add nothing.",
    "Seconds watched ÷ length",
  ),
  watched: seconds("Parts watched", "The parts of the video that you watched, as pairs of seconds."),
  total: count("Total", "How many there are on all pages together."),
} satisfies Record<string, Term>;
