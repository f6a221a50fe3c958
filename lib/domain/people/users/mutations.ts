import "server-only";
import { and, eq, or, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { erasedAmong } from "@/lib/auth/erased-identities";
import { inSchool, reachesEverySchool } from "@/lib/auth/reach";
import { isAdmin } from "@/lib/auth/scope";
import { forgetSubject } from "@/lib/auth/token-subjects";
import type { Tx } from "@/lib/db/client";
import { formerlyNamed } from "@/lib/db/former-identities";
import { assertRevision } from "@/lib/db/revision";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import { userRowOf } from "./queries";
import type { ChangeUsers, NewUser, UserChange, UserRow } from "./schema";

type User = typeof users.$inferSelect;

/** The field of each unique index. */
const uniqueFields: Record<string, string> = {
  users_email: "email",
  users_username: "username",
  users_external_id: "external_id",
};

/** Turns the error for a value that another person has into a conflict that names the field; other errors are unchanged. */
export function takenConflict(error: unknown): unknown {
  // The builder wraps the driver's error.
  const { code, constraint_name } = Object((error as Error).cause ?? error) as {
    code?: string;
    constraint_name?: string;
  };
  const field = code === "23505" ? uniqueFields[constraint_name ?? ""] : undefined;
  return field ? fieldError(field, "errors.field.taken_by_another", "conflict") : error;
}

/** The name as it is shown: the one that was given, else the first and last name. */
export function shownName(
  given: Pick<UserChange, "name" | "first_name" | "last_name">,
  before?: Pick<User, "name" | "first_name" | "last_name">,
): string {
  if (given.name) return given.name;
  const first = given.first_name === undefined ? before?.first_name : given.first_name;
  const last = given.last_name === undefined ? before?.last_name : given.last_name;
  const renamed = first !== before?.first_name || last !== before?.last_name;
  return (renamed && [first, last].filter(Boolean).join(" ")) || (before?.name ?? "");
}

/**
 * Adds a person to the admin's school; where the external id names one already, changes that one. Throws `conflict` with the field
 * that another person has, `invalid`.
 */
export async function saveUser(ctx: Context, input: NewUser): Promise<UserRow & { created: boolean }> {
  const { school_id: given, disabled, add_again = false, ...fields } = input;
  const school_id = reachesEverySchool(ctx.scope) ? given : ctx.scope.school_id;
  if (!school_id) throw fieldError("school_id", "errors.field.school_required");
  if (given !== undefined && given !== school_id)
    throw fieldError("school_id", "errors.field.school_unknown", "not_found");
  return savedOrTaken(async (tx) => {
    // Locked, so that of two requests at once the second finds the person of the first.
    const [school] = await tx
      .select({ id: schools.id })
      .from(schools)
      .where(eq(schools.id, school_id))
      .for("no key update");
    if (!school) throw fieldError("school_id", "errors.field.school_unknown", "not_found");
    const existing = input.external_id && (await userNamed(tx, school_id, input.external_id));
    if (existing) {
      // Whom a merging gave this id keep their own.
      const { external_id } = existing;
      const changed = await change(tx, ctx, existing.id, { ...fields, external_id, disabled });
      return { ...changed, created: false };
    }
    if (!add_again) await assertNotErased(tx, school_id, fields);
    const [row] = await tx
      .insert(users)
      .values({
        ...fields,
        school_id,
        name: shownName(fields),
        disabled_at: disabled ? ctx.now : null,
        created_at: ctx.now,
      })
      .returning({ id: users.id, role: users.role });
    if (!row) throw new Error("an insert returned no row");
    await audit(tx, ctx, {
      school_id,
      action: "user.create",
      target: { type: "user", id: row.id },
      detail: { role: row.role },
    });
    return { ...(await userRowOf(tx, row.id)), created: true };
  });
}

/** Throws `conflict` for the id or address of somebody who was erased: a system that sends its people again does not bring them back. */
async function assertNotErased(tx: Tx, schoolId: string, { external_id, email }: UserChange): Promise<void> {
  const names = { external_id: external_id && `x:${external_id}`, email: email && `e:${email}` };
  const erased = await erasedAmong(
    schoolId,
    Object.values(names).flatMap((name) => name || []),
    tx,
  );
  for (const [field, name] of Object.entries(names))
    if (name && erased.has(name))
      throw fieldError(field, "errors.privacy.erased", "conflict", { values: { field } });
}

/** The person of a school's own id, also of one that was merged into them. */
async function userNamed(tx: Tx, schoolId: string, externalId: string) {
  const [former] = (await formerlyNamed(schoolId, { external_ids: [externalId] }, tx)).values();
  const [user] = await tx
    .select({ id: users.id, external_id: users.external_id })
    .from(users)
    .where(
      and(
        eq(users.school_id, schoolId),
        or(eq(users.external_id, externalId), former ? eq(users.id, former) : undefined),
      ),
    )
    .limit(1);
  return user;
}

/**
 * Changes a person of the admin's school. Another role or e-mail address and a deactivation end all of their access. Throws
 * `not_found`, `invalid`, and `conflict`: a value that another person has, an edit that somebody else's came before, or the admin's own
 * role, address or access, which another admin must change.
 */
export async function changeUser(ctx: Context, id: string, input: UserChange): Promise<UserRow> {
  const changed = await savedOrTaken((tx) => change(tx, ctx, id, input));
  // The other processes are told by the database; this one knows before it answers.
  forgetSubject(id);
  return changed;
}

async function change(tx: Tx, ctx: Context, id: string, input: UserChange): Promise<UserRow> {
  const { revision, disabled, ...given } = input;
  const [before] = await tx
    .select()
    .from(users)
    .where(and(eq(users.id, id), inSchool(ctx.scope, users)))
    .for("update");
  if (!before) throw new AppError("not_found", "errors.account.person_unknown");
  assertRevision(before, revision, await userRowOf(tx, id));
  const after = {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    name: shownName(given, before),
    disabled_at:
      disabled === undefined ? before.disabled_at : disabled ? (before.disabled_at ?? ctx.now) : null,
  } as Partial<User> & Pick<User, "name" | "disabled_at">;
  const changed = Object.keys(after).filter(
    (key) => String(after[key as keyof User]) !== String(before[key as keyof User]),
  );
  if (id === ctx.scope.user_id && changed.some((key) => ["role", "email", "disabled_at"].includes(key)))
    throw new AppError("conflict", "errors.account.own_account");
  if (before.school_id === null && after.role && !isAdmin({ role: after.role }))
    throw fieldError("role", "errors.field.admin_without_school");
  if (changed.length === 0) return userRowOf(tx, id);
  await tx
    .update(users)
    .set({
      ...after,
      revision: sql`${users.revision} + 1`,
      // The database raises it for a role, a password and a deactivation (users_raise_version).
      ...(changed.includes("email") ? { version: sql`${users.version} + 1` } : {}),
    })
    .where(eq(users.id, id));
  const valuesOf = (row: Partial<User>) =>
    Object.fromEntries(
      // Names and addresses do not enter the log, which nobody may edit.
      changed.map((key) => [
        key,
        ["role", "disabled_at"].includes(key) ? (row[key as keyof User] ?? null) : "changed",
      ]),
    );
  await audit(tx, ctx, {
    school_id: before.school_id,
    action: "user.update",
    target: { type: "user", id },
    detail: { before: valuesOf(before), after: valuesOf(after) },
  });
  return userRowOf(tx, id);
}

const savedOrTaken = <Saved>(work: (tx: Tx) => Promise<Saved>): Promise<Saved> =>
  transaction(work).catch((error: unknown) => {
    throw takenConflict(error);
  });

/** What was changed of several people, with the changes that undo it; each is one change of its own, and a refused one names its person. */
export async function changeUsers(ctx: Context, { changes }: ChangeUsers) {
  const undo: ChangeUsers["changes"] = [];
  const refused: { name: string; error: AppError }[] = [];
  for (const { id, ...wanted } of changes) {
    const earlier = await transaction((tx) => userRowOf(tx, id)).catch(() => null);
    try {
      const before = earlier && { role: earlier.role, disabled: earlier.disabled_at !== null };
      await changeUser(ctx, id, wanted);
      if (before)
        undo.push({
          id,
          ...(wanted.role === undefined ? {} : { role: before.role }),
          ...(wanted.disabled === undefined ? {} : { disabled: before.disabled }),
        });
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      refused.push({ name: error.code === "not_found" ? id : (earlier?.name ?? id), error });
    }
  }
  return { undo, refused };
}
