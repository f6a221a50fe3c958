import "server-only";
import { and, count, desc, eq, ilike, isNull, max, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { isTakenBy, type Learner } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { batches } from "@/lib/db/batches";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { contains } from "@/lib/db/patterns";
import { courses, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { assessments, results } from "@/lib/db/tables/results";
import { isoInstants } from "@/lib/http/contract";
import { listOrder, listPage } from "@/lib/http/list";
import { oneDecimal } from "@/lib/measure/rounding";
import { type CsvColumn, csvInstant } from "@/lib/platform/csv";
import { byIdOrExternalId, reachCourse } from "../queries";
import type { OwnResultsQuery, ResultListQuery } from "./forms";
import type { ResultRow } from "./schema";
import { scorePercentage } from "./scores";

const recorder = alias(users, "recorder");

const selectResults = () =>
  db()
    .select({
      id: results.id,
      course_id: assessments.course_id,
      assessment_id: results.assessment_id,
      assessment_title: assessments.title,
      kind: assessments.kind,
      user_id: results.user_id,
      name: users.name,
      email: users.email,
      external_id: results.external_id,
      attempt: results.attempt,
      points: results.points,
      maximum_points: assessments.maximum_points,
      submitted_at: results.submitted_at,
      carried_over: results.carried_over,
      answers: results.answers,
      recorded_by: recorder.name,
      revision: results.revision,
    })
    .from(results)
    .innerJoin(assessments, eq(assessments.id, results.assessment_id))
    .innerJoin(users, eq(users.id, results.user_id))
    .leftJoin(recorder, eq(recorder.id, results.recorded_by));
type Selected = Awaited<ReturnType<typeof selectResults>>[number];

const toRow = (row: Selected): ResultRow =>
  isoInstants({ ...row, score_percentage: oneDecimal(scorePercentage(row.points, row.maximum_points)) });

const orderOf = (query: Pick<ResultListQuery, "sort" | "order">): SQL[] => [
  listOrder(
    query,
    {
      submitted: results.submitted_at,
      name: byName(users.name),
      assessment: byName(assessments.title),
      score: sql`${results.points} / ${assessments.maximum_points}`,
    },
    ["name", "assessment"],
  ),
  desc(results.id),
];

const ofAssessment = (given: string | undefined) =>
  given === undefined ? undefined : byIdOrExternalId(assessments, given);

const listed = (course: { id: string }, { assessment_id, user_id, q, ...order }: ResultListQuery) =>
  selectResults()
    .where(
      and(
        eq(assessments.course_id, course.id),
        ofAssessment(assessment_id),
        user_id === undefined ? undefined : byIdOrExternalId(users, user_id),
        q ? or(ilike(users.name, contains(q)), ilike(users.email, contains(q))) : undefined,
      ),
    )
    .orderBy(...orderOf(order))
    .$dynamic();

/** One page of a course's results. Throws as `reachCourse` does. */
export async function resultList(scope: Scope, courseId: string, query: ResultListQuery) {
  const course = await reachCourse(scope, courseId);
  const { items, total } = await listPage(listed(course, query), query);
  return { items: items.map(toRow), total };
}

/** All results of a course that match, for an export. The caller must have reached the course. */
export async function* resultsInBatches(course: { id: string }, query: ResultListQuery) {
  for await (const rows of batches<Selected>(listed(course, query), "id", 1000)) yield rows.map(toRow);
}

/** One page of the caller's own results, of any course or of this one. */
export async function ownResults(scope: Scope, { assessment_id, course_id, ...query }: OwnResultsQuery) {
  const { items, total } = await listPage(
    selectResults()
      .innerJoin(courses, eq(courses.id, assessments.course_id))
      .where(
        and(
          eq(results.user_id, scope.user_id),
          ofAssessment(assessment_id),
          course_id === undefined ? undefined : byIdOrExternalId(courses, course_id),
        ),
      )
      .orderBy(...orderOf(query))
      .$dynamic(),
    query,
  );
  return {
    items: items.map((item) => {
      const { user_id: _, name: __, email: ___, recorded_by: ____, ...row } = toRow(item);
      return row;
    }),
    total,
  };
}

/** An assessment that is set to a learner, with their best attempt. */
export type OwnAssessment = Awaited<ReturnType<typeof ownAssessments>>[number];

/** More are not listed. */
const ownAssessmentsMax = 2000;

/** The assessments that are set to a learner, in the courses that they take, of somebody else's those that the scope reaches; by when they are due. */
export async function ownAssessments(scope: Scope, learner: Learner = scope) {
  const rows = await db()
    .select({
      id: assessments.id,
      course_id: assessments.course_id,
      lesson_id: assessments.lesson_id,
      kind: assessments.kind,
      title: assessments.title,
      due_at: assessments.due_at,
      maximum_points: assessments.maximum_points,
      points: max(results.points),
      attempts: count(results.id),
      /** When something was submitted last; null also where no result says when. */
      submitted_at: max(results.submitted_at),
    })
    .from(assessments)
    .innerJoin(courses, eq(courses.id, assessments.course_id))
    .innerJoin(
      enrollments,
      and(eq(enrollments.course_id, courses.id), eq(enrollments.user_id, learner.user_id)),
    )
    .leftJoin(results, and(eq(results.assessment_id, assessments.id), eq(results.user_id, learner.user_id)))
    .where(
      and(
        isTakenBy(scope, courses, learner),
        isNull(assessments.archived_at),
        or(isNull(assessments.class_id), eq(assessments.class_id, enrollments.class_id)),
      ),
    )
    .groupBy(assessments.id)
    .orderBy(sql`${assessments.due_at} nulls last`, byName(assessments.title), assessments.id)
    .limit(ownAssessmentsMax);
  return rows.map((row) => ({
    ...row,
    submitted: row.attempts > 0,
    score_percentage: scorePercentage(row.points, row.maximum_points),
  }));
}

export const resultColumns = (timeZone: string): CsvColumn<ResultRow>[] => [
  { header: "Assessment", value: (row) => row.assessment_title },
  { header: "Kind", value: (row) => row.kind },
  { header: "Name", value: (row) => row.name },
  { header: "Email", value: (row) => row.email },
  { header: "User ID", value: (row) => row.user_id },
  { header: "Attempt", value: (row) => row.attempt },
  { header: "Points", value: (row) => row.points },
  { header: "Maximum points", value: (row) => row.maximum_points },
  { header: "Score %", value: (row) => row.score_percentage },
  { header: "Submitted at", value: (row) => csvInstant(row.submitted_at, timeZone) },
  { header: "Carried over", value: (row) => row.carried_over },
  { header: "Recorded by", value: (row) => row.recorded_by },
];
