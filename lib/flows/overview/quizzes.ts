import "server-only";
import { and, countDistinct, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { reachesCourses, takesCourse } from "@/lib/auth/reach";
import { isStaff, type Scope } from "@/lib/auth/scope";
import { db, dbPlanning } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
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
    isAnyOf(results.user_id, ids),
  );
const ofAssessment = eq(results.assessment_id, assessments.id);
const ofCourse = eq(courses.id, assessments.course_id);
const ofTaker = and(eq(enrollments.course_id, courses.id), eq(enrollments.user_id, results.user_id));

/** How many quizzes these students submitted in a time (null: ever), each person's once, and the mean of the best scores. */
export async function quizzesOf(
  scope: Scope,
  ids: readonly string[],
  time: { from: Date; before: Date } | null,
): Promise<{ quizzes_submitted: number; average_quiz_score_percentage: number | null }> {
  const at = sql`coalesce(${results.submitted_at}, ${results.created_at})`;
  const within = time
    ? sql`${at} >= ${time.from.toISOString()}::timestamptz and ${at} < ${time.before.toISOString()}::timestamptz`
    : undefined;
  const best = db()
    .select({
      assessment_id: results.assessment_id,
      percentage: sql<number | null>`max(${results.points}) / ${assessments.maximum_points} * 100`.as(
        "percentage",
      ),
    })
    .from(results)
    .innerJoin(assessments, ofAssessment)
    .innerJoin(courses, ofCourse)
    .innerJoin(enrollments, ofTaker)
    .where(and(assessed(scope, ids), eq(assessments.kind, "quiz"), within))
    .groupBy(results.assessment_id, results.user_id, assessments.id)
    .as("best");
  const [row] = await dbPlanning()
    .select({
      submitted: sql<number>`count(*)::int`,
      scored: sql<number>`count(${best.percentage})::int`,
      mean: sql<number | null>`avg(${best.percentage})::float8`,
    })
    .from(best);
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
