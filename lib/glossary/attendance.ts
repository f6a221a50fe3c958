import type { Term } from "./terms";

/** Who came to a live session and stayed, who was there at once, and who took part. */
export const attendanceTerms = {
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
} as const satisfies Record<string, Term>;
