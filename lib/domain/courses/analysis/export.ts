import { largestBy } from "@/lib/measure/largest-by";
import type { CsvColumn } from "@/lib/platform/csv";
import type { AnalysedLesson, LessonOrder } from "./schema";

const orders: Record<Exclude<LessonOrder["sort"], "lesson">, (lesson: AnalysedLesson) => number | null> = {
  started: ({ started }) => started,
  completed: ({ completed }) => completed,
  watched: ({ videos }) =>
    largestBy(videos, (video) => video.median_watched_percentage ?? -1)?.median_watched_percentage ?? null,
  quiz: ({ average_quiz_score_percentage: score }) => score,
};

/** The lessons by a number of theirs, the largest first unless it says otherwise; an unknown number comes last, and equal ones keep their order. */
export function inOrder<Lesson extends AnalysedLesson>(
  lessons: readonly Lesson[],
  { sort, order = sort === "lesson" ? "asc" : "desc" }: LessonOrder,
): Lesson[] {
  if (sort === "lesson") return order === "asc" ? [...lessons] : lessons.toReversed();
  const of = orders[sort];
  const sign = order === "asc" ? 1 : -1;
  return lessons.toSorted((a, b) => {
    const [one, other] = [of(a), of(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return (one - other) * sign;
  });
}

/** A row for each lesson. Of several videos or sessions the first with a value is written, and their number. */
export const lessonColumns: CsvColumn<AnalysedLesson>[] = [
  { header: "Lesson", value: (row) => row.number },
  { header: "Title", value: (row) => row.title },
  { header: "Lesson ID", value: (row) => row.lesson_id },
  { header: "Reached", value: (row) => row.reached },
  { header: "Reached %", value: (row) => row.reached_percentage },
  { header: "Started", value: (row) => row.started },
  { header: "Completed", value: (row) => row.completed },
  { header: "Completed %", value: (row) => row.completed_percentage },
  { header: "Stopped", value: (row) => row.stopped },
  { header: "Active", value: (row) => row.active },
  { header: "Average progress %", value: (row) => row.average_progress_percentage },
  { header: "Quiz results", value: (row) => row.quiz_results },
  { header: "Average quiz score %", value: (row) => row.average_quiz_score_percentage },
  { header: "Videos", value: (row) => row.videos.map(({ title }) => title).join("; ") },
  {
    header: "Median watched %",
    value: (row) => (row.videos.length === 1 ? row.videos[0]!.median_watched_percentage : null),
  },
  { header: "Sessions", value: (row) => row.sessions.map(({ title }) => title).join("; ") },
  { header: "Registered", value: (row) => row.sessions.reduce((sum, one) => sum + one.registered, 0) },
  {
    header: "Registered who came",
    value: (row) => row.sessions.reduce((sum, one) => sum + (one.registered_attended ?? 0), 0),
  },
];
