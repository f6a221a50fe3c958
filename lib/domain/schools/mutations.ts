import "server-only";
import { isDeepStrictEqual } from "node:util";
import { and, arrayOverlaps, eq, getTableColumns, inArray, isNull, ne, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { inSchool, reachesEverySchool } from "@/lib/auth/reach";
import { isAdmin } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/client";
import { assertRevision } from "@/lib/db/revision";
import { gamificationStats } from "@/lib/db/tables/learning";
import { schoolLogos, schools } from "@/lib/db/tables/schools";
import { sessions, sessionVersions } from "@/lib/db/tables/sessions";
import { transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import { accentContrast, isReadable } from "./accent";
import { logoBytesMax, pictureType } from "./logo";
import { schoolById } from "./queries";
import { type ChangeSchool, type NewSchool, type School, settingNames } from "./schema";

/** Locks what is unique among all schools, until the transaction ends. */
const allSchools = sql`select pg_advisory_xact_lock(hashtext('lectern schools'))`;

/** A school's row, locked until the transaction ends. Throws `not_found`. */
async function lockSchool(tx: Tx, { scope }: Context, schoolId: string) {
  const [school] = await tx
    .select(getTableColumns(schools))
    .from(schools)
    .where(and(eq(schools.id, schoolId), inSchool(scope, { school_id: schools.id })))
    .for("update");
  if (!school) throw new AppError("not_found", "errors.school.unknown");
  return school;
}
type Row = Awaited<ReturnType<typeof lockSchool>>;
type Settings = Pick<Row, (typeof settingNames)[number]>;

/**
 * Changes a school's settings, and has what depends on them counted anew. Throws `not_found`, `conflict` for an older revision or a
 * short name, external id or domain of another school, `invalid` for an accent that cannot be read.
 */
export async function changeSchool(
  ctx: Context,
  schoolId: string,
  { revision, ...given }: ChangeSchool,
): Promise<School> {
  await transaction(async (tx) => {
    const before = await lockSchool(tx, ctx, schoolId);
    if (revision !== undefined && revision !== before.revision)
      assertRevision(before, revision, await schoolById(ctx.scope, schoolId));
    const after = { ...before, ...given } as Row;
    const changed = settingNames.filter((name) => !isDeepStrictEqual(before[name], after[name]));
    if (changed.length === 0) return;
    await assertSettings(tx, schoolId, after, changed);
    const pick = (row: Row) => Object.fromEntries(changed.map((name) => [name, row[name]]));
    await tx
      .update(schools)
      .set({ ...pick(after), revision: before.revision + 1 })
      .where(eq(schools.id, schoolId));
    await recountSessions(tx, ctx, schoolId, changed);
    if (changed.some((name) => ofVideos.includes(name)))
      await enqueueWork(tx, ctx, recountOf("recount_videos", schoolId));
    if (changed.includes("time_zone") && (await hasLearners(tx, schoolId)))
      await enqueueWork(tx, ctx, recountOf("recount_learning", schoolId));
    await audit(tx, ctx, {
      school_id: schoolId,
      action: "school.update",
      target: { type: "school", id: schoolId },
      detail: { before: pick(before), after: pick(after) },
    });
  });
  return schoolById(ctx.scope, schoolId);
}

/** What a setting must be beside its own form. */
async function assertSettings(
  tx: Tx,
  schoolId: string,
  after: Settings,
  changed: readonly (keyof Settings)[],
): Promise<void> {
  if (after.accent !== null && changed.includes("accent") && !isReadable(after.accent))
    throw fieldError("accent", "errors.field.accent_contrast", "invalid", {
      values: { ratio: accentContrast(after.accent) },
    });
  if (isAdmin({ role: after.oidc_default_role }))
    throw fieldError("oidc_default_role", "errors.field.no_admin");
  // Of two schools that take one name or domain at once, the second waits and is refused.
  await tx.execute(allSchools);
  for (const key of ["slug", "external_id"] as const)
    if (changed.includes(key) && after[key] !== null) await assertFree(tx, schoolId, key, after[key]);
  if (!changed.includes("oidc_domains") || after.oidc_domains.length === 0) return;
  const [other] = await tx
    .select({ oidc_domains: schools.oidc_domains })
    .from(schools)
    .where(and(ne(schools.id, schoolId), arrayOverlaps(schools.oidc_domains, after.oidc_domains)))
    .limit(1);
  if (!other) return;
  const domain = after.oidc_domains.find((one) => other.oidc_domains.includes(one)) ?? "";
  throw fieldError("oidc_domains", "errors.field.domain_of_another", "conflict", { values: { domain } });
}

/** Throws `conflict` if another school has this short name or external id. */
async function assertFree(tx: Tx, schoolId: string | null, key: "slug" | "external_id", value: string) {
  const [other] = await tx
    .select({ id: schools.id })
    .from(schools)
    .where(and(eq(schools[key], value), schoolId === null ? undefined : ne(schools.id, schoolId)));
  if (other) throw fieldError(key, "errors.field.of_another_school", "conflict");
}

const ofSessions: readonly (keyof Settings)[] = [
  "on_time_minutes",
  "attendance_minimum_seconds",
  "attendance_minimum_percent",
];

const ofVideos: readonly (keyof Settings)[] = ["completion_threshold", "time_zone"];

/** One that waits already reads this change too. */
const recountOf = (kind: "recount_sessions" | "recount_videos" | "recount_learning", schoolId: string) => ({
  kind,
  input: { school_id: schoolId },
  school_id: schoolId,
  key: schoolId,
});

/** Whether the school has learning events, whose days are those of its zone. */
async function hasLearners(tx: Tx, schoolId: string): Promise<boolean> {
  const rows = await tx
    .select({ actor: gamificationStats.actor })
    .from(gamificationStats)
    .where(eq(gamificationStats.school_id, schoolId))
    .limit(1);
  return rows.length > 0;
}

/** Marks the stored numbers of sessions as old when the settings that they depend on change, and has them counted anew. */
async function recountSessions(
  tx: Tx,
  ctx: Context,
  schoolId: string,
  changed: readonly (keyof Settings)[],
): Promise<void> {
  const reasons = changed.filter((name) => ofSessions.includes(name));
  if (reasons.length === 0) return;
  const ownMinutes = reasons.every((name) => name === "on_time_minutes");
  const affected = tx
    .select({
      session_id: sessions.id,
      version: sql<number>`1`.as("version"),
      presence_version: sql<null>`null::bigint`.as("presence_version"),
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.school_id, schoolId),
        inArray(sessions.status, ["live", "ended"]),
        ownMinutes ? isNull(sessions.on_time_minutes) : undefined,
      ),
    )
    .orderBy(sessions.id);
  await tx
    .insert(sessionVersions)
    .select(affected)
    .onConflictDoUpdate({
      target: sessionVersions.session_id,
      set: { version: sql`${sessionVersions.version} + 1` },
    });
  await enqueueWork(tx, ctx, recountOf("recount_sessions", schoolId));
}

/** Sets or, without a picture, removes a school's logo. Throws `too_large`, and `invalid` for a file of another kind. */
export async function setLogo(ctx: Context, schoolId: string, body: Uint8Array | null): Promise<School> {
  const type = body && pictureType(body);
  if (body && body.byteLength > logoBytesMax)
    throw fieldError("file", "errors.field.logo_size", "too_large", { values: { kib: logoBytesMax / 1024 } });
  if (body && !type) throw fieldError("file", "errors.field.logo_type", "unsupported_media_type");
  await transaction(async (tx) => {
    await lockSchool(tx, ctx, schoolId);
    const [before] = await tx
      .delete(schoolLogos)
      .where(eq(schoolLogos.school_id, schoolId))
      .returning({ type: schoolLogos.type, bytes: sql<number>`length(${schoolLogos.body})` });
    if (body && type)
      await tx
        .insert(schoolLogos)
        .values({ school_id: schoolId, type, body: Buffer.from(body), created_at: ctx.now });
    if (!before && !body) return;
    await audit(tx, ctx, {
      school_id: schoolId,
      action: body ? "school.set_logo" : "school.remove_logo",
      target: { type: "school", id: schoolId },
      detail: { before: before ?? null, after: body && { type, bytes: body.byteLength } },
    });
  });
  return schoolById(ctx.scope, schoolId);
}

/** Makes a school. For the installation's admin; throws `forbidden` for others, `conflict` for a used short name or external id. */
export async function createSchool(ctx: Context, input: NewSchool): Promise<School> {
  if (!reachesEverySchool(ctx.scope)) throw new AppError("forbidden", "errors.school.installation_only");
  const id = await transaction(async (tx) => {
    await tx.execute(allSchools);
    await assertFree(tx, null, "slug", input.slug);
    if (input.external_id !== null) await assertFree(tx, null, "external_id", input.external_id);
    const [school] = await tx
      .insert(schools)
      .values({ ...input, created_at: ctx.now })
      .returning({ id: schools.id });
    if (!school) throw new Error("an insert returned no row");
    await audit(tx, ctx, {
      school_id: school.id,
      action: "school.create",
      target: { type: "school", id: school.id },
      detail: input,
    });
    return school.id;
  });
  return schoolById(ctx.scope, id);
}
