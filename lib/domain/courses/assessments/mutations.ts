import "server-only";
import { and, count, eq, gt, max, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/client";
import { assertRevision } from "@/lib/db/revision";
import { classes, lessons } from "@/lib/db/tables/courses";
import { assessments, results } from "@/lib/db/tables/results";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { isoInstants } from "@/lib/http/contract";
import { AppError, fieldError } from "@/lib/platform/errors";
import { lockOpenCourse } from "../mutations";
import { reachCourse } from "../queries";
import { deleteRow, edited, insertRow, updateRow, withExternalId } from "../write";
import {
  type ArrangedQuestions,
  type AssessmentItem,
  type ChangeAssessment,
  type QuestionForm,
  questionsMax,
} from "./forms";
import { idInCourse, readAssessment } from "./queries";

type Assessment = typeof assessments.$inferSelect;
type Settings = Pick<ChangeAssessment, "lesson_id" | "class_id" | "due_at">;

/** The given values as columns: ids in place of external ids, an instant in place of its text. */
async function asColumns<Given extends Settings>(tx: Tx, courseId: string, given: Given) {
  const { due_at, lesson_id, class_id, ...rest } = given;
  return {
    ...rest,
    ...(due_at === undefined ? {} : { due_at: due_at === null ? null : new Date(due_at) }),
    ...(lesson_id === undefined
      ? {}
      : { lesson_id: lesson_id && (await idInCourse(tx, lessons, courseId, lesson_id)) }),
    ...(class_id === undefined
      ? {}
      : { class_id: class_id && (await idInCourse(tx, classes, courseId, class_id)) }),
  };
}

/** No result may be above the most that can be had, and no answer without its question. */
async function assertFits(tx: Tx, before: Assessment, after: Assessment): Promise<void> {
  await assertMaximum(tx, before, after);
  await assertQuestions(tx, before, after);
}

async function assertMaximum(tx: Tx, before: Assessment, after: Assessment): Promise<void> {
  if (after.maximum_points >= before.maximum_points) return;
  const [row] = await tx
    .select({ highest: max(results.points) })
    .from(results)
    .where(and(eq(results.assessment_id, before.id), gt(results.points, after.maximum_points)));
  const highest = row?.highest ?? null;
  if (highest !== null)
    throw fieldError("maximum_points", "errors.assessment.below_results", "conflict", {
      values: { points: highest },
    });
}

async function assertQuestions(tx: Tx, before: Assessment, after: Assessment): Promise<void> {
  const changed = before.questions.flatMap((question) => {
    const index = after.questions.findIndex(({ id }) => id === question.id);
    const most = after.questions[index]?.maximum_points ?? null;
    return most !== null && most >= question.maximum_points ? [] : [{ id: question.id, index, most }];
  });
  if (changed.length === 0) return;
  const answers = await tx
    .select({
      question_id: sql<string>`answer ->> 'question_id'`,
      highest: sql<number | null>`max((answer ->> 'points')::double precision)`,
    })
    .from(results)
    .innerJoin(sql`jsonb_array_elements(${results.answers}) answer`, sql`true`)
    .where(eq(results.assessment_id, before.id))
    .groupBy(sql`1`);
  for (const { id, index, most } of changed) {
    const answered = answers.find(({ question_id }) => question_id === id);
    if (!answered) continue;
    if (most === null)
      throw fieldError("questions", "errors.assessment.question_answered", "conflict", { values: { id } });
    const points = answered.highest;
    if (points !== null && points > most)
      throw fieldError(`questions[${index}].maximum_points`, "errors.assessment.below_results", "conflict", {
        values: { points },
      });
  }
}

/** Makes an assessment of a course, or changes the one with the same external id. Throws as `reachCourse` does. */
export async function saveAssessment(ctx: Context, courseId: string, given: AssessmentItem) {
  const { id: course_id, school_id } = await reachCourse(ctx.scope, courseId);
  const place = { noun: "assessment", school_id } as const;
  return withExternalId(
    transaction(async (tx) => {
      const item = await asColumns(tx, course_id, given);
      if (item.external_id) {
        const [same] = await tx
          .select()
          .from(assessments)
          .where(and(eq(assessments.course_id, course_id), eq(assessments.external_id, item.external_id)))
          .for("update");
        if (same) {
          const after = edited(same, item, ctx.now);
          await assertFits(tx, same, after);
          await updateRow(tx, ctx, place, assessments, same, after);
          return { id: same.id, created: false };
        }
      }
      await lockOpenCourse(tx, course_id);
      const values = { ...item, course_id, created_at: ctx.now };
      return { id: await insertRow(tx, ctx, place, assessments, values), created: true };
    }),
  );
}

/** Edits, archives or restores an assessment. Throws as `readAssessment` does, and `conflict`. */
export const changeAssessment = (
  ctx: Context,
  courseId: string,
  assessmentId: string,
  given: ChangeAssessment,
) =>
  changeLocked(ctx, courseId, assessmentId, async (tx, before) => {
    const change = await asColumns(tx, before.course_id, given);
    assertRevision(before, change.revision, isoInstants(before));
    return change;
  });

/** Writes what an assessment, locked, is to become. */
async function changeLocked(
  ctx: Context,
  courseId: string,
  assessmentId: string,
  changeOf: (tx: Tx, before: Assessment) => Promise<Parameters<typeof edited<Assessment>>[1]>,
) {
  const { id: course_id, school_id } = await reachCourse(ctx.scope, courseId);
  const { id } = await readAssessment(ctx.scope, course_id, assessmentId);
  await withExternalId(
    transaction(async (tx) => {
      const [before] = await tx.select().from(assessments).where(eq(assessments.id, id)).for("update");
      if (!before) throw new AppError("not_found", "errors.assessment.unknown");
      const after = edited(before, await changeOf(tx, before), ctx.now);
      await assertFits(tx, before, after);
      await updateRow(tx, ctx, { noun: "assessment", school_id }, assessments, before, after);
    }),
  );
  return { id };
}

/**
 * Adds a question at the end of an assessment, or edits one; the rest of the assessment is as it is by then. Throws as `readAssessment`
 * does, `invalid` with the field, and `conflict`.
 */
export const saveQuestion = (
  ctx: Context,
  { course_id, assessment_id, question_id, revision, title, maximum_points, id: named }: QuestionForm,
) =>
  changeLocked(ctx, course_id, assessment_id, async (_, { questions, ...before }) => {
    const isTaken = (id: string) => questions.some((one) => one.id === id);
    if (question_id === null) {
      if (questions.length >= questionsMax)
        throw fieldError("title", "errors.assessment.too_many_questions", "invalid", {
          values: { most: questionsMax },
        });
      if (named && isTaken(named)) throw fieldError("id", "errors.field.duplicate");
      const id = named || freeId(isTaken);
      return { questions: [...questions, { id, title, maximum_points }] };
    }
    const saved = questions.find(({ id }) => id === question_id);
    if (!saved) throw new AppError("not_found", "errors.assessment.question_unknown");
    assertRevision(before, revision, { ...saved, revision: before.revision });
    return {
      questions: questions.map((one) => (one === saved ? { ...one, title, maximum_points } : one)),
    };
  });

/** Archives or restores a question, or puts all in order. Throws as `readAssessment` does, and `not_found`. */
export const arrangeQuestions = (
  ctx: Context,
  { course_id, assessment_id, archive, order = [] }: ArrangedQuestions,
) =>
  changeLocked(ctx, course_id, assessment_id, async (_, { questions }) => {
    if (archive && !questions.some(({ id }) => id === archive.question_id))
      throw new AppError("not_found", "errors.assessment.question_unknown");
    const placeOf = ({ id }: { id: string }) => (order.includes(id) ? order.indexOf(id) : order.length);
    return {
      questions: questions
        .map((one) => (one.id === archive?.question_id ? { ...one, archived: archive.archived } : one))
        .toSorted((a, b) => placeOf(a) - placeOf(b)),
    };
  });

function freeId(isTaken: (id: string) => boolean): string {
  let number = 1;
  while (isTaken(`q${number}`)) number++;
  return `q${number}`;
}

/** Deletes an assessment with all its results. Throws as `readAssessment` does. */
export async function deleteAssessment(ctx: Context, courseId: string, assessmentId: string) {
  const { id: course_id, school_id } = await reachCourse(ctx.scope, courseId);
  const { id } = await readAssessment(ctx.scope, course_id, assessmentId);
  await transaction(async (tx) => {
    // Its lock keeps new results away until both are gone.
    const [before] = await tx.select().from(assessments).where(eq(assessments.id, id)).for("update");
    if (!before) throw new AppError("not_found", "errors.assessment.unknown");
    const [lost] = await tx.select({ results: count() }).from(results).where(eq(results.assessment_id, id));
    await deleteRow(tx, ctx, { noun: "assessment", school_id }, assessments, before, lost);
  });
  return { id };
}
