import "server-only";
import { and, eq } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { isAdmin } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/client";
import { assertRevision } from "@/lib/db/revision";
import { classes } from "@/lib/db/tables/courses";
import { terms } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { isoInstants } from "@/lib/http/contract";
import { AppError, fieldError } from "@/lib/platform/errors";
import { lockOpenCourse } from "../mutations";
import { reachCourse, schoolFor } from "../queries";
import { edited, insertRow, updateRow, withExternalId } from "../write";
import type { ChangeClass, ChangeTerm, ClassItem, TermItem } from "./forms";
import { assertTerm, reachClass, reachTerm } from "./queries";

/** Of a class or term whose other day is stored: an end before the start is named. */
function assertDays({ starts_on, ends_on }: { starts_on: string | null; ends_on: string | null }): void {
  if (starts_on && ends_on && ends_on < starts_on) throw fieldError("ends_on", "errors.field.before_start");
}

/** The given values with the term's id in place of its external id. */
async function withTerm<Given extends { term_id?: string | null | undefined }>(
  tx: Tx,
  schoolId: string,
  given: Given,
): Promise<Given> {
  return given.term_id ? { ...given, term_id: await assertTerm(tx, schoolId, given.term_id) } : given;
}

/** Makes a class of a course, or changes the one with the same external id. */
export async function saveClass(ctx: Context, courseId: string, given: ClassItem) {
  const { id: course_id, school_id } = await reachCourse(ctx.scope, courseId);
  const place = { noun: "class", school_id } as const;
  return withExternalId(
    transaction(async (tx) => {
      const item = await withTerm(tx, school_id, given);
      if (item.external_id) {
        const [same] = await tx
          .select()
          .from(classes)
          .where(and(eq(classes.course_id, course_id), eq(classes.external_id, item.external_id)))
          .for("update");
        if (same) {
          const after = edited(same, item, ctx.now);
          assertDays(after);
          await updateRow(tx, ctx, place, classes, same, after);
          return { id: same.id, created: false };
        }
      }
      await lockOpenCourse(tx, course_id);
      const values = { ...item, course_id, created_at: ctx.now };
      return { id: await insertRow(tx, ctx, place, classes, values), created: true };
    }),
  );
}

/** Edits, archives or restores a class. Throws as `reachClass` does, and `conflict`. */
export async function changeClass(ctx: Context, courseId: string, classId: string, given: ChangeClass) {
  const { course, class: found } = await reachClass(ctx.scope, courseId, classId);
  const place = { noun: "class", school_id: course.school_id } as const;
  await withExternalId(
    transaction(async (tx) => {
      const change = await withTerm(tx, course.school_id, given);
      const [before] = await tx.select().from(classes).where(eq(classes.id, found.id)).for("update");
      if (!before) throw new AppError("not_found", "errors.course.class_unknown");
      assertRevision(before, change.revision, isoInstants(before));
      const after = edited(before, change, ctx.now);
      assertDays(after);
      await updateRow(tx, ctx, place, classes, before, after);
    }),
  );
  return { id: found.id };
}

const adminsOnly = ({ scope }: Context): void => {
  if (!isAdmin(scope)) throw new AppError("forbidden", "errors.general.admins_only");
};

/** Makes a term of the school, or changes the one with the same external id. */
export async function saveTerm(ctx: Context, { school_id: given, ...item }: TermItem) {
  adminsOnly(ctx);
  const school_id = await schoolFor(ctx.scope, given);
  const place = { noun: "term", school_id } as const;
  return withExternalId(
    transaction(async (tx) => {
      if (item.external_id) {
        const [same] = await tx
          .select()
          .from(terms)
          .where(and(eq(terms.school_id, school_id), eq(terms.external_id, item.external_id)))
          .for("update");
        if (same) {
          await updateRow(tx, ctx, place, terms, same, edited(same, item, ctx.now));
          return { id: same.id, created: false };
        }
      }
      const values = { ...item, school_id, created_at: ctx.now };
      return { id: await insertRow(tx, ctx, place, terms, values), created: true };
    }),
  );
}

/** Edits a term. Throws as `reachTerm` does, and `conflict`. */
export async function changeTerm(ctx: Context, termId: string, change: ChangeTerm) {
  adminsOnly(ctx);
  const { id, school_id } = await reachTerm(ctx.scope, termId);
  await withExternalId(
    transaction(async (tx) => {
      const [before] = await tx.select().from(terms).where(eq(terms.id, id)).for("update");
      if (!before) throw new AppError("not_found", "errors.course.term_unknown");
      assertRevision(before, change.revision, isoInstants(before));
      const after = edited(before, change, ctx.now);
      assertDays(after);
      await updateRow(tx, ctx, { noun: "term", school_id }, terms, before, after);
    }),
  );
  return { id };
}

/** Deletes a term; its classes stay, without a term. */
export async function deleteTerm(ctx: Context, termId: string) {
  adminsOnly(ctx);
  const { classes: _, ...before } = await reachTerm(ctx.scope, termId);
  await transaction(async (tx) => {
    const rows = await tx
      .select({ id: classes.id })
      .from(classes)
      .where(eq(classes.term_id, before.id))
      .for("update");
    await tx.delete(terms).where(eq(terms.id, before.id));
    await audit(tx, ctx, {
      school_id: before.school_id,
      action: "term.delete",
      target: { type: "term", id: before.id },
      detail: { before: { ...before, class_ids: rows.map(({ id }) => id) } },
    });
  });
  return { id: before.id };
}
