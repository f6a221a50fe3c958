import { oneDecimal } from "@/lib/measure/rounding";

/*
 * How far a learner is in a lesson and in a course. A lesson's progress is the mean of its parts: of a video the share that is covered, of
 * an ended session 1 for who came, else the share of its recording, of an assessment 1 once something is submitted, of a PDF or link 1 once it
 * was completed. Parts of which nothing can be known (a PDF that nobody is known to have completed, a video without a length, a session to
 * come) do not count, and a lesson with none other has no progress.
 */

/** How much of a part is done, 0–1; null where it cannot be known. */
export type Done = number | null;

export type LessonProgress = { progress_percentage: number | null; completed: boolean };

/** The mean of the parts; complete from the school's threshold on, in per cent. */
export function lessonProgress(parts: readonly Done[], threshold: number): LessonProgress {
  const known = parts.filter((part) => part !== null);
  if (known.length === 0) return { progress_percentage: null, completed: false };
  const percentage = (known.reduce((sum, part) => sum + part, 0) / known.length) * 100;
  return { progress_percentage: percentage, completed: isCompleted(percentage, threshold) };
}

/** Thirds do not add up to 1 in floating point. */
export const isCompleted = (percentage: number, threshold: number): boolean => percentage + 1e-9 >= threshold;

export type CourseProgress = {
  lessons: number;
  lessons_completed: number;
  /** The mean of the lessons' progress; null where none has one. */
  mastery_percentage: number | null;
};

/** The lessons that are complete of all, and the mean of those whose progress is known. */
export function courseProgress(lessons: readonly LessonProgress[]): CourseProgress {
  const known = lessons.flatMap(({ progress_percentage }) => progress_percentage ?? []);
  return {
    lessons: lessons.length,
    lessons_completed: lessons.filter(({ completed }) => completed).length,
    mastery_percentage: known.length
      ? oneDecimal(known.reduce((sum, one) => sum + one, 0) / known.length)
      : null,
  };
}

/** Whether a learner has completed all lessons of which something is known. One to come, or of which nothing can be known, keeps no course open. */
export const isCourseCompleted = ({
  lessons_known,
  lessons_completed,
}: {
  lessons_known: number;
  lessons_completed: number;
}): boolean => lessons_known > 0 && lessons_completed >= lessons_known;
