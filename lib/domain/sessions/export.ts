import { TZDate } from "@date-fns/tz";
import type { CsvColumn } from "@/lib/platform/csv";
import type { CompareAnswer, ComparedMetric } from "./compared";
import type { MinuteRow } from "./minute-rows";
import type { AttendeeRow, ScorePart, SessionSummary } from "./schema";

/* The columns of each CSV: the same rows that the pages and routes show, instants in the school's zone with their offset. */

/** ISO 8601 with the zone's offset. */
const local = (instant: string | null, timeZone: string): string | null =>
  instant === null ? null : new TZDate(instant, timeZone).toISOString();

/** The attendance CSV, as the spec names and orders it. */
export function attendanceColumns(sessionTitle: string, timeZone: string): CsvColumn<AttendeeRow>[] {
  return [
    { header: "Session Name", value: () => sessionTitle },
    { header: "Attendee Name", value: (row) => row.name },
    { header: "Email", value: (row) => row.email },
    { header: "User ID", value: (row) => row.user_id },
    { header: "Joined At", value: (row) => local(row.first_join, timeZone) },
    { header: "Left At", value: (row) => local(row.last_leave, timeZone) },
    { header: "Duration (minutes)", value: (row) => row.minutes },
    { header: "Status", value: (row) => (row.attended ? "Attended" : "Registered") },
    { header: "Messages Sent", value: (row) => row.messages },
    { header: "Reactions Given", value: (row) => row.reactions },
    { header: "Questions Asked", value: (row) => row.questions },
    { header: "Watched VOD", value: (row) => (row.vod?.watched ? "Yes" : "No") },
    { header: "VOD Watch Time (minutes)", value: (row) => row.vod?.watch_time_minutes ?? null },
    { header: "VOD Completion %", value: (row) => row.vod?.completion_percentage ?? null },
    { header: "Rating", value: (row) => row.rating },
    { header: "Feedback", value: (row) => row.comment },
  ];
}

/** The list as a table. */
export function sessionColumns(timeZone: string): CsvColumn<SessionSummary>[] {
  return [
    { header: "Session", value: (row) => row.title },
    { header: "Session id", value: (row) => row.session_id },
    { header: "Course", value: (row) => row.course_title },
    { header: "Week", value: (row) => row.series_number },
    { header: "Instructor", value: (row) => row.instructor_name },
    { header: "Status", value: (row) => row.session_status },
    { header: "Began at", value: (row) => local(row.begun_at, timeZone) },
    { header: "Ended at", value: (row) => local(row.ended_at ?? row.scheduled_end, timeZone) },
    { header: "Registered", value: (row) => row.total_registered },
    { header: "Came", value: (row) => row.total_attended },
    { header: "Attendance rate (%)", value: (row) => row.attendance_rate },
    { header: "Average watch time (minutes)", value: (row) => row.average_duration_minutes },
    { header: "Peak", value: (row) => row.peak_count },
    { header: "Took part (%)", value: (row) => row.engagement_rate },
    { header: "Messages", value: (row) => row.chat_message_count },
    { header: "Questions", value: (row) => row.questions_asked },
    { header: "Reactions", value: (row) => row.reaction_count },
    { header: "Average rating", value: (row) => row.average_rating },
    { header: "Engagement score", value: (row) => row.engagement_score },
  ];
}

/** A comparison as rows: one a metric, a column a session. */
export function comparisonColumns(
  compared: CompareAnswer,
  labels: Record<ComparedMetric, string>,
): CsvColumn<ComparedMetric>[] {
  return [
    { header: "Measure", value: (metric) => labels[metric] },
    ...compared.sessions.map((session) => ({
      header: `${session.title}, ${session.started_at.slice(0, 10)}`,
      value: (metric: ComparedMetric) => session.metrics[metric],
    })),
    { header: "Average", value: (metric) => compared.averages[metric] },
    { header: "Trend", value: (metric) => compared.trends[metric].verdict },
    { header: "Trend (%)", value: (metric) => compared.trends[metric].change_percent },
  ];
}

/** A session minute by minute; `from`: its start. */
export function minuteColumns(from: Date, timeZone: string): CsvColumn<MinuteRow>[] {
  const at = (minute: number) => new Date(from.getTime() + minute * 60_000).toISOString();
  return [
    { header: "Minute", value: (row) => row.minute },
    { header: "At", value: (row) => local(at(row.minute), timeZone) },
    { header: "Present", value: (row) => row.viewers },
    { header: "Messages", value: (row) => row.messages },
    { header: "Questions", value: (row) => row.questions },
    { header: "Reactions", value: (row) => row.reactions },
  ];
}

/** The engagement score taken apart; `labels`: what the components are called. */
export function scoreColumns(labels: Record<ScorePart["component"], string>): CsvColumn<ScorePart>[] {
  return [
    { header: "Component", value: (row) => labels[row.component] },
    { header: "Value (%)", value: (row) => row.value },
    { header: "Weight", value: (row) => row.weight },
    { header: "Weight here", value: (row) => row.effective_weight },
    { header: "Points", value: (row) => row.points },
  ];
}
