import "server-only";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { db, dbPlanning } from "@/lib/db/client";
import { lastActivity } from "@/lib/db/course-activity";
import { byName } from "@/lib/db/names";
import { classes, courses, enrollments, lessons } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { assessments, results } from "@/lib/db/tables/results";
import { schools } from "@/lib/db/tables/schools";
import { fieldError } from "@/lib/platform/errors";
import { courseCompletions } from "../lessons/completed-materials";
import { isCompletedAt, lessonParts } from "../lessons/lesson-parts";
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

type Row = Omit<CourseLearner, "last_active_at"> & { last_active_at: Date | string | null };

/**
 * Everybody who takes a course and is not deactivated, with their lessons: one row each. It reads the course's own facts of these people, each
 * by its key.
 */
export async function courseLearners(course: Course): Promise<CourseLearner[]> {
  const takers = sql`select ${enrollments.course_id} as course_id, ${enrollments.user_id} as user_id,
      ${enrollments.class_id} as class_id, ${enrollments.created_at} as since
    from ${enrollments} join ${users} on ${users.id} = ${enrollments.user_id}
    where ${enrollments.course_id} = ${course.id} and ${users.disabled_at} is null`;
  const rows = await dbPlanning().execute<Row>(sql`
    with ${lessonParts(takers, await courseCompletions(course))}, places as (
      select ${lessons.id} as id, (row_number() over (order by ${lessons.position}, ${lessons.id}))::int as place
      from ${lessons} where ${lessons.course_id} = ${course.id} and ${lessons.archived_at} is null
    ), progress as (
      select place, user_id, avg(done) * 100 as percentage, bool_or(begun) as begun
      from parts join places on places.id = parts.lesson_id group by place, user_id
    ), own as (
      select user_id, array_agg(place order by place) filter (where begun) as begun,
        array_agg(place order by place) filter (where ${isCompletedAt(sql`percentage`)}) as completed,
        array_agg(place order by place) filter (where percentage is not null) as known,
        array_agg(percentage::float8 order by place) filter (where percentage is not null) as progress
      from progress join ${courses} on ${courses.id} = ${course.id} join ${schools} on ${schools.id} = ${courses.school_id}
      group by user_id
    ), acts as (
      ${lastActivity(sql`takers`, sql`came`)}
    )
    select takers.user_id, ${users.name} as name, takers.class_id, coalesce(own.begun, '{}') as begun,
      coalesce(own.completed, '{}') as completed, coalesce(own.known, '{}') as known, coalesce(own.progress, '{}') as progress,
      acts.at as last_active_at
    from takers join ${users} on ${users.id} = takers.user_id
      left join own on own.user_id = takers.user_id left join acts on acts.user_id = takers.user_id
    order by takers.user_id`);
  return [...rows].map(({ last_active_at: at, ...row }) => ({
    ...row,
    last_active_at: at === null ? null : new Date(at),
  }));
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
