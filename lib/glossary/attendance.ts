import { count, minutes, percent, seconds, type Term } from "./terms";

/** The numbers of attendance, presence and participation in a live session. */
export const attendanceTerms = {
  // Attendance
  total_registered: count("Registered", "People whose registration was not cancelled."),
  total_attended: count(
    "Attended",
    "People who were present for at least the school's minimum (one second unless set otherwise). A person who reconnects counts once; the people who run the session do not count.",
  ),
  registered_attended: count("Registered and attended", "People who registered and attended."),
  walk_ins: count("Walked in", "People who attended without registering."),
  attendance_rate: percent(
    "Attendance rate",
    "Share of the registered people who attended.",
    "Registered and attended ÷ Registered × 100",
  ),
  on_time_arrivals: count(
    "On time",
    "People who first joined no later than the school's limit, 5 minutes after the start unless set otherwise. The start is the planned or the actual one, whichever is later.",
  ),
  late_arrivals: count("Late", "People who first joined after that limit."),
  average_duration_minutes: minutes(
    "Average watch time",
    "How long the people who attended were present, on average. Time on several devices at once counts once.",
    "Total minutes present ÷ Attended",
  ),
  average_presence_percentage: percent(
    "Average share present",
    "The average watch time as a share of the session's length. Sessions of different lengths are compared by it.",
    "Average watch time ÷ Length",
  ),
  minutes: minutes(
    "Minutes",
    "How long this person was present over all visits. Time on several devices at once counts once.",
  ),
  coverage_percentage: percent(
    "Seen",
    "Share of the session that this person saw, live or on the recording.",
  ),
  // People present at the same time
  peak_count: count("Peak", "The most people present at the same time, computed from every join and leave."),
  viewers: count("Present", "People present at that moment."),
  current_viewers: count(
    "Here now",
    "People present now. A person whose player has sent nothing for 45 seconds counts as having left.",
  ),
  minute: minutes("Minute", "Minutes since the session began."),
  "retention.percentage": percent("Still present", "Share of attendees who were present at that minute."),
  present: count(
    "Present before",
    "People present when a drop-off begins; of a video, the views that got there.",
  ),
  lost: count(
    "Left",
    "How many of the people present at the start of the period left in it. A person who is back within 10 minutes has not left.",
  ),
  lost_percent: percent(
    "Share that left",
    "Share of the people present who left within a twentieth of the session (at least a minute). It is a drop-off if presence falls by more than 20 % and by at least 5 people.",
  ),
  largest_drop_off_percent: percent(
    "Largest drop-off",
    "The largest share of the people present who left within a twentieth of the session.",
  ),
  // Participation
  chat_message_count: count(
    "Chat messages",
    "Messages from the audience. A message that is sent twice counts once.",
  ),
  unique_chatters: count("Wrote messages", "People who wrote at least one message."),
  messages_per_person: count(
    "Messages per person",
    "Messages from the audience for each person who attended. Sessions of different size are compared by it.",
    "Chat messages ÷ Attended",
  ),
  questions_per_hour: count(
    "Questions per hour",
    "Questions for each hour of the session. Sessions of different length are compared by it.",
    "Questions ÷ Length in hours",
  ),
  questions_asked: count("Questions", "Messages that end in a question mark."),
  unique_askers: count("Asked", "People who asked at least one question."),
  questions_answered: count("Answered", "Questions that staff marked as answered: by a message, or aloud."),
  unanswered: count("Not answered", "Questions that nobody has marked as answered."),
  median_answer_seconds: seconds(
    "Time to answer",
    "The median time from a question to the message that answers it. Questions answered aloud are left out: nothing tells when.",
  ),
  reaction_count: count("Reactions", "Reactions from the audience."),
  reactions_by_type: count("Reactions of this type", "Reactions of one type."),
  engaged: count("Took part", "People who attended and wrote a message or reacted at least once."),
  engagement_rate: percent(
    "Took part",
    "Share of attendees who wrote a message or reacted at least once.",
    "Wrote or reacted ÷ Attended × 100",
  ),
  messages: count("Messages", "Messages that this person wrote."),
  questions: count("Questions", "Messages that end in a question mark."),
  reactions: count("Reactions", "Reactions that this person sent."),
} satisfies Record<string, Term>;
