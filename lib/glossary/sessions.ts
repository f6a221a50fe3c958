import { attendanceTerms } from "./attendance";
import { count, minutes, percent, place, ratio, score, seconds, stars, type Term } from "./terms";

const ratingsGiven = "Number of people who gave this rating.";

/** The numbers of live sessions. */
export const sessionTerms = {
  ...attendanceTerms,
  // Feedback
  average_rating: stars(
    "Average rating",
    "The mean of the ratings, 1 to 5 stars. Each person has one rating: their latest.",
  ),
  total_responses: count("Ratings", "People who rated the session."),
  rating: stars("Rating", "The person's rating of the session, 1 to 5 stars."),
  "rating_distribution.1": count("1 star", ratingsGiven),
  "rating_distribution.2": count("2 stars", ratingsGiven),
  "rating_distribution.3": count("3 stars", ratingsGiven),
  "rating_distribution.4": count("4 stars", ratingsGiven),
  "rating_distribution.5": count("5 stars", ratingsGiven),
  comments: count("Comments", "Comments that contain the word or phrase."),
  // The score
  engagement_score: score(
    "Engagement score",
    "How well people attended and took part in a session, 0 to 100. It has four parts with fixed weights. A part that does not apply is left out, and the weights of the others are scaled up.",
    "Attendance rate × 0.30 + Took part × 0.40 + Chat activity × 0.15 + Peak retention × 0.15. Chat activity: messages per person ÷ 2, at most 1, × 100. Peak retention: Peak ÷ Attended × 100",
  ),
  engagement_score_version: count("Version", "Version of the score's formula."),
  chat_activity: percent(
    "Chat activity",
    "Messages for each person who attended. Two messages each give 100.",
    "Messages ÷ Attended ÷ 2, at most 1, × 100",
  ),
  peak_retention: percent(
    "Peak retention",
    "The most people present at the same time, as a share of attendees.",
    "Peak ÷ Attended × 100",
  ),
  weight: ratio("Weight", "How much the part counts in the score."),
  effective_weight: ratio("Weight used", "The weight after the parts that do not apply are left out."),
  points: score("Points", "Value × weight: what the part adds to the score."),
  "part.value": percent("Value", "The part's result, 0 to 100."),
  // The session itself
  duration_minutes: minutes(
    "Length",
    "From the session's start to its end. The actual times are used where they are known, else the planned ones; a live session is counted until now.",
  ),
  on_time_minutes: minutes("On time until", "Minutes after the start that still count as on time."),
  series_number: place("Session", "The session's place in its series."),
  series_length: count("Sessions in series", "Sessions in the series."),
  // Charts of a session
  spans: seconds("Visits", "When this person was present, as pairs of seconds from the session's start."),
  ranges: seconds(
    "Recording seen",
    "The parts of the recording that this person watched, as pairs of seconds.",
  ),
  watch_time_minutes: minutes(
    "Recording watched",
    "How long this person watched the recording, replays included.",
  ),
  completion_percentage: percent(
    "Recording",
    "Share of the recording that this person watched. Replays add nothing.",
  ),
  curve: count("People over time", "People present, at equal steps of the session."),
  progress: ratio("Progress", "How much of its planned length a live session has reached, 0 to 1."),
  from: ratio("From", "Where a part of the session begins, 0 to 1."),
  to: ratio("To", "Where it ends, 0 to 1."),
  at: ratio("At", "The minute in which most people left, 0 to 1."),
  "retention.retention": percent(
    "Still present",
    "Share of attendees who were present, for each hundredth of the session.",
  ),
  // Typical values
  low: score("From", "A quarter of the earlier sessions are below this value."),
  median: score("Typical", "The median of the earlier sessions."),
  high: score("To", "A quarter of the earlier sessions are above this value."),
  sessions: count("Sessions", "How many sessions the value is computed from."),
  hour: place(
    "Best hour",
    "The hour of the day, in the school's time zone, at which sessions have the highest average peak.",
  ),
  average_peak: count("Average peak", "The mean of the sessions' peaks."),
  // Trends
  first_half: score("First half", "The mean of the earlier half of the sessions."),
  second_half: score("Second half", "The mean of the later half of the sessions."),
  change_percent: percent(
    "Change",
    "The second half compared with the first. More than 10 % up or down is a trend.",
  ),
  // Registration
  registered: count("Registered", "People that this request registered."),
  unchanged: count("Unchanged", "People who were already registered."),
  // Several sessions
  sessions_held: count("Sessions held", "Sessions that have ended."),
  attended_where_recorded: count(
    "Attended where recorded",
    "People who attended sessions whose messages and reactions were recorded.",
  ),
  sessions_planned: count("Planned", "Sessions that have not started."),
  average_attendance_rate: percent(
    "Attendance rate",
    "Share of the registered people who attended, over all sessions together.",
  ),
  average_engagement_rate: percent(
    "Took part",
    "Share of attendees who wrote a message or reacted, over all sessions together.",
  ),
} satisfies Record<string, Term>;
