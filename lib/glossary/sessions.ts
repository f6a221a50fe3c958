import { attendanceTerms } from "./attendance";
import type { Term } from "./terms";

const ratingsGiven = { unit: "count", definition: "Number of people who gave this rating." } as const;

/** The numbers of live sessions. */
export const sessionTerms = {
  ...attendanceTerms,
  // Feedback
  average_rating: {
    label: "Average rating",
    unit: "stars",
    definition: "The mean of the ratings, 1 to 5 stars. Each person has one rating: their latest.",
  },
  total_responses: { label: "Ratings", unit: "count", definition: "People who rated the session." },
  rating: { label: "Rating", unit: "stars", definition: "The person's rating of the session, 1 to 5 stars." },
  "rating_distribution.1": { label: "1 star", ...ratingsGiven },
  "rating_distribution.2": { label: "2 stars", ...ratingsGiven },
  "rating_distribution.3": { label: "3 stars", ...ratingsGiven },
  "rating_distribution.4": { label: "4 stars", ...ratingsGiven },
  "rating_distribution.5": { label: "5 stars", ...ratingsGiven },
  comments: { label: "Comments", unit: "count", definition: "Comments that contain the word or phrase." },
  // The score
  engagement_score: {
    label: "Engagement score",
    unit: "score",
    definition:
      "How well people attended and took part in a session, 0 to 100. It has four parts with fixed weights. A part that does not apply is left out, and the weights of the others are scaled up.",
    formula:
      "Attendance rate × 0.30 + Took part × 0.40 + Chat activity × 0.15 + Peak retention × 0.15. Chat activity: messages per person ÷ 2, at most 1, × 100. Peak retention: Peak ÷ Attended × 100",
  },
  engagement_score_version: {
    label: "Version",
    unit: "count",
    definition: "Version of the score's formula.",
  },
  chat_activity: {
    label: "Chat activity",
    unit: "percent",
    definition: "Messages for each person who attended. Two messages each give 100.",
    formula: "Messages ÷ Attended ÷ 2, at most 1, × 100",
  },
  peak_retention: {
    label: "Peak retention",
    unit: "percent",
    definition: "The most people present at the same time, as a share of attendees.",
    formula: "Peak ÷ Attended × 100",
  },
  weight: { label: "Weight", unit: "ratio", definition: "How much the part counts in the score." },
  effective_weight: {
    label: "Weight used",
    unit: "ratio",
    definition: "The weight after the parts that do not apply are left out.",
  },
  points: { label: "Points", unit: "score", definition: "Value × weight: what the part adds to the score." },
  "part.value": { label: "Value", unit: "percent", definition: "The part's result, 0 to 100." },
  // The session itself
  duration_minutes: {
    label: "Length",
    unit: "minutes",
    definition:
      "From the session's start to its end. The actual times are used where they are known, else the planned ones; a live session is counted until now.",
  },
  on_time_minutes: {
    label: "On time until",
    unit: "minutes",
    definition: "Minutes after the start that still count as on time.",
  },
  series_number: { label: "Week", unit: "place", definition: "The session's place in its series." },
  series_length: { label: "Weeks", unit: "count", definition: "Sessions in the series." },
  // Charts of a session
  spans: {
    label: "Visits",
    unit: "seconds",
    definition: "When this person was present, as pairs of seconds from the session's start.",
  },
  ranges: {
    label: "Recording seen",
    unit: "seconds",
    definition: "The parts of the recording that this person watched, as pairs of seconds.",
  },
  watch_time_minutes: {
    label: "Recording watched",
    unit: "minutes",
    definition: "How long this person watched the recording, replays included.",
  },
  completion_percentage: {
    label: "Recording",
    unit: "percent",
    definition: "Share of the recording that this person watched. Replays add nothing.",
  },
  curve: {
    label: "People over time",
    unit: "count",
    definition: "People present, at equal steps of the session.",
  },
  progress: {
    label: "Progress",
    unit: "ratio",
    definition: "How much of its planned length a live session has reached, 0 to 1.",
  },
  from: { label: "From", unit: "ratio", definition: "Where a part of the session begins, 0 to 1." },
  to: { label: "To", unit: "ratio", definition: "Where it ends, 0 to 1." },
  "retention.retention": {
    label: "Still present",
    unit: "percent",
    definition: "Share of attendees who were present, for each hundredth of the session.",
  },
  // Typical values
  low: {
    label: "From",
    unit: "score",
    definition: "A quarter of the earlier sessions are below this value.",
  },
  median: { label: "Typical", unit: "score", definition: "The median of the earlier sessions." },
  high: { label: "To", unit: "score", definition: "A quarter of the earlier sessions are above this value." },
  sessions: { label: "Sessions", unit: "count", definition: "How many sessions the value is computed from." },
  hour: {
    label: "Best hour",
    unit: "place",
    definition:
      "The hour of the day, in the school's time zone, at which sessions have the highest average peak.",
  },
  average_peak: { label: "Average peak", unit: "count", definition: "The mean of the sessions' peaks." },
  // Trends
  first_half: {
    label: "First half",
    unit: "score",
    definition: "The mean of the earlier half of the sessions.",
  },
  second_half: {
    label: "Second half",
    unit: "score",
    definition: "The mean of the later half of the sessions.",
  },
  change_percent: {
    label: "Change",
    unit: "percent",
    definition: "The second half compared with the first. More than 10 % up or down is a trend.",
  },
  // Registration
  registered: { label: "Registered", unit: "count", definition: "People whom this request registered." },
  unchanged: { label: "Unchanged", unit: "count", definition: "People who were already registered." },
  // Several sessions
  sessions_held: { label: "Sessions held", unit: "count", definition: "Sessions that have ended." },
  sessions_planned: { label: "Planned", unit: "count", definition: "Sessions that have not started." },
  average_attendance_rate: {
    label: "Attendance rate",
    unit: "percent",
    definition: "Share of the registered people who attended, over all sessions together.",
  },
  average_engagement_rate: {
    label: "Took part",
    unit: "percent",
    definition: "Share of attendees who wrote a message or reacted, over all sessions together.",
  },
} as const satisfies Record<string, Term>;
