import "server-only";
import { csvHead } from "@/lib/glossary/csv-head";
import { type CsvColumn, csvInstant } from "@/lib/platform/csv";
import type { CompareAnswer } from "./compare";
import type { MessageRow } from "./messages";
import { type ComparedMetric, storedMetrics } from "./metrics";
import type { MinuteRow } from "./minutes";
import type { AttendeeRow, ScorePart, SessionSummary } from "./schema";

/* The columns of each CSV: the same rows that the pages and routes show, instants in the school's zone with their offset. */

/** The attendance CSV, as the spec names and orders it. */
export function attendanceColumns(sessionTitle: string, timeZone: string): CsvColumn<AttendeeRow>[] {
  return [
    { header: "Session Name", value: () => sessionTitle },
    { header: "Attendee Name", value: (row) => row.name },
    { header: "Email", value: (row) => row.email },
    { header: "User ID", value: (row) => row.user_id },
    { header: "Joined At", value: (row) => csvInstant(row.first_join, timeZone) },
    { header: "Left At", value: (row) => csvInstant(row.last_leave, timeZone) },
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
    { header: "Session in series", value: (row) => row.series_number },
    { header: "Instructor", value: (row) => row.instructor_name },
    { header: "Status", value: (row) => row.session_status },
    { header: "Began at", value: (row) => csvInstant(row.begun_at, timeZone) },
    { header: "Ended at", value: (row) => csvInstant(row.ended_at ?? row.scheduled_end, timeZone) },
    ...storedMetrics.map((key) => ({ header: csvHead(key), value: (row: SessionSummary) => row[key] })),
  ];
}

/** A comparison as rows: one row per metric, one column per session. */
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

/** What people wrote. */
export function messageColumns(timeZone: string): CsvColumn<MessageRow>[] {
  const answered = ({ question, answer }: MessageRow) => (!question ? null : answer ? "Yes" : "No");
  return [
    { header: "Time", value: (row) => csvInstant(row.sent_at, timeZone) },
    { header: "Person", value: (row) => row.name },
    { header: "Role", value: (row) => (row.host ? "Host" : "Attendee") },
    { header: "Text", value: (row) => row.text },
    { header: "Question", value: (row) => (row.question ? "Yes" : "No") },
    { header: "Answered", value: answered },
    { header: "Answered by", value: (row) => row.answer?.message?.name ?? null },
    { header: "Answered at", value: (row) => csvInstant(row.answer?.message?.sent_at ?? null, timeZone) },
  ];
}

/** A session minute by minute; `from`: its start. */
export function minuteColumns(from: Date, timeZone: string): CsvColumn<MinuteRow>[] {
  const at = (minute: number) => new Date(from.getTime() + minute * 60_000).toISOString();
  return [
    { header: "Minute", value: (row) => row.minute },
    { header: "At", value: (row) => csvInstant(at(row.minute), timeZone) },
    { header: "Present", value: (row) => row.viewers },
    { header: "Messages", value: (row) => row.messages },
    { header: "Questions", value: (row) => row.questions },
    { header: "Reactions", value: (row) => row.reactions },
  ];
}

/** The parts of the engagement score; `labels`: the components' names. */
export function scoreColumns(labels: Record<ScorePart["component"], string>): CsvColumn<ScorePart>[] {
  return [
    { header: "Component", value: (row) => labels[row.component] },
    { header: "Value (%)", value: (row) => row.value },
    { header: "Weight", value: (row) => row.weight },
    { header: "Weight used", value: (row) => row.effective_weight },
    { header: "Points", value: (row) => row.points },
  ];
}
