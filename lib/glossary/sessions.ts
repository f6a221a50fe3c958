import { attendanceTerms } from "./attendance";
import { computed, count, minutes, percent, place, ratio, score, seconds, stars, type Term } from "./terms";

/** The numbers of live sessions. */
export const sessionTerms = {
  ...attendanceTerms,
  // Feedback
  average_rating: stars,
  total_responses: count,
  rating: stars,
  "rating_distribution.1": count,
  "rating_distribution.2": count,
  "rating_distribution.3": count,
  "rating_distribution.4": count,
  "rating_distribution.5": count,
  comments: count,
  // The score
  engagement_score: computed(score),
  engagement_score_version: count,
  chat_activity: computed(percent),
  peak_retention: computed(percent),
  weight: ratio,
  effective_weight: ratio,
  points: score,
  "part.value": percent,
  // The session itself
  duration_minutes: minutes,
  on_time_minutes: minutes,
  series_number: place,
  series_length: count,
  // Charts of a session
  spans: seconds,
  ranges: seconds,
  watch_time_minutes: minutes,
  completion_percentage: percent,
  curve: count,
  progress: ratio,
  from: ratio,
  to: ratio,
  at: ratio,
  "retention.retention": percent,
  // Typical values
  low: score,
  median: score,
  high: score,
  sessions: count,
  hour: place,
  average_peak: count,
  // Trends
  first_half: score,
  second_half: score,
  change_percent: percent,
  // Registration
  registered: count,
  unchanged: count,
  // Several sessions
  sessions_held: count,
  attended_where_recorded: count,
  sessions_planned: count,
  average_attendance_rate: percent,
  average_engagement_rate: percent,
} satisfies Record<string, Term>;
