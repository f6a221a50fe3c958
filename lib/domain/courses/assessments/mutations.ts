import "server-only";
import { and, count, eq, gt, max } from "drizzle-orm";
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
import type { AssessmentItem, ChangeAssessment } from "./forms";
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

/** No result may be above the most that can be had. */
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
          await assertMaximum(tx, same, after);
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
export async function changeAssessment(
  ctx: Context,
  courseId: string,
  assessmentId: string,
  given: ChangeAssessment,
) {
  const { id: course_id, school_id } = await reachCourse(ctx.scope, courseId);
  const { id } = await readAssessment(ctx.scope, course_id, assessmentId);
  await withExternalId(
    transaction(async (tx) => {
      const change = await asColumns(tx, course_id, given);
      const [before] = await tx.select().from(assessments).where(eq(assessments.id, id)).for("update");
      if (!before) throw new AppError("not_found", "errors.assessment.unknown");
      assertRevision(before, change.revision, isoInstants(before));
      const after = edited(before, change, ctx.now);
      await assertMaximum(tx, before, after);
      await updateRow(tx, ctx, { noun: "assessment", school_id }, assessments, before, after);
    }),
  );
  return { id };
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
