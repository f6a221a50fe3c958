import {
  type CourseProgress,
  courseProgress,
  type Done,
  type LessonProgress,
  lessonProgress,
} from "@/lib/domain/courses/progress";
import type { OwnAssessment } from "@/lib/domain/courses/results/queries";
import { meanFrom } from "@/lib/domain/courses/results/scores";
import type { OwnVideo } from "@/lib/domain/videos/queries/progress";
import { lengthInSeconds } from "@/lib/measure/completion";
import { oneDecimal } from "@/lib/measure/rounding";
import type { PastSession } from "./my-learning";

/* A learner's progress in the lessons of a course, from what they watched, attended and submitted (lib/domain/courses/progress.ts). */

type Lesson = { id: string; number: string; title: string };
export type OwnLesson = Lesson & LessonProgress;

/** The quizzes of a course: the mean from 3 scores on, below that the scores. */
export type QuizScores = {
  quizzes: number;
  scored: number;
  mean_percentage: number | null;
  points: number;
  maximum_points: number;
};

/** The share of a video that is covered; null while its length is unknown. */
function watchedShare({ watched, duration_seconds }: Pick<OwnVideo, "watched" | "duration_seconds">): Done {
  if (duration_seconds === null) return null;
  const covered = watched.reduce((sum, [from, to]) => sum + (to - from), 0);
  return Math.min(1, covered / lengthInSeconds(duration_seconds * 1000));
}

type Facts = {
  videos: readonly Pick<OwnVideo, "video_id" | "lesson_id" | "watched" | "duration_seconds">[];
  sessions: readonly (Pick<PastSession, "lesson_id" | "attended" | "recording_video_id"> & {
    recording: Pick<OwnVideo, "watched" | "duration_seconds"> | null;
  })[];
  assessments: readonly Pick<OwnAssessment, "lesson_id" | "submitted">[];
  /** The PDFs and links. */
  materials: readonly { lesson_id: string; completed: boolean | null }[];
};

/** What a lesson has for a learner, and how much of it is done. The recording of one of its sessions belongs to the session. */
function partsOf(lessonId: string, { videos, sessions, assessments, materials }: Facts): Done[] {
  const held = sessions.filter(({ lesson_id }) => lesson_id === lessonId);
  const recordings = new Set(held.map(({ recording_video_id }) => recording_video_id));
  return [
    ...videos
      .filter(({ lesson_id, video_id }) => lesson_id === lessonId && !recordings.has(video_id))
      .map(watchedShare),
    ...held.map(({ attended, recording }) => (attended ? 1 : ((recording && watchedShare(recording)) ?? 0))),
    ...assessments
      .filter(({ lesson_id }) => lesson_id === lessonId)
      .map(({ submitted }) => (submitted ? 1 : 0)),
    ...materials
      .filter(({ lesson_id }) => lesson_id === lessonId)
      .map(({ completed }) => (completed === null ? null : completed ? 1 : 0)),
  ];
}

/** The lessons of a course with a learner's progress in each, and in the course. */
export function progressInLessons(
  lessons: readonly Lesson[],
  facts: Facts,
  threshold: number,
): { lessons: OwnLesson[]; progress: CourseProgress } {
  const own = lessons.map((lesson) => ({
    ...lesson,
    ...lessonProgress(partsOf(lesson.id, facts), threshold),
  }));
  return { lessons: own, progress: courseProgress(own) };
}

/** How a learner did in the quizzes of a course; null without one. */
export function quizScores(
  assessments: readonly Pick<OwnAssessment, "kind" | "points" | "maximum_points" | "score_percentage">[],
): QuizScores | null {
  const quizzes = assessments.filter(({ kind }) => kind === "quiz");
  if (quizzes.length === 0) return null;
  const scored = quizzes.filter(({ points }) => points !== null);
  const sum = (of: (one: (typeof scored)[number]) => number) => scored.reduce((all, one) => all + of(one), 0);
  return {
    quizzes: quizzes.length,
    scored: scored.length,
    mean_percentage:
      scored.length < meanFrom ? null : oneDecimal(sum((one) => one.score_percentage ?? 0) / scored.length),
    points: oneDecimal(sum(({ points }) => points ?? 0)),
    maximum_points: sum(({ maximum_points }) => maximum_points),
  };
}
