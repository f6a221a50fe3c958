import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import type { Tx } from "@/lib/db/client";
import { assertRevision } from "@/lib/db/revision";
import { lessons, materials } from "@/lib/db/tables/courses";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { isoInstants } from "@/lib/http/contract";
import { AppError, fieldError } from "@/lib/platform/errors";
import { lockCourse } from "../mutations";
import { reachCourse } from "../queries";
import { edited, insertRow, nextPosition, updateRow, withExternalId } from "../write";
import type { ChangeLesson, ChangeMaterial, LessonItem, MaterialItem } from "./forms";
import { materialOf, reachLesson, reachMaterial } from "./queries";

/* Lessons and materials. What a lesson holds, and in which order, is in arrange.ts. */

/** A lesson's own row, locked until the transaction ends. */
export async function lockLesson(tx: Tx, id: string) {
  const [row] = await tx.select().from(lessons).where(eq(lessons.id, id)).for("update");
  if (!row) throw new AppError("not_found", "errors.course.lesson_unknown");
  return row;
}

/** Makes a lesson at the end of its course, or changes the one with the same external id. */
export async function saveLesson(ctx: Context, courseId: string, item: LessonItem) {
  const { id: course_id, school_id } = await reachCourse(ctx.scope, courseId);
  const place = { noun: "lesson", school_id } as const;
  return withExternalId(
    transaction(async (tx) => {
      // The course's lock, so that two new lessons do not get one position.
      await lockCourse(tx, course_id);
      if (item.external_id) {
        const [same] = await tx
          .select()
          .from(lessons)
          .where(and(eq(lessons.course_id, course_id), eq(lessons.external_id, item.external_id)))
          .for("update");
        if (same) {
          await updateRow(tx, ctx, place, lessons, same, edited(same, item, ctx.now));
          return { id: same.id, created: false };
        }
      }
      const next = nextPosition(lessons.position, lessons, eq(lessons.course_id, course_id));
      const [{ position } = { position: 1 }] = await tx.select({ position: next }).from(sql`(select) one`);
      const number = item.number ?? String(position);
      const values = { ...item, course_id, position, number, created_at: ctx.now };
      return { id: await insertRow(tx, ctx, place, lessons, values), created: true };
    }),
  );
}

/** Renames, renumbers, archives or restores a lesson. Throws as `reachLesson` does, and `conflict`. */
export async function changeLesson(ctx: Context, courseId: string, lessonId: string, change: ChangeLesson) {
  const { course, lesson } = await reachLesson(ctx.scope, courseId, lessonId);
  const place = { noun: "lesson", school_id: course.school_id } as const;
  await withExternalId(
    transaction(async (tx) => {
      const before = await lockLesson(tx, lesson.id);
      assertRevision(before, change.revision, isoInstants(before));
      await updateRow(tx, ctx, place, lessons, before, edited(before, change, ctx.now));
    }),
  );
  return { id: lesson.id };
}

/**
 * Orders a course's lessons; those that are not named follow in their order. The numbers stay at their places: the lesson that is first
 * now has the number that the first had.
 */
export async function orderLessons(ctx: Context, courseId: string, given: readonly string[]) {
  const { id: course_id, school_id } = await reachCourse(ctx.scope, courseId);
  return transaction(async (tx) => {
    await lockCourse(tx, course_id);
    const before = await tx
      .select()
      .from(lessons)
      .where(and(eq(lessons.course_id, course_id), isNull(lessons.archived_at)))
      .orderBy(lessons.position, lessons.id)
      .for("update");
    const named = given.map((one, index) => {
      const lesson = before.find(({ id, external_id }) => id === one || external_id === one);
      if (!lesson) throw fieldError(`lesson_ids[${index}]`, "errors.course.lesson_unknown", "not_found");
      return lesson;
    });
    if (new Set(named).size !== named.length) throw fieldError("lesson_ids", "errors.field.duplicate");
    const after = [...named, ...before.filter((lesson) => !named.includes(lesson))];
    const ids = (list: typeof before) => list.map(({ id }) => id);
    if (ids(after).join() === ids(before).join()) return { lesson_ids: ids(after) };
    for (const [index, { id }] of after.entries()) {
      const { position, number } = before[index]!;
      if (before[index]?.id === id) continue;
      await tx
        .update(lessons)
        .set({ position, number, revision: sql`${lessons.revision} + 1` })
        .where(eq(lessons.id, id));
    }
    await audit(tx, ctx, {
      school_id,
      action: "course.order_lessons",
      target: { type: "course", id: course_id },
      detail: { before: ids(before), after: ids(after) },
    });
    return { lesson_ids: ids(after) };
  });
}

const withoutSeconds = <Item extends { duration_seconds?: number | null | undefined }>({
  duration_seconds: seconds,
  ...item
}: Item) => ({
  ...item,
  ...(seconds === undefined ? {} : { duration_ms: seconds === null ? null : Math.round(seconds * 1000) }),
});

/** Makes a material at the end of its lesson, or changes the one with the same external id. */
export async function saveMaterial(
  ctx: Context,
  at: { courseId: string; lessonId: string },
  given: MaterialItem,
) {
  const { course, lesson } = await reachLesson(ctx.scope, at.courseId, at.lessonId);
  const place = { noun: "material", school_id: course.school_id } as const;
  const item = withoutSeconds(given);
  return withExternalId(
    transaction(async (tx) => {
      await lockLesson(tx, lesson.id);
      if (item.external_id) {
        const [same] = await tx
          .select()
          .from(materials)
          .where(and(eq(materials.lesson_id, lesson.id), eq(materials.external_id, item.external_id)))
          .for("update");
        if (same) {
          await updateRow(tx, ctx, place, materials, same, edited(same, item, ctx.now));
          return { id: same.id, created: false };
        }
      }
      const [{ last } = { last: 0 }] = (await tx.execute(sql`
        select greatest(
          (select max(lesson_position) from videos where lesson_id = ${lesson.id}),
          (select max(lesson_position) from sessions where lesson_id = ${lesson.id}),
          (select max(lesson_position) from materials where lesson_id = ${lesson.id}), 0) as last`)) as unknown as {
        last: number;
      }[];
      const values = { ...item, lesson_id: lesson.id, lesson_position: last + 1, created_at: ctx.now };
      return { id: await insertRow(tx, ctx, place, materials, values), created: true };
    }),
  );
}

/** Edits, archives or restores a material. Throws as `reachMaterial` does, and `conflict`. */
export async function changeMaterial(
  ctx: Context,
  at: { courseId: string; lessonId: string; materialId: string },
  change: ChangeMaterial,
) {
  const { course, row } = await reachMaterial(ctx.scope, at);
  const place = { noun: "material", school_id: course.school_id } as const;
  await withExternalId(
    transaction(async (tx) => {
      const [before] = await tx.select().from(materials).where(eq(materials.id, row.id)).for("update");
      if (!before) throw new AppError("not_found", "errors.course.material_unknown");
      assertRevision(before, change.revision, materialOf(before));
      await updateRow(tx, ctx, place, materials, before, edited(before, withoutSeconds(change), ctx.now));
    }),
  );
  return { id: row.id };
}
