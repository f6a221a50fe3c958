import "server-only";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { classes, enrollments, lessons } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { assessments, results } from "@/lib/db/tables/results";
import { schools } from "@/lib/db/tables/schools";
import { fieldError } from "@/lib/platform/errors";
import { takerProgress } from "../lessons/learner-progress";
import { isCompleted } from "../progress";
import { byIdOrExternalId, type reachCourse } from "../queries";
import type { CourseLearner } from "./funnel";
import { inNoClass } from "./schema";

type Course = Awaited<ReturnType<typeof reachCourse>>;

/** The class of the course that a filter names: its id, `none` for who is in no class, null without a filter. Throws `not_found`. */
export async function classOf(course: Course, given: string | undefined): Promise<string | null> {
  if (given === undefined || given === inNoClass) return given ?? null;
  const [row] = await db()
    .select({ id: classes.id })
    .from(classes)
    .where(and(eq(classes.course_id, course.id), byIdOrExternalId(classes, given)))
    .orderBy(sql`${classes.id}::text = ${given} desc`, classes.id)
    .limit(1);
  if (!row) throw fieldError("class_id", "errors.course.class_unknown", "not_found");
  return row.id;
}

/** The lessons of a course that are not archived, in its order: their places count from 1. */
export const lessonsInOrder = (course: { id: string }) =>
  db()
    .select({ id: lessons.id, number: lessons.number, title: lessons.title })
    .from(lessons)
    .where(and(eq(lessons.course_id, course.id), isNull(lessons.archived_at)))
    .orderBy(lessons.position, lessons.id);

/** Everybody who takes a course and is not deactivated, with their lessons: one row each. */
export async function courseLearners(course: Course): Promise<CourseLearner[]> {
  const [takers, inOrder, [school]] = await Promise.all([
    db()
      .select({ user_id: users.id, name: users.name, class_id: enrollments.class_id })
      .from(enrollments)
      .innerJoin(users, eq(users.id, enrollments.user_id))
      .where(and(eq(enrollments.course_id, course.id), isNull(users.disabled_at)))
      .orderBy(users.id),
    lessonsInOrder(course),
    db()
      .select({ threshold: schools.completion_threshold })
      .from(schools)
      .where(eq(schools.id, course.school_id)),
  ]);
  const placeOf = new Map(inOrder.map(({ id }, index) => [id, index + 1]));
  const progress = await takerProgress(takers.map(({ user_id }) => ({ course_id: course.id, user_id })));
  const byUser = new Map(progress.map((one) => [one.user_id, one]));
  return takers.flatMap((taker) => {
    const own = byUser.get(taker.user_id);
    if (!own) return [];
    // A lesson that was archived since has no place.
    const parts = own.lesson_ids
      .flatMap((id, index) => {
        const place = placeOf.get(id);
        return place ? [{ place, percentage: own.percentages[index] ?? null, begun: own.begun[index]! }] : [];
      })
      .sort((a, b) => a.place - b.place);
    const known = parts.flatMap(({ place, percentage }) =>
      percentage === null ? [] : [{ place, percentage }],
    );
    return [
      {
        ...taker,
        begun: parts.filter(({ begun }) => begun).map(({ place }) => place),
        completed: known
          .filter(({ percentage }) => isCompleted(percentage, school!.threshold))
          .map(({ place }) => place),
        known: known.map(({ place }) => place),
        progress: known.map(({ percentage }) => percentage),
        last_active_at: own.last_active_at === null ? null : new Date(own.last_active_at),
      },
    ];
  });
}

/** The best score of each learner in each quiz of a course, added up by lesson (null: of none) and class. */
export type QuizSums = {
  lesson_id: string | null;
  class_id: string | null;
  results: number;
  /** The ids of those who have one. */
  learners: string[];
  /** Of the scores, in per cent. */
  sum: number;
};

export async function quizSums(course: Course): Promise<QuizSums[]> {
  const best = db()
    .select({
      lesson_id: assessments.lesson_id,
      class_id: enrollments.class_id,
      user_id: results.user_id,
      percentage: sql<number>`max(${results.points}) / ${assessments.maximum_points} * 100`.as("percentage"),
    })
    .from(assessments)
    .innerJoin(results, eq(results.assessment_id, assessments.id))
    .innerJoin(
      enrollments,
      and(eq(enrollments.course_id, assessments.course_id), eq(enrollments.user_id, results.user_id)),
    )
    .innerJoin(users, eq(users.id, results.user_id))
    .where(
      and(
        ...[eq(assessments.course_id, course.id), eq(assessments.kind, "quiz")],
        ...[isNull(assessments.archived_at), isNotNull(results.points), isNull(users.disabled_at)],
      ),
    )
    .groupBy(assessments.id, results.user_id, enrollments.class_id)
    .as("best");
  return await db()
    .select({
      lesson_id: best.lesson_id,
      class_id: best.class_id,
      results: sql<number>`count(*)::int`,
      learners: sql<string[]>`array_agg(distinct ${best.user_id})`,
      sum: sql<number>`sum(${best.percentage})::float8`,
    })
    .from(best)
    .groupBy(best.lesson_id, best.class_id);
}

/** The classes of a course by name, the archived ones too: their learners take the course. */
export const classesOf = (course: { id: string }) =>
  db()
    .select({ id: classes.id, name: classes.name, archived_at: classes.archived_at })
    .from(classes)
    .where(eq(classes.course_id, course.id))
    .orderBy(byName(classes.name), classes.id);
