import { type CsvColumn, csvInstant } from "@/lib/platform/csv";
import type { LearnerRow } from "./schema";

const risks = (row: LearnerRow) => row.courses.filter(({ standing }) => standing === "at_risk");

export const learnerColumns = (timeZone: string): CsvColumn<LearnerRow>[] => [
  { header: "Name", value: (row) => row.name },
  { header: "Email", value: (row) => row.email },
  { header: "User id", value: (row) => row.user_id },
  { header: "Courses", value: (row) => row.courses.map(({ title }) => title).join(", ") },
  { header: "At risk", value: (row) => row.at_risk },
  {
    header: "At risk in",
    value: (row) =>
      risks(row)
        .map(({ title }) => title)
        .join(", "),
  },
  { header: "Days without activity", value: (row) => row.quiet_days },
  { header: "Last seen at", value: (row) => csvInstant(row.last_seen_at, timeZone) },
  { header: "Sessions", value: (row) => row.sessions },
  { header: "Came", value: (row) => row.came },
  { header: "Missed with a recording", value: (row) => row.missed_recorded },
  { header: "Missed and watched", value: (row) => row.caught_up },
  { header: "Videos", value: (row) => row.videos },
  { header: "Videos covered %", value: (row) => row.video_percentage },
  { header: "Lessons", value: (row) => row.lessons },
  { header: "Lessons completed", value: (row) => row.lessons_completed },
  { header: "Progress %", value: (row) => row.progress_percentage },
  { header: "Quizzes", value: (row) => row.quizzes },
  { header: "Quizzes scored", value: (row) => row.quizzes_scored },
  { header: "Mean quiz score %", value: (row) => row.quiz_mean_percentage },
];
