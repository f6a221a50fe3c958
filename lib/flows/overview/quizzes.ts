import "server-only";
import { and, countDistinct, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { reachesCourses, takesCourse } from "@/lib/auth/reach";
import { isStaff, type Scope } from "@/lib/auth/scope";
import { db, dbPlanning } from "@/lib/db/client";
import { isAmong, isOneOf } from "@/lib/db/literals";
import { courses, enrollments } from "@/lib/db/tables/courses";
import { assessments, results } from "@/lib/db/tables/results";
import { meanFrom } from "@/lib/domain/courses/results/scores";
import { oneDecimal } from "@/lib/measure/rounding";

/** The courses that a scope's overviews are of: of staff those that they reach, of a student those that they take. */
export const overviewCourses = (scope: Scope): SQL =>
  isStaff(scope) ? reachesCourses(scope, courses) : takesCourse(scope, courses.id);

/** Assessments of the scope's courses with these students' results; each is for who takes the course, or is in the class. */
const assessed = (scope: Scope, ids: readonly string[]) =>
  and(
    overviewCourses(scope),
    ...[isNull(courses.archived_at), isNull(assessments.archived_at)],
    isAmong(results.user_id, ids),
  );
const ofAssessment = eq(results.assessment_id, assessments.id);
const ofCourse = eq(courses.id, assessments.course_id);
const ofTaker = and(eq(enrollments.course_id, courses.id), eq(enrollments.user_id, results.user_id));

/**
 * The quizzes that these students submitted in a time (null: ever), each person's once: `submitted`, `scored`, and the `mean` of the best scores. Each
 * quiz's results are read by its index, and who takes its course is looked up in one set: the planner takes the results of any time for a few, and would
 * look up each one's enrollment and course.
 */
export function bestScores(
  scope: Scope,
  ids: readonly string[],
  time: { from: Date; before: Date } | null,
): SQL {
  const at = sql`coalesce(${results.submitted_at}, ${results.created_at})`;
  const within = time
    ? sql`${at} >= ${time.from.toISOString()}::timestamptz and ${at} < ${time.before.toISOString()}::timestamptz`
    : sql`true`;
  return sql`
    with quiz as materialized (
      select ${assessments.id} as id, ${assessments.course_id} as course_id, ${assessments.maximum_points} as maximum_points
      from ${assessments} join ${courses} on ${ofCourse}
      where ${and(overviewCourses(scope), isNull(courses.archived_at), isNull(assessments.archived_at), eq(assessments.kind, "quiz"))}
    ), taken as materialized (
      select ${enrollments.course_id} as course_id, ${enrollments.user_id} as user_id from ${enrollments}
      where ${enrollments.course_id} in (select course_id from quiz) and ${isOneOf(enrollments.user_id, ids)}
    )
    select count(*)::int as submitted, count(percentage)::int as scored, avg(percentage)::float8 as mean
    from (
      select best.points / quiz.maximum_points * 100 as percentage,
        (quiz.course_id, best.user_id) in (select course_id, user_id from taken) as is_taken
      from quiz cross join lateral (
        select ${results.user_id} as user_id, max(${results.points}) as points from ${results}
        where ${results.assessment_id} = quiz.id and ${within} group by ${results.user_id}) best
      offset 0
    ) one where is_taken`;
}

/** How many quizzes these students submitted in a time (null: ever), each person's once, and the mean of the best scores. */
export async function quizzesOf(
  scope: Scope,
  ids: readonly string[],
  time: { from: Date; before: Date } | null,
): Promise<{ quizzes_submitted: number; average_quiz_score_percentage: number | null }> {
  const [row] = await dbPlanning().execute<{ submitted: number; scored: number; mean: number | null }>(
    bestScores(scope, ids, time),
  );
  return {
    quizzes_submitted: row?.submitted ?? 0,
    average_quiz_score_percentage: row && row.scored >= meanFrom ? oneDecimal(row.mean) : null,
  };
}

/** The assessments that are set to classes, of a student to their own, and how many of the classes' students submitted something. */
export async function assignmentsOf(scope: Scope, ids: readonly string[]) {
  const own = sql`exists (select from ${enrollments}
    where ${enrollments.class_id} = ${assessments.class_id} and ${enrollments.user_id} = ${scope.user_id})`;
  const [[set], [submitted]] = await Promise.all([
    db()
      .select({ count: sql<number>`count(*)::int` })
      .from(assessments)
      .innerJoin(courses, ofCourse)
      .where(
        and(
          overviewCourses(scope),
          ...[isNull(courses.archived_at), isNull(assessments.archived_at), isNotNull(assessments.class_id)],
          isStaff(scope) ? undefined : own,
        ),
      ),
    db()
      .select({ count: countDistinct(sql`(${results.assessment_id}, ${results.user_id})`) })
      .from(results)
      .innerJoin(assessments, ofAssessment)
      .innerJoin(courses, ofCourse)
      .innerJoin(enrollments, and(ofTaker, eq(enrollments.class_id, assessments.class_id)))
      .where(assessed(scope, ids)),
  ]);
  return { assignments_set: set?.count ?? 0, assignments_submitted: submitted?.count ?? 0 };
}
