import type { Term } from "./glossary-terms";

/** The numbers of live sessions: who came and stayed, what they did, and what is made of it. */
export const sessionTerms = {
  // Attendance
  total_registered: {
    label: "Registered",
    unit: "count",
    definition: "People with a registration that was not taken back.",
    version: 1,
  },
  total_attended: {
    label: "Came",
    unit: "count",
    definition:
      "People who were there for at least the school's minimum (one second unless it is set). Somebody who reconnects is one person; who runs the session is not counted.",
    version: 1,
  },
  registered_attended: {
    label: "Registered and came",
    unit: "count",
    definition: "People who had registered and were there.",
    version: 1,
  },
  walk_ins: {
    label: "Walked in",
    unit: "count",
    definition: "People who came without registering.",
    version: 1,
  },
  attendance_rate: {
    label: "Attendance rate",
    unit: "percent",
    definition: "Those who registered and came, out of all who registered.",
    formula: "Registered and came ÷ Registered × 100",
    version: 1,
  },
  on_time_arrivals: {
    label: "On time",
    unit: "count",
    definition:
      "People who first joined at most so many minutes after the start as the school allows (5 unless it is set). The start is the later of the planned and the actual one.",
    version: 1,
  },
  late_arrivals: {
    label: "Late",
    unit: "count",
    definition: "People who first joined later than that.",
    version: 1,
  },
  average_duration_minutes: {
    label: "Average watch time",
    unit: "minutes",
    definition: "How long those who came were there, on average. Stays on several devices count once.",
    formula: "Minutes present, all together ÷ Came",
    version: 1,
  },
  minutes: {
    label: "Minutes",
    unit: "minutes",
    definition: "How long this person was there, all stays together, overlaps once.",
    version: 1,
  },
  coverage_percentage: {
    label: "Seen",
    unit: "percent",
    definition: "Share of the session that this person saw, live or later on the recording.",
    version: 1,
  },
  // Who was there at once
  peak_count: {
    label: "Peak",
    unit: "count",
    definition: "The most people who were there at one instant, found exactly from every join and leave.",
    version: 1,
  },
  viewers: {
    label: "Present",
    unit: "count",
    definition: "People who were there at that instant.",
    version: 1,
  },
  current_viewers: {
    label: "Here now",
    unit: "count",
    definition: "People who are there now. Who has not been heard of for 45 seconds has left.",
    version: 1,
  },
  minute: { label: "Minute", unit: "minutes", definition: "Minutes since the session began.", version: 1 },
  "retention.percentage": {
    label: "Still there",
    unit: "percent",
    definition: "Share of those who came who were there at that minute.",
    version: 1,
  },
  lost: {
    label: "Left",
    unit: "count",
    definition: "How many fewer were there at the end of the stretch than at its beginning.",
    version: 1,
  },
  lost_percent: {
    label: "Left at once",
    unit: "percent",
    definition:
      "People lost over a stretch of at most a twentieth of the session (at least a minute), of those there at its beginning. More than 20 % is a drop-off.",
    version: 1,
  },
  largest_drop_off_percent: {
    label: "Left at once, at most",
    unit: "percent",
    definition: "The largest drop-off of the session.",
    version: 1,
  },
  // Taking part
  chat_message_count: {
    label: "Chat messages",
    unit: "count",
    definition: "Messages of the audience. The same message sent twice is one.",
    version: 1,
  },
  unique_chatters: {
    label: "Wrote",
    unit: "count",
    definition: "People with at least one message.",
    version: 1,
  },
  questions_asked: {
    label: "Questions",
    unit: "count",
    definition: "Messages that end in a question mark.",
    version: 1,
  },
  reaction_count: { label: "Reactions", unit: "count", definition: "Reactions of the audience.", version: 1 },
  reactions_by_type: {
    label: "Of this kind",
    unit: "count",
    definition: "Reactions of one kind.",
    version: 1,
  },
  engaged: {
    label: "Took part",
    unit: "count",
    definition: "People who came and wrote a message or reacted at least once.",
    version: 1,
  },
  engagement_rate: {
    label: "Took part",
    unit: "percent",
    definition: "People who wrote a message or reacted at least once, out of everyone who came.",
    formula: "Wrote or reacted ÷ Came × 100",
    version: 1,
  },
  messages: { label: "Messages", unit: "count", definition: "Messages written.", version: 1 },
  questions: {
    label: "Questions",
    unit: "count",
    definition: "Messages that end in a question mark.",
    version: 1,
  },
  reactions: { label: "Reactions", unit: "count", definition: "Reactions given.", version: 1 },
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
