import "server-only";
import { and, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { db, type Tx } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { classes, enrollments, lessons } from "@/lib/db/tables/courses";
import { assessments, results } from "@/lib/db/tables/results";
import { isoInstants } from "@/lib/http/contract";
import { listPage } from "@/lib/http/list";
import { AppError, fieldError } from "@/lib/platform/errors";
import { byIdOrExternalId, reachCourse } from "../queries";
import { binCount, meanFrom, type ScoreSums, summaryOf } from "../results/scores";
import type { AssessmentListQuery } from "./forms";
import type { AssessmentRow } from "./schema";

/** Who takes the course of an assessment, or is in the class that it is set to. */
export const isAssessed = sql`${enrollments.course_id} = ${assessments.course_id}
  and (${assessments.class_id} is null or ${enrollments.class_id} = ${assessments.class_id})`;

/** As `sumScores` (../results/scores.ts) adds them up, of each person's best score. */
const sums = sql<ScoreSums & { submitted: number }>`(
  select json_build_object(
    'submitted', count(*), 'scored', count(percentage), 'sum', coalesce(sum(percentage), 0),
    'bins', (select json_agg((select count(*) from unnest(array_agg(percentage)) one
      where least(${binCount - 1}, floor(one / ${100 / binCount})) = bin and one is not null) order by bin)
      from generate_series(0, ${binCount - 1}) bin),
    'few', case when count(percentage) < ${meanFrom}
      then coalesce(json_agg(percentage order by percentage) filter (where percentage is not null), '[]') else '[]' end)
  from (select max(${results.points}) / ${assessments.maximum_points} * 100 as percentage
    from ${results} join ${enrollments} on ${enrollments.user_id} = ${results.user_id}
    where ${results.assessment_id} = ${assessments.id} and ${isAssessed}
    group by ${results.user_id}) best)`;

const selectAssessments = () =>
  db()
    .select({
      id: assessments.id,
      course_id: assessments.course_id,
      external_id: assessments.external_id,
      kind: assessments.kind,
      title: assessments.title,
      lesson_id: assessments.lesson_id,
      lesson_title: lessons.title,
      class_id: assessments.class_id,
      class_name: classes.name,
      due_at: assessments.due_at,
      weight: assessments.weight,
      maximum_points: assessments.maximum_points,
      questions: assessments.questions,
      enrolled: sql<number>`(select count(*)::int from ${enrollments} where ${isAssessed})`,
      sums,
      results: sql<number>`(select count(*)::int from ${results} where ${results.assessment_id} = ${assessments.id})`,
      archived_at: assessments.archived_at,
      revision: assessments.revision,
    })
    .from(assessments)
    .leftJoin(lessons, eq(lessons.id, assessments.lesson_id))
    .leftJoin(classes, eq(classes.id, assessments.class_id));

const toRow = ({ sums, ...row }: Awaited<ReturnType<typeof selectAssessments>>[number]): AssessmentRow =>
  isoInstants({ ...row, submitted: sums.submitted, ...summaryOf(sums) });

/** The assessments of a course by when they are due, with what their results say. Throws as `reachCourse` does. */
export async function assessmentList(
  scope: Scope,
  courseId: string,
  { archived, limit, offset }: AssessmentListQuery,
): Promise<{ items: AssessmentRow[]; total: number }> {
  const course = await reachCourse(scope, courseId);
  const { items, total } = await listPage(
    selectAssessments()
      .where(
        and(
          eq(assessments.course_id, course.id),
          archived ? isNotNull(assessments.archived_at) : isNull(assessments.archived_at),
        ),
      )
      .orderBy(sql`${assessments.due_at} nulls last`, byName(assessments.title), assessments.id)
      .$dynamic(),
    { limit, offset },
  );
  return { items: items.map(toRow), total };
}

/** One assessment as its route shows it. Throws as `reachCourse` does, and `not_found`. */
export async function readAssessment(scope: Scope, courseId: string, given: string): Promise<AssessmentRow> {
  const course = await reachCourse(scope, courseId);
  const [row] = await selectAssessments()
    .where(and(eq(assessments.course_id, course.id), byIdOrExternalId(assessments, given)))
    .orderBy(sql`${assessments.id}::text = ${given} desc`)
    .limit(1);
  if (!row) throw new AppError("not_found", "errors.assessment.unknown");
  return toRow(row);
}

/** The id of a lesson or class of this course, as an assessment names it. Throws `not_found` with the field. */
export async function idInCourse(
  tx: Tx,
  table: typeof lessons | typeof classes,
  courseId: string,
  given: string,
): Promise<string> {
  const [field, unknown] =
    table === lessons
      ? (["lesson_id", "errors.field.lesson_unknown"] as const)
      : (["class_id", "errors.course.class_unknown"] as const);
  const where: SQL | undefined = and(eq(table.course_id, courseId), byIdOrExternalId(table, given));
  const [row] = await tx
    .select({ id: table.id })
    .from(table as typeof lessons)
    .where(where)
    .orderBy(sql`${table.id}::text = ${given} desc`)
    .limit(1);
  if (!row) throw fieldError(field, unknown, "not_found");
  return row.id;
}
