import type { Term } from "./terms";

/** The numbers of attendance, presence and participation in a live session. */
export const attendanceTerms = {
  // Attendance
  total_registered: {
    label: "Registered",
    unit: "count",
    definition: "People whose registration was not cancelled.",
  },
  total_attended: {
    label: "Attended",
    unit: "count",
    definition:
      "People who were present for at least the school's minimum (one second unless set otherwise). A person who reconnects counts once; the people who run the session do not count.",
  },
  registered_attended: {
    label: "Registered and attended",
    unit: "count",
    definition: "People who registered and attended.",
  },
  walk_ins: { label: "Walked in", unit: "count", definition: "People who attended without registering." },
  attendance_rate: {
    label: "Attendance rate",
    unit: "percent",
    definition: "Share of the registered people who attended.",
    formula: "Registered and attended ÷ Registered × 100",
  },
  on_time_arrivals: {
    label: "On time",
    unit: "count",
    definition:
      "People who first joined no later than the school's limit, 5 minutes after the start unless set otherwise. The start is the planned or the actual one, whichever is later.",
  },
  late_arrivals: { label: "Late", unit: "count", definition: "People who first joined after that limit." },
  average_duration_minutes: {
    label: "Average watch time",
    unit: "minutes",
    definition:
      "How long the people who attended were present, on average. Time on several devices at once counts once.",
    formula: "Total minutes present ÷ Attended",
  },
  minutes: {
    label: "Minutes",
    unit: "minutes",
    definition:
      "How long this person was present over all visits. Time on several devices at once counts once.",
  },
  coverage_percentage: {
    label: "Seen",
    unit: "percent",
    definition: "Share of the session that this person saw, live or on the recording.",
  },
  // People present at the same time
  peak_count: {
    label: "Peak",
    unit: "count",
    definition: "The most people present at the same time, computed from every join and leave.",
  },
  viewers: { label: "Present", unit: "count", definition: "People present at that moment." },
  current_viewers: {
    label: "Here now",
    unit: "count",
    definition:
      "People present now. A person whose player has sent nothing for 45 seconds counts as having left.",
  },
  minute: { label: "Minute", unit: "minutes", definition: "Minutes since the session began." },
  "retention.percentage": {
    label: "Still present",
    unit: "percent",
    definition: "Share of attendees who were present at that minute.",
  },
  lost: {
    label: "Left",
    unit: "count",
    definition: "How many fewer people were present at the end of the period than at its start.",
  },
  lost_percent: {
    label: "Share that left",
    unit: "percent",
    definition:
      "Share of the people present who left within a twentieth of the session (at least a minute). More than 20 % is a drop-off.",
  },
  largest_drop_off_percent: {
    label: "Largest drop-off",
    unit: "percent",
    definition: "The largest share of the people present who left within a twentieth of the session.",
  },
  // Participation
  chat_message_count: {
    label: "Chat messages",
    unit: "count",
    definition: "Messages from the audience. A message that is sent twice counts once.",
  },
  unique_chatters: {
    label: "Wrote messages",
    unit: "count",
    definition: "People who wrote at least one message.",
  },
  questions_asked: { label: "Questions", unit: "count", definition: "Messages that end in a question mark." },
  reaction_count: { label: "Reactions", unit: "count", definition: "Reactions from the audience." },
  reactions_by_type: { label: "Reactions of this type", unit: "count", definition: "Reactions of one type." },
  engaged: {
    label: "Took part",
    unit: "count",
    definition: "People who attended and wrote a message or reacted at least once.",
  },
  engagement_rate: {
    label: "Took part",
    unit: "percent",
    definition: "Share of attendees who wrote a message or reacted at least once.",
    formula: "Wrote or reacted ÷ Attended × 100",
  },
  messages: { label: "Messages", unit: "count", definition: "Messages that this person wrote." },
  questions: { label: "Questions", unit: "count", definition: "Messages that end in a question mark." },
  reactions: { label: "Reactions", unit: "count", definition: "Reactions that this person sent." },
} as const satisfies Record<string, Term>;
