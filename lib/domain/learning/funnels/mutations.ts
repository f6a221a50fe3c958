import "server-only";
import { and, type Column, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { audit, difference } from "@/lib/auth/audit";
import { reachesCourses, reachesFunnels, reachesSessions, reachesVideos } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/client";
import { assertRevision } from "@/lib/db/revision";
import { classes, courses } from "@/lib/db/tables/courses";
import { type FunnelStep, funnels } from "@/lib/db/tables/funnels";
import { customEventTypes } from "@/lib/db/tables/learning";
import { sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { isoInstants } from "@/lib/http/contract";
import { AppError, fieldError } from "@/lib/platform/errors";
import { isEventType } from "../events";
import { type ChangeFunnel, funnelsMax, type NewFunnel } from "./schema";

type Definition = NewFunnel & { school_id: string };

/** Whether the table has the row, by a condition that includes its reach. */
async function has(tx: Tx, table: PgTable & { id: Column }, id: string, where: SQL | undefined) {
  const [row] = await tx
    .select({ one: sql`1` })
    .from(table as PgTable)
    .where(and(eq(table.id, id), where))
    .limit(1);
  return row !== undefined;
}

/** Everything that a funnel names is its school's and within the scope's reach; of a course, all of it is the course's. The error names the field. */
async function assertDefinition(tx: Tx, scope: Scope, given: Definition): Promise<void> {
  const { school_id, course_id, class_id, steps } = given;
  if (course_id === null && !isAdmin(scope))
    throw fieldError("course_id", "errors.learning.funnel_course", "forbidden");
  if (course_id !== null) await assertCourse(tx, scope, school_id, course_id, "course_id");
  if (class_id !== null) {
    const isCourses =
      course_id !== null && (await has(tx, classes, class_id, eq(classes.course_id, course_id)));
    if (!isCourses) throw fieldError("class_id", "errors.course.class_unknown", "not_found");
  }
  for (const [index, step] of steps.entries()) await assertStep(tx, scope, given, step, `steps[${index}]`);
}

async function assertCourse(tx: Tx, scope: Scope, schoolId: string, id: string, path: string) {
  const reached = and(eq(courses.school_id, schoolId), reachesCourses(scope, courses));
  if (!(await has(tx, courses, id, reached)))
    throw fieldError(path, "errors.field.course_unknown", "not_found");
}

async function assertStep(
  tx: Tx,
  scope: Scope,
  { school_id, course_id }: Definition,
  step: FunnelStep,
  path: string,
) {
  if (step.kind === "event") {
    if (!isAdmin(scope)) throw fieldError(path, "errors.learning.funnel_events", "forbidden");
    if (isEventType(step.event_type)) return;
    const [own] = await tx
      .select({ id: customEventTypes.id })
      .from(customEventTypes)
      .where(and(eq(customEventTypes.school_id, school_id), eq(customEventTypes.name, step.event_type)));
    if (!own) throw fieldError(`${path}.event_type`, "errors.learning.type_unknown", "not_found");
    return;
  }
  if (step.course_id !== null) {
    if (course_id !== null) throw fieldError(`${path}.course_id`, "errors.learning.funnel_step_course");
    await assertCourse(tx, scope, school_id, step.course_id, `${path}.course_id`);
  }
  if (step.kind === "video" && step.video_id !== null) {
    const reached = and(
      ...[eq(videos.school_id, school_id), isNull(videos.version_of), reachesVideos(scope, videos)],
      course_id === null ? undefined : eq(videos.course_id, course_id),
    );
    if (!(await has(tx, videos, step.video_id, reached)))
      throw fieldError(`${path}.video_id`, "errors.field.video_unknown", "not_found");
  }
  if (step.kind === "session" && step.session_id !== null) {
    const reached = and(
      ...[eq(sessions.school_id, school_id), reachesSessions(scope, sessions)],
      course_id === null ? undefined : eq(sessions.course_id, course_id),
    );
    if (!(await has(tx, sessions, step.session_id, reached)))
      throw fieldError(`${path}.session_id`, "errors.learning.funnel_session", "not_found");
  }
}

/** Defines a funnel of the caller's school, and returns its id. Throws `conflict` past the most, `invalid` for the installation's admin, who has no school. */
export async function createFunnel(ctx: Context, input: NewFunnel): Promise<string> {
  const { school_id } = ctx.scope;
  if (school_id === null) throw new AppError("invalid", "errors.learning.funnel_of_school");
  return transaction(async (tx) => {
    await assertDefinition(tx, ctx.scope, { ...input, school_id });
    if ((await tx.$count(funnels, eq(funnels.school_id, school_id))) >= funnelsMax)
      throw new AppError("conflict", "errors.learning.funnels_max", { values: { maximum: funnelsMax } });
    const [row] = await tx
      .insert(funnels)
      .values({ ...input, school_id, created_at: ctx.now })
      .returning();
    if (!row) throw new Error("an insert returned no row");
    await audit(tx, ctx, {
      school_id,
      action: "funnel.create",
      target: { type: "funnel", id: row.id },
      detail: { after: { ...input } },
    });
    return row.id;
  });
}

async function lockFunnel(tx: Tx, scope: Scope, id: string) {
  const [row] = await tx
    .select()
    .from(funnels)
    .where(and(eq(funnels.id, id), reachesFunnels(scope, funnels)))
    .for("update");
  if (!row) throw new AppError("not_found", "errors.learning.funnel_unknown");
  return row;
}

/** Edits a funnel. Throws `not_found`, and `conflict` for an older revision. */
export const changeFunnel = (ctx: Context, id: string, { revision, ...given }: ChangeFunnel): Promise<void> =>
  transaction(async (tx) => {
    const before = await lockFunnel(tx, ctx.scope, id);
    assertRevision(before, revision, isoInstants(before));
    const after = {
      ...before,
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    };
    const { keys, ...detail } = difference(before, after);
    if (keys.length === 0) return;
    await assertDefinition(tx, ctx.scope, after);
    const { name, course_id, class_id, window_days, steps } = after;
    await tx
      .update(funnels)
      .set({ name, course_id, class_id, window_days, steps, revision: sql`${funnels.revision} + 1` })
      .where(eq(funnels.id, id));
    await audit(tx, ctx, {
      school_id: before.school_id,
      action: "funnel.update",
      target: { type: "funnel", id },
      detail,
    });
  });

/** Deletes a funnel; what people did stays. Throws `not_found`. */
export const deleteFunnel = (ctx: Context, id: string): Promise<{ id: string }> =>
  transaction(async (tx) => {
    const { school_id, ...before } = await lockFunnel(tx, ctx.scope, id);
    await tx.delete(funnels).where(eq(funnels.id, id));
    await audit(tx, ctx, {
      school_id,
      action: "funnel.delete",
      target: { type: "funnel", id },
      detail: { before },
    });
    return { id };
  });
