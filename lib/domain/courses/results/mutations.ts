import "server-only";
import { and, desc, eq, or, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/client";
import { formerlyNamed } from "@/lib/db/former-identities";
import { isAnyOf } from "@/lib/db/literals";
import { raiseProgress } from "@/lib/db/stored-progress";
import { enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { assessments, results } from "@/lib/db/tables/results";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import { byIdOrExternalId, reachCourse } from "../queries";
import { deleteRow, edited, insertRow, updateRow, withExternalId } from "../write";
import type { ResultItem } from "./forms";

type Assessment = typeof assessments.$inferSelect;
type Result = typeof results.$inferSelect;

/**
 * Records an attempt of somebody who takes the course, or changes the recorded one: that with the same external id, else that with the same
 * number. Throws as `reachCourse` does, `not_found` and `invalid` with the field, and `conflict` for an archived assessment.
 */
export async function saveResult(ctx: Context, courseId: string, item: ResultItem) {
  const { id: course_id, school_id } = await reachCourse(ctx.scope, courseId);
  const place = { noun: "result", school_id } as const;
  return withExternalId(
    transaction(async (tx) => {
      const assessment = await openAssessment(tx, course_id, item.assessment_id);
      const user_id = await enrolledPerson(tx, { id: course_id, school_id }, assessment, item);
      const given = valuesOf(assessment, item);
      const before = await recorded(tx, assessment.id, user_id, item);
      if (before) {
        const after = edited(before, { ...given, attempt: item.attempt }, ctx.now);
        const changed = await updateRow(tx, ctx, place, results, before, after);
        if (changed) {
          await tx.update(results).set({ recorded_by: ctx.scope.user_id }).where(eq(results.id, before.id));
          await raiseProgress(tx, eq(results.id, before.id));
        }
        return { id: before.id, created: false };
      }
      const attempt = item.attempt ?? (item.external_id ? await nextAttempt(tx, assessment.id, user_id) : 1);
      const values = {
        ...given,
        ...{ assessment_id: assessment.id, user_id, attempt },
        ...{ recorded_by: ctx.scope.user_id, created_at: ctx.now },
      };
      const id = await insertRow(tx, ctx, place, results, values);
      await raiseProgress(tx, eq(results.id, id));
      return { id, created: true };
    }),
  );
}

/** Deletes one attempt. Throws as `reachCourse` does, and `not_found`. */
export async function deleteResult(ctx: Context, courseId: string, resultId: string) {
  const { id: course_id, school_id } = await reachCourse(ctx.scope, courseId);
  await transaction(async (tx) => {
    const [row] = await tx
      .select({ result: results })
      .from(results)
      .innerJoin(assessments, eq(assessments.id, results.assessment_id))
      .where(and(eq(results.id, resultId), eq(assessments.course_id, course_id)))
      .for("update", { of: results });
    if (!row) throw new AppError("not_found", "errors.result.unknown");
    await raiseProgress(tx, eq(results.id, resultId));
    await deleteRow(tx, ctx, { noun: "result", school_id }, results, row.result);
  });
  return { id: resultId };
}

/** The assessment that a result names, locked so that its most points and its questions stay. */
async function openAssessment(tx: Tx, courseId: string, given: string): Promise<Assessment> {
  const [row] = await tx
    .select()
    .from(assessments)
    .where(and(eq(assessments.course_id, courseId), byIdOrExternalId(assessments, given)))
    .orderBy(sql`${assessments.id}::text = ${given} desc`)
    .limit(1)
    .for("share");
  if (!row) throw fieldError("assessment_id", "errors.assessment.unknown", "not_found");
  if (row.archived_at) throw fieldError("assessment_id", "errors.assessment.archived", "conflict");
  return row;
}

/** Who a result is of, by one of their names, also by one of somebody who was merged into them. Others of the school stay unknown. */
async function enrolledPerson(
  tx: Tx,
  course: { id: string; school_id: string },
  assessment: Assessment,
  { user_id, email, username }: ResultItem,
): Promise<string> {
  const field = user_id ? "user_id" : email ? "email" : "username";
  const find = (where: SQL | undefined) =>
    tx
      .select({ id: users.id, class_id: enrollments.class_id })
      .from(enrollments)
      .innerJoin(users, eq(users.id, enrollments.user_id))
      .where(and(eq(enrollments.course_id, course.id), where))
      .orderBy(sql`${users.id}::text = ${user_id ?? ""} desc`)
      .limit(1);
  const named = user_id
    ? byIdOrExternalId(users, user_id)
    : email
      ? eq(users.email, email)
      : eq(users.username, username ?? "");
  let [row] = await find(named);
  if (!row) {
    const former = await formerlyNamed(
      course.school_id,
      {
        ids: user_id && uuidPattern.test(user_id) ? [user_id] : [],
        external_ids: user_id ? [user_id] : [],
        emails: email ? [email] : [],
      },
      tx,
    );
    [row] = former.size ? await find(isAnyOf(users.id, [...former.values()])) : [];
  }
  if (!row) throw fieldError(field, "errors.course.not_enrolled", "not_found");
  if (assessment.class_id && row.class_id !== assessment.class_id)
    throw fieldError(field, "errors.result.other_class");
  return row.id;
}

/** What the item says of its score and answers, checked against the assessment; what it leaves out is undefined. */
function valuesOf(assessment: Assessment, item: ResultItem) {
  const { maximum_points: maximum } = assessment;
  const points = item.percentage === undefined ? item.points : (item.percentage / 100) * maximum;
  if (points != null && points > maximum)
    throw fieldError("points", "errors.result.above_maximum", "invalid", { values: { maximum } });
  for (const [index, { question_id, points }] of (item.answers ?? []).entries()) {
    const question = assessment.questions.find(({ id }) => id === question_id);
    if (!question) throw fieldError(`answers[${index}].question_id`, "errors.result.question_unknown");
    if (points !== null && points > question.maximum_points)
      throw fieldError(`answers[${index}].points`, "errors.result.above_maximum", "invalid", {
        values: { maximum: question.maximum_points },
      });
  }
  const { external_id, carried_over, answers, submitted_at } = item;
  const given = {
    ...{ external_id, carried_over, answers, points },
    submitted_at: submitted_at == null ? submitted_at : new Date(submitted_at),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<
    Pick<Result, keyof typeof given>
  >;
}

/** The attempt that the item names. Throws `conflict` for an external id of another person's. */
async function recorded(
  tx: Tx,
  assessmentId: string,
  userId: string,
  { external_id, attempt }: ResultItem,
): Promise<Result | undefined> {
  const numbered = and(eq(results.user_id, userId), eq(results.attempt, attempt ?? 1));
  const [row] = await tx
    .select()
    .from(results)
    .where(
      and(
        eq(results.assessment_id, assessmentId),
        !external_id
          ? numbered
          : attempt === undefined
            ? eq(results.external_id, external_id)
            : or(eq(results.external_id, external_id), numbered),
      ),
    )
    .orderBy(desc(sql`coalesce(${results.external_id} = ${external_id ?? ""}, false)`))
    .limit(1)
    .for("update");
  if (row && row.user_id !== userId)
    throw fieldError("external_id", "errors.course.external_id_taken", "conflict");
  return row;
}

async function nextAttempt(tx: Tx, assessmentId: string, userId: string): Promise<number> {
  const [row] = await tx
    .select({ next: sql<number>`coalesce(max(${results.attempt}), 0) + 1` })
    .from(results)
    .where(and(eq(results.assessment_id, assessmentId), eq(results.user_id, userId)));
  return row?.next ?? 1;
}
