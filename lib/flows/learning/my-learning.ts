import "server-only";
import type { Learner } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { takenMaterials } from "@/lib/domain/courses/lessons/completed-materials";
import { takenLessons } from "@/lib/domain/courses/lessons/queries";
import type { CourseProgress } from "@/lib/domain/courses/progress";
import { takenCourses } from "@/lib/domain/courses/queries";
import { type OwnAssessment, ownAssessments } from "@/lib/domain/courses/results/queries";
import {
  type ComingSession,
  comingSessions,
  type PastOwnSession,
  pastOwnSessions,
} from "@/lib/domain/sessions/queries/own";
import { type OwnVideo, ownVideos } from "@/lib/domain/videos/queries/progress";
import type { Language } from "@/lib/language/language";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import { type OwnLesson, progressInLessons, type QuizScores, quizScores } from "./progress";

/* A learner's sessions, videos and courses together: a student's home, and the page that staff have of them. */

/** More videos than this are not listed. */
const videosMax = 500;

/** A session that is over: whether the learner was present, and how far they are in its recording. */
export type PastSession = PastOwnSession & {
  /** Null without a recording, and where it is in a course that they do not take. */
  recording: OwnVideo | null;
};

export type OwnCourse = {
  id: string;
  title: string;
  instructors: string[];
  /** In the course's order. */
  videos: OwnVideo[];
  /** Past sessions of the course, and those that the learner attended. */
  sessions: number;
  attended: number;
  /** In order, with the learner's progress in each. */
  lessons: OwnLesson[];
  progress: CourseProgress;
  /** Those that are set to the learner, by when they are due. */
  assessments: OwnAssessment[];
  quizzes: QuizScores | null;
};

export type MyLearning = Awaited<ReturnType<typeof myLearning>>;

/** The reader's own learning; of another learner, what the scope may read. */
export async function myLearning(scope: Scope, now: Date, learner: Learner = scope) {
  const [coming, over, videos, courses, lessons, assessments, materials] = await Promise.all([
    comingSessions(scope, now, learner),
    pastOwnSessions(scope, learner),
    ownVideos(scope, { limit: videosMax, offset: 0 }, learner),
    takenCourses(scope, learner),
    takenLessons(scope, learner),
    ownAssessments(scope, learner),
    takenMaterials(scope, learner),
  ]);
  const past = withRecordings(over, videos.items);
  return {
    coming,
    past,
    videos: videos.items,
    begun: videos.items.filter(({ last_watched_at, completed }) => last_watched_at && !completed),
    courses: courses.map(({ completion_threshold, ...course }): OwnCourse => {
      const held = past.filter(({ course_id }) => course_id === course.id);
      const ofCourse = <Row extends { course_id: string | null }>(rows: readonly Row[]) =>
        rows.filter(({ course_id }) => course_id === course.id);
      const own = ofCourse(assessments);
      return {
        ...course,
        ...progressInLessons(
          ofCourse(lessons),
          {
            ...{ videos: ofCourse(videos.items), sessions: held, assessments: own },
            materials: ofCourse(materials),
          },
          completion_threshold,
        ),
        assessments: own,
        quizzes: quizScores(own),
        videos: inOrder(videos.items.filter(({ course_id }) => course_id === course.id)),
        sessions: held.length,
        attended: held.filter(({ attended }) => attended).length,
      };
    }),
  };
}

/** Sessions with how far the learner is in their recordings. */
export function withRecordings(
  sessions: readonly PastOwnSession[],
  videos: readonly OwnVideo[],
): PastSession[] {
  const byId = new Map(videos.map((video) => [video.video_id, video]));
  return sessions.map((session) => ({
    ...session,
    recording: byId.get(session.recording_video_id ?? "") ?? null,
  }));
}

/** The course's order: by lesson; the query's order has what was watched last first. */
const inOrder = (videos: readonly OwnVideo[]): OwnVideo[] =>
  videos.toSorted(
    (a, b) => (a.lesson_position ?? Number.MAX_SAFE_INTEGER) - (b.lesson_position ?? Number.MAX_SAFE_INTEGER),
  );

/** A missed session whose recording the learner has not finished. */
export const canBeCaughtUp = ({
  attended,
  recording,
}: Pick<PastSession, "attended" | "recording">): boolean =>
  !attended && recording !== null && !recording.completed;

/** What is live, and what was missed and can still be watched. */
export function myLearningFindings(
  {
    coming,
    past,
  }: {
    coming: { items: Pick<ComingSession, "title" | "status">[] };
    past: Pick<PastSession, "attended" | "recording">[];
  },
  { t, and }: Language,
): Finding[] {
  const live = coming.items.filter(({ status }) => status === "live");
  const missed = past.filter(({ attended }) => !attended);
  const waiting = missed.filter(canBeCaughtUp).length;
  const findings: Finding[] = [];
  if (live.length > 0) {
    const titles = and(live.map(({ title }) => t("learning.findings.title", { title })));
    findings.push(plain(t("learning.findings.live", { count: live.length, titles })));
  }
  if (past.length === 0) return findings;
  if (missed.length === 0) {
    findings.push(plain(t("learning.findings.attended_all", { sessions: past.length })));
    return findings;
  }
  findings.push(key(t("learning.findings.missed", { missed: missed.length, sessions: past.length })));
  const which =
    missed.length === 1 ? "its" : waiting === missed.length ? "all" : waiting === 1 ? "one" : "some";
  if (waiting > 0) findings.push(plain(t("learning.findings.catch_up", { which, waiting })));
  return findings;
}
