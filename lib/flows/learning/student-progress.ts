import "server-only";
import { isStaff, type Scope } from "@/lib/auth/scope";
import { ranking } from "@/lib/domain/gamification/queries";
import { courseOfClass, reachLearner } from "@/lib/domain/learners/queries";
import type { ProgressQuery, StudentProgress } from "@/lib/domain/learners/schema";
import { mean } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import { myLearning, type OwnCourse } from "./my-learning";
import { standingOf } from "./own";

/** How far a learner is in their courses, or in the course of one of their classes: the caller, or somebody whom the scope may read. */
export async function studentProgress(
  scope: Scope,
  { student_id = scope.user_id, class_id }: ProgressQuery,
  now: Date,
): Promise<StudentProgress> {
  const { user_id, name, school_id } =
    student_id === scope.user_id ? scope : await somebodyElse(scope, student_id);
  const learner = { user_id };
  const course_id = class_id === undefined ? undefined : await courseOfClass(scope, learner, class_id);
  const [{ courses }, { total_xp, level }, rank] = await Promise.all([
    myLearning(scope, now, learner),
    standingOf(scope, { user_id, school_id }),
    rankOf(scope, user_id, course_id, now),
  ]);
  return {
    student: { id: user_id, name },
    ...{ ...rank, total_xp, level },
    ...progressOver(courses.filter(({ id }) => course_id === undefined || id === course_id)),
  };
}

async function somebodyElse(scope: Scope, userId: string) {
  const { id: user_id, name, school_id } = await reachLearner(scope, userId);
  return { user_id, name, school_id };
}

/** By the XP of all time. The installation's admin has no school, and so no leaderboard but a course's. */
async function rankOf(scope: Scope, userId: string, course_id: string | undefined, now: Date) {
  const { people, you, participants } = await ranking(scope, { timeframe: "all", course_id }, now);
  const own =
    userId === scope.user_id && !isStaff(scope) ? you : people.find((one) => one.user_id === userId);
  return { leaderboard_rank: own?.rank ?? null, leaderboard_participants: participants };
}

type Course = Pick<OwnCourse, "id" | "title" | "progress"> & {
  lessons: readonly { progress_percentage: number | null }[];
};

/** The courses with what is done of each, and of all. A course that is not begun is in the counts and not in the mean. */
export function progressOver(courses: readonly Course[]) {
  const known = courses.flatMap(
    ({ lessons }) => mean(lessons.flatMap(({ progress_percentage }) => progress_percentage ?? [])) ?? [],
  );
  const begun = known.filter((percentage) => percentage > 0);
  const sum = (of: (course: Course) => number) => courses.reduce((all, one) => all + of(one), 0);
  return {
    overall_progress_percentage: known.length === 0 ? null : oneDecimal(mean(begun) ?? 0),
    lessons_completed: sum(({ progress }) => progress.lessons_completed),
    lessons_total: sum(({ progress }) => progress.lessons),
    courses: courses.map(({ id, title, progress }) => ({
      ...{ course_id: id, title, progress_percentage: progress.mastery_percentage },
      ...{ lessons_completed: progress.lessons_completed, lessons_total: progress.lessons },
    })),
  };
}

/** The caller's own mastery of each course that they take. */
export async function subjectMastery(scope: Scope, now: Date) {
  const { courses } = await myLearning(scope, now);
  return courses.map(({ id, title, progress }) => ({
    ...{ course_id: id, title, mastery_percentage: progress.mastery_percentage },
    ...{ topics_completed: progress.lessons_completed, topics_total: progress.lessons },
  }));
}
