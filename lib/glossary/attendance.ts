import { computed, count, minutes, percent, seconds, type Term } from "./terms";

/** The numbers of attendance, presence and participation in a live session. */
export const attendanceTerms = {
  // Attendance
  total_registered: count,
  total_attended: count,
  registered_attended: count,
  walk_ins: count,
  attendance_rate: computed(percent),
  on_time_arrivals: count,
  late_arrivals: count,
  average_duration_minutes: computed(minutes),
  average_presence_percentage: computed(percent),
  minutes: minutes,
  coverage_percentage: percent,
  // People present at the same time
  peak_count: count,
  viewers: count,
  current_viewers: count,
  minute: minutes,
  "retention.percentage": percent,
  present: count,
  lost: count,
  lost_percent: percent,
  largest_drop_off_percent: percent,
  // Participation
  chat_message_count: count,
  unique_chatters: count,
  messages_per_person: computed(count),
  questions_per_hour: computed(count),
  questions_asked: count,
  unique_askers: count,
  questions_answered: count,
  unanswered: count,
  median_answer_seconds: seconds,
  reaction_count: count,
  reactions_by_type: count,
  engaged: count,
  engagement_rate: computed(percent),
  messages: count,
  questions: count,
  reactions: count,
} satisfies Record<string, Term>;
