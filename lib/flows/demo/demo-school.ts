import "server-only";
import { randomBytes } from "node:crypto";
import { and, desc, eq, inArray, like, or, sql } from "drizzle-orm";
import { harbour } from "@/drizzle/seed/catalogue";
import { audit } from "@/lib/auth/audit";
import { hashPassword } from "@/lib/auth/passwords";
import type { Scope } from "@/lib/auth/scope";
import { demoAccounts } from "@/lib/auth/sign-in";
import { db, type Tx } from "@/lib/db/client";
import { auditLog } from "@/lib/db/tables/audit";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { backgroundWork } from "@/lib/db/tables/work";
import { transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import { demoSchools, runsInstallation } from "@/lib/domain/schools/queries";
import type { BegunDemo, Demo } from "@/lib/domain/schools/schema";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";

/* The demo school of an installation that others use: loaded and removed in the background, a school of its own. */

async function assertRuns(scope: Scope): Promise<void> {
  if (!(await runsInstallation(scope))) throw new AppError("forbidden", "errors.school.demo_not_yours");
}

/** The work that loads or removes it now. */
async function openWork(on: Tx | ReturnType<typeof db>) {
  const [work] = await on
    .select({ id: backgroundWork.id, kind: backgroundWork.kind })
    .from(backgroundWork)
    .where(
      and(
        inArray(backgroundWork.kind, ["load_demo", "remove_demo"]),
        inArray(backgroundWork.state, ["waiting", "running"]),
      ),
    )
    .orderBy(desc(backgroundWork.created_at))
    .limit(1);
  return work ?? null;
}

/** What there is of the demo school. Throws `forbidden` for who does not run the installation. */
export async function demoOf(scope: Scope): Promise<Demo> {
  await assertRuns(scope);
  const [found, work] = await Promise.all([demoSchools(), openWork(db())]);
  const ids = found.map(({ id }) => id);
  const filled = await db()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(and(inArray(auditLog.school_id, ids), inArray(auditLog.action, ["demo.fill", "demo.remove"])));
  const isWhole = filled.length === ids.length && filled.every(({ action }) => action === "demo.fill");
  const state = (() => {
    if (work) return work.kind === "load_demo" ? "loading" : "removing";
    if (ids.length === 0) return "none";
    return isWhole ? "loaded" : "incomplete";
  })();
  return { state, schools: found, work_id: work?.id ?? null };
}

/** Of two requests at once, the second waits and is refused. */
const oneAtATime = sql`select pg_advisory_xact_lock(hashtext('lectern demo school'))`;

/** Throws `conflict` while it is loaded or removed. */
async function assertIdle(tx: Tx): Promise<void> {
  await tx.execute(oneAtATime);
  if (await openWork(tx)) throw new AppError("conflict", "errors.school.demo_busy");
}

/**
 * Begins to load the demo school. Returns the password of its four accounts; nobody else there can sign in. Throws `forbidden`, and
 * `conflict` if it is there already or somebody has an address of its people.
 */
export async function beginDemo(ctx: Context): Promise<BegunDemo> {
  await assertRuns(ctx.scope);
  const password = randomBytes(12).toString("base64url");
  const password_hash = await hashPassword(password);
  return transaction(async (tx) => {
    await assertIdle(tx);
    const [loaded] = await tx
      .select({ id: schools.id })
      .from(schools)
      .where(or(eq(schools.demo, true), eq(schools.external_id, harbour.external_id)))
      .limit(1);
    if (loaded) throw new AppError("conflict", "errors.school.demo_exists");
    const [person] = await tx
      .select({ email: users.email })
      .from(users)
      .where(
        or(
          inArray(
            users.email,
            demoAccounts.map(({ email }) => email),
          ),
          like(users.email, `%@${harbour.domain}`),
        ),
      )
      .limit(1);
    if (person)
      throw new AppError("conflict", "errors.school.demo_address", { values: { email: person.email ?? "" } });
    const id = await enqueueWork(tx, ctx, { kind: "load_demo", input: { password_hash } });
    await audit(tx, ctx, { action: "demo.load", target: { type: "work", id } });
    return { id, password, accounts: [...demoAccounts] };
  });
}

/** Begins to remove the demo school with everything in it. Throws `forbidden`, `not_found` without one, and `conflict`. */
export async function beginRemoval(ctx: Context): Promise<{ id: string }> {
  await assertRuns(ctx.scope);
  return transaction(async (tx) => {
    await assertIdle(tx);
    const found = await tx
      .select({ id: schools.id, name: schools.name })
      .from(schools)
      .where(eq(schools.demo, true));
    if (found.length === 0) throw new AppError("not_found", "errors.school.no_demo");
    const id = await enqueueWork(tx, ctx, { kind: "remove_demo", input: {} });
    for (const { id: school_id, name } of found)
      await audit(tx, ctx, {
        school_id,
        action: "demo.remove",
        target: { type: "school", id: school_id },
        detail: { name },
      });
    return { id };
  });
}
