import { attendanceTerms } from "./attendance";
import type { Term } from "./terms";

/** The numbers of live sessions: who came and stayed, what they did, and what is made of it. */
export const sessionTerms = {
  ...attendanceTerms,
  // Feedback
  average_rating: {
    label: "Average rating",
    unit: "stars",
    definition: "The mean of the ratings, 1 to 5. One answer a person: the latest stands.",
    version: 1,
  },
  total_responses: {
    label: "Answers",
    unit: "count",
    definition: "People who rated the session.",
    version: 1,
  },
  rating: { label: "Rating", unit: "stars", definition: "1 to 5.", version: 1 },
  "rating_distribution.1": {
    label: "1 star",
    unit: "count",
    definition: "How many gave so many stars.",
    version: 1,
  },
  "rating_distribution.2": {
    label: "2 stars",
    unit: "count",
    definition: "How many gave so many stars.",
    version: 1,
  },
  "rating_distribution.3": {
    label: "3 stars",
    unit: "count",
    definition: "How many gave so many stars.",
    version: 1,
  },
  "rating_distribution.4": {
    label: "4 stars",
    unit: "count",
    definition: "How many gave so many stars.",
    version: 1,
  },
  "rating_distribution.5": {
    label: "5 stars",
    unit: "count",
    definition: "How many gave so many stars.",
    version: 1,
  },
  comments: {
    label: "Comments",
    unit: "count",
    definition: "Comments that hold the word or phrase, each once.",
    version: 1,
  },
  // The score
  engagement_score: {
    label: "Engagement score",
    unit: "score",
    definition:
      "How well a session was attended and taken part in, 0 to 100: four parts with fixed weights. A part that does not apply leaves, and the others keep their proportions.",
    formula:
      "Attendance rate × 0.30 + Took part × 0.40 + Chat activity × 0.15 + Peak retention × 0.15. Chat activity: messages per person ÷ 2, at most 1, × 100. Peak retention: Peak ÷ Came × 100",
    version: 1,
  },
  engagement_score_version: {
    label: "Version",
    unit: "count",
    definition: "Of the score's formula.",
    version: 1,
  },
  chat_activity: {
    label: "Chat activity",
    unit: "percent",
    definition: "Messages per person who came; two each is full marks.",
    formula: "Messages ÷ Came ÷ 2, at most 1, × 100",
    version: 1,
  },
  peak_retention: {
    label: "Peak retention",
    unit: "percent",
    definition: "The most who were there at once, out of all who came.",
    formula: "Peak ÷ Came × 100",
    version: 1,
  },
  weight: { label: "Weight", unit: "ratio", definition: "How much the part counts for.", version: 1 },
  effective_weight: {
    label: "Weight here",
    unit: "ratio",
    definition: "The weight once the parts that do not apply have left.",
    version: 1,
  },
  points: {
    label: "Points",
    unit: "score",
    definition: "Value × weight: what the part adds to the score.",
    version: 1,
  },
  "part.value": {
    label: "Value",
    unit: "percent",
    definition: "How well the part went, 0 to 100.",
    version: 1,
  },
  // The session itself
  duration_minutes: {
    label: "Length",
    unit: "minutes",
    definition:
      "From the session's start to its end: the actual times, else the planned ones; until now while it is live.",
    version: 1,
  },
  on_time_minutes: {
    label: "On time until",
    unit: "minutes",
    definition: "Minutes after the start that still count as on time.",
    version: 1,
  },
  series_number: {
    label: "Week",
    unit: "place",
    definition: "The session's place in its series.",
    version: 1,
  },
  series_length: { label: "Weeks", unit: "count", definition: "Sessions in the series.", version: 1 },
  // Pictures of a session
  spans: {
    label: "Stays",
    unit: "seconds",
    definition: "When this person was there, in seconds from the session's start: from, to.",
    version: 1,
  },
  ranges: {
    label: "Seen of the recording",
    unit: "seconds",
    definition: "The recording's seconds that this person covered: from, to.",
    version: 1,
  },
  watch_time_minutes: {
    label: "Recording watched",
    unit: "minutes",
    definition: "How long this person watched the recording, replays included.",
    version: 1,
  },
  completion_percentage: {
    label: "Recording",
    unit: "percent",
    definition: "Share of the recording's seconds that this person covered.",
    version: 1,
  },
  curve: {
    label: "People over time",
    unit: "count",
    definition: "People there at equal steps of the session.",
    version: 1,
  },
  progress: {
    label: "How far",
    unit: "ratio",
    definition: "How much of its planned length a running session has gone on for, 0 to 1.",
    version: 1,
  },
  from: {
    label: "From",
    unit: "ratio",
    definition: "Where a stretch of the session begins, 0 to 1.",
    version: 1,
  },
  to: { label: "To", unit: "ratio", definition: "Where it ends, 0 to 1.", version: 1 },
  "retention.retention": {
    label: "Still there",
    unit: "percent",
    definition: "Share of those who came who were there, at a hundredth of the session each.",
    version: 1,
  },
  // What is usual
  low: {
    label: "From",
    unit: "score",
    definition: "A quarter of the sessions before lie below.",
    version: 1,
  },
  median: { label: "Typical", unit: "score", definition: "The middle of the sessions before.", version: 1 },
  high: { label: "To", unit: "score", definition: "A quarter of the sessions before lie above.", version: 1 },
  sessions: {
    label: "Sessions",
    unit: "count",
    definition: "How many sessions it is taken from.",
    version: 1,
  },
  hour: {
    label: "Best hour",
    unit: "place",
    definition: "The hour of the day, in the school's zone, whose sessions peaked highest on average.",
    version: 1,
  },
  average_peak: {
    label: "Average peak",
    unit: "count",
    definition: "The mean of the sessions' peaks.",
    version: 1,
  },
  // Trends
  first_half: {
    label: "First half",
    unit: "score",
    definition: "The mean of the earlier half of the sessions.",
    version: 1,
  },
  second_half: { label: "Last half", unit: "score", definition: "The mean of the rest.", version: 1 },
  change_percent: {
    label: "Change",
    unit: "percent",
    definition: "The last half against the first; more than 10 % either way is a trend.",
    version: 1,
  },
  // Registering
  registered: {
    label: "Registered",
    unit: "count",
    definition: "People who were registered just now.",
    version: 1,
  },
  unchanged: {
    label: "Unchanged",
    unit: "count",
    definition: "People who had been registered already.",
    version: 1,
  },
  // Several sessions
  sessions_held: {
    label: "Sessions held",
    unit: "count",
    definition: "Sessions that have ended.",
    version: 1,
  },
  sessions_planned: {
    label: "Planned",
    unit: "count",
    definition: "Sessions that have not begun.",
    version: 1,
  },
  average_attendance_rate: {
    label: "Attendance rate",
    unit: "percent",
    definition: "Over all the sessions together: those who registered and came, out of all who registered.",
    version: 1,
  },
  average_engagement_rate: {
    label: "Took part",
    unit: "percent",
    definition: "Over all the sessions together: people who wrote or reacted, out of everyone who came.",
    version: 1,
  },
} as const satisfies Record<string, Term>;
