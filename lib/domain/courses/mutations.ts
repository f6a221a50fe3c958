import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { audit, difference } from "@/lib/auth/audit";
import { areStaff } from "@/lib/auth/reach";
import { isAdmin, isTeaching } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/client";
import { assertRevision } from "@/lib/db/revision";
import { courseInstructors, courses } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { isoInstants } from "@/lib/http/contract";
import { AppError, fieldError } from "@/lib/platform/errors";
import type { ChangeCourse, CourseItem } from "./forms";
import { byIdOrExternalId, reachCourse, schoolFor } from "./queries";
import { edited, insertRow, updateRow, withExternalId } from "./write";

type Course = typeof courses.$inferSelect;

/** A course's own row, locked until the transaction ends. */
export async function lockCourse(tx: Tx, id: string): Promise<Course> {
  const [row] = await tx.select().from(courses).where(eq(courses.id, id)).for("update");
  if (!row) throw new AppError("not_found", "errors.general.course_unknown");
  return row;
}

/** A course's row as an edit finds it, for which nothing new can be made while it is archived. */
export async function lockOpenCourse(tx: Tx, id: string): Promise<Course> {
  const course = await lockCourse(tx, id);
  if (course.archived_at) throw new AppError("conflict", "errors.course.archived");
  return course;
}

/** Makes a course, or changes the one of the school with the same external id. */
export async function saveCourse(
  ctx: Context,
  { school_id: given, instructor_ids, ...item }: CourseItem,
): Promise<{ id: string; created: boolean }> {
  if (!isTeaching(ctx.scope)) throw new AppError("forbidden", "errors.general.staff_only");
  const school_id = await schoolFor(ctx.scope, given);
  return withExternalId(
    transaction(async (tx) => {
      if (item.external_id) {
        const [same] = await tx
          .select()
          .from(courses)
          .where(and(eq(courses.school_id, school_id), eq(courses.external_id, item.external_id)))
          .for("update");
        if (same) {
          await reachCourse(ctx.scope, same.id);
          await writeCourse(tx, ctx, same, { ...item, instructor_ids });
          return { id: same.id, created: false };
        }
      }
      const id = await insertRow(tx, ctx, { noun: "course", school_id }, courses, {
        school_id,
        created_at: ctx.now,
        ...item,
      });
      const own = isAdmin(ctx.scope) ? [] : [ctx.scope.user_id];
      await setInstructors(tx, ctx, { id, school_id }, [...own, ...(instructor_ids ?? [])]);
      return { id, created: true };
    }),
  );
}

/** Edits, archives or restores a course. Throws as `reachCourse` does, and `conflict` for an edit that another came before. */
export async function changeCourse(ctx: Context, courseId: string, change: ChangeCourse) {
  const { id } = await reachCourse(ctx.scope, courseId);
  await withExternalId(
    transaction(async (tx) => {
      const before = await lockCourse(tx, id);
      const { school_id: _, ...current } = isoInstants(before);
      assertRevision(before, change.revision, current);
      await writeCourse(tx, ctx, before, change);
    }),
  );
  return { id };
}

async function writeCourse(tx: Tx, ctx: Context, before: Course, change: ChangeCourse): Promise<void> {
  const { instructor_ids, ...settings } = change;
  await updateRow(
    tx,
    ctx,
    { noun: "course", school_id: before.school_id },
    courses,
    before,
    edited(before, settings, ctx.now),
  );
  if (instructor_ids) await setInstructors(tx, ctx, before, instructor_ids);
}

/** Sets who teaches a course. Nobody can take themselves away: they could not undo it. */
async function setInstructors(
  tx: Tx,
  ctx: Context,
  { id, school_id }: Pick<Course, "id" | "school_id">,
  given: readonly string[],
): Promise<void> {
  const chosen = await staffOf(tx, school_id, given);
  const before = await tx
    .select({ id: users.id, name: users.name })
    .from(courseInstructors)
    .innerJoin(users, eq(users.id, courseInstructors.user_id))
    .where(eq(courseInstructors.course_id, id));
  const ids = new Set(chosen.map((one) => one.id));
  if (
    before.some((one) => one.id === ctx.scope.user_id) &&
    !ids.has(ctx.scope.user_id) &&
    !isAdmin(ctx.scope)
  )
    throw fieldError("instructor_ids", "errors.course.own_course");
  const names = (people: { id: string; name: string }[]) =>
    people
      .map(({ id }) => id)
      .sort()
      .join(",");
  const { keys } = difference({ ids: names(before) }, { ids: names(chosen) });
  if (keys.length === 0) return;
  await tx.delete(courseInstructors).where(eq(courseInstructors.course_id, id));
  if (chosen.length)
    await tx.insert(courseInstructors).values(chosen.map((one) => ({ course_id: id, user_id: one.id })));
  await audit(tx, ctx, {
    school_id,
    action: "course.set_instructors",
    target: { type: "course", id },
    detail: { before, after: chosen },
  });
}

/** Staff of the school by ids or external ids. Throws for one who does not exist, with the field. */
async function staffOf(tx: Tx, schoolId: string, given: readonly string[]) {
  const chosen = new Map<string, { id: string; name: string }>();
  for (const [index, one] of [...new Set(given)].entries()) {
    const [person] = await tx
      .select({ id: users.id, name: users.name })
      .from(users)
      .where(
        and(
          byIdOrExternalId(users, one),
          // The installation's administrator belongs to no school.
          eq(users.school_id, schoolId),
          areStaff(users),
          isNull(users.disabled_at),
        ),
      )
      .orderBy(sql`${users.id}::text = ${one} desc`)
      .limit(1);
    if (!person) throw fieldError(`instructor_ids[${index}]`, "errors.field.instructor_unknown", "not_found");
    chosen.set(person.id, person);
  }
  return [...chosen.values()];
}
