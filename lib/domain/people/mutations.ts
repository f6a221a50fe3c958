import "server-only";
import { timingSafeEqual } from "node:crypto";
import { and, count, eq, gt, isNull, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { newApiToken as mintApiToken } from "@/lib/auth/bearer";
import type { Limit } from "@/lib/auth/limits";
import { hashPassword } from "@/lib/auth/passwords";
import { inSchool, reachesSchool } from "@/lib/auth/reach";
import { isAdmin } from "@/lib/auth/scope";
import { setupCode } from "@/lib/auth/setup";
import { assertRecentSignIn, provePassword } from "@/lib/auth/sign-in";
import { apiTokens, devices, users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import { toApiTokenRow } from "./queries";
import {
  apiTokensMax,
  type ChangePassword,
  type ChangePerson,
  type CreatedApiToken,
  type LanguageChoice,
  type NewApiToken,
  type SetUpInput,
} from "./schema";

/** Attempts at the set-up code from one address. */
export const setUpLimit: Limit = { name: "set-up", points: 20, seconds: 15 * 60, withoutCounts: "refuse" };

/**
 * Creates a personal API token. Only this answer contains its text. Throws `conflict` beyond 50 active ones, and `forbidden` some time
 * after the sign-in without the password: the token outlives the session.
 */
export async function createApiToken(ctx: Context, input: NewApiToken): Promise<CreatedApiToken> {
  const { scope } = ctx;
  await assertRecentSignIn(ctx, input.password);
  const { token, hash, prefix } = mintApiToken();
  return transaction(async (tx) => {
    // Locks the owner's row, so that two requests at once cannot exceed the limit.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, scope.user_id)).for("update");
    const [active] = await tx
      .select({ total: count() })
      .from(apiTokens)
      .where(
        and(
          eq(apiTokens.user_id, scope.user_id),
          isNull(apiTokens.revoked_at),
          gt(apiTokens.expires_at, ctx.now),
        ),
      );
    if ((active?.total ?? 0) >= apiTokensMax)
      throw new AppError("conflict", "errors.account.tokens_max", { values: { count: apiTokensMax } });
    const [row] = await tx
      .insert(apiTokens)
      .values({
        user_id: scope.user_id,
        name: input.name,
        scopes: input.scopes,
        hash,
        prefix,
        created_at: ctx.now,
        expires_at: new Date(ctx.now.getTime() + input.expires_in_days * 86_400_000),
      })
      .returning();
    if (!row) throw new Error("an insert returned no row");
    await audit(tx, ctx, {
      action: "api_token.create",
      target: { type: "api_token", id: row.id },
      detail: { name: row.name, scopes: row.scopes, expires_at: row.expires_at.toISOString() },
    });
    return { ...toApiTokenRow(row), token };
  });
}

/**
 * Revokes an API token at once, the caller's own or for an admin a colleague's; a repeat changes nothing. Throws `not_found` for a token
 * outside their school, `forbidden` for another person's.
 */
export async function revokeApiToken(ctx: Context, tokenId: string): Promise<void> {
  const { scope } = ctx;
  await transaction(async (tx) => {
    const [found] = await tx
      .select({ user_id: apiTokens.user_id, school_id: users.school_id, revoked_at: apiTokens.revoked_at })
      .from(apiTokens)
      .innerJoin(users, eq(users.id, apiTokens.user_id))
      .where(eq(apiTokens.id, tokenId))
      .for("update", { of: apiTokens });
    const visible = found && (found.user_id === scope.user_id || reachesSchool(scope, found.school_id));
    if (!visible) throw new AppError("not_found", "errors.account.token_unknown");
    if (found.user_id !== scope.user_id && !isAdmin(scope))
      throw new AppError("forbidden", "errors.account.token_of_another");
    if (found.revoked_at) return;
    await tx.update(apiTokens).set({ revoked_at: ctx.now }).where(eq(apiTokens.id, tokenId));
    await audit(tx, ctx, { action: "api_token.revoke", target: { type: "api_token", id: tokenId } });
  });
}

/* A new version of a user ends all of their access: the database's triggers see to it (users.version). */

/** Changes the caller's password, which ends all of their sessions and tokens, this one too, and forgets their browsers. */
export async function changePassword(ctx: Context, input: ChangePassword): Promise<void> {
  await provePassword(ctx, "current_password", input.current_password);
  const password_hash = await hashPassword(input.new_password);
  const { user_id } = ctx.scope;
  await transaction(async (tx) => {
    await tx.update(users).set({ password_hash }).where(eq(users.id, user_id));
    await audit(tx, ctx, { action: "user.change_password", target: { type: "user", id: user_id } });
  });
}

/** The language in which the caller sees the pages; null is their browser's. */
export async function chooseLanguage(ctx: Context, { language }: LanguageChoice): Promise<void> {
  const { user_id } = ctx.scope;
  await transaction(async (tx) => {
    await tx.update(users).set({ language }).where(eq(users.id, user_id));
    await audit(tx, ctx, {
      action: "user.choose_language",
      target: { type: "user", id: user_id },
      detail: { language },
    });
  });
}

/** Ends all sessions, tokens and open streams of a person: the caller, or for an admin anybody of their school. Throws `not_found`. */
export async function signOutEverywhere(ctx: Context, userId = ctx.scope.user_id): Promise<void> {
  await transaction(async (tx) => {
    const [user] = await tx
      .update(users)
      .set({ version: sql`${users.version} + 1` })
      .where(and(eq(users.id, userId), userId === ctx.scope.user_id ? undefined : inSchool(ctx.scope, users)))
      .returning({ school_id: users.school_id });
    if (!user) throw new AppError("not_found", "errors.account.person_unknown");
    await audit(tx, ctx, {
      school_id: user.school_id,
      action: "user.sign_out_everywhere",
      target: { type: "user", id: userId },
    });
  });
}

/** Ends the caller's session in a browser, which is no longer known. Throws `not_found`. */
export async function forgetDevice(ctx: Context, deviceId: string): Promise<void> {
  const { user_id } = ctx.scope;
  await transaction(async (tx) => {
    const [device] = await tx
      .delete(devices)
      .where(and(eq(devices.id, deviceId), eq(devices.user_id, user_id)))
      .returning({ name: devices.name });
    if (!device) throw new AppError("not_found", "errors.account.browser_unknown");
    await audit(tx, ctx, {
      action: "user.forget_device",
      target: { type: "user", id: user_id },
      detail: { device: device.name },
    });
  });
}

/**
 * Changes a person's role, or deactivates or reactivates them, which ends all of their access. For an admin, of the people of their
 * school but themself, so that no school is left without one. Throws `not_found`, `conflict`, `invalid`.
 */
export async function changePerson(ctx: Context, userId: string, change: ChangePerson) {
  const { id, school_id, role, disabled_at } = users;
  return transaction(async (tx) => {
    const [before] = await tx
      .select({ id, school_id, role, disabled_at })
      .from(users)
      .where(and(eq(users.id, userId), inSchool(ctx.scope, users)))
      .for("update");
    if (!before) throw new AppError("not_found", "errors.account.person_unknown");
    if (before.id === ctx.scope.user_id) throw new AppError("conflict", "errors.account.own_account");
    const after = {
      role: change.role ?? before.role,
      disabled_at: change.disabled === undefined ? before.disabled_at : change.disabled ? ctx.now : null,
    };
    if (before.school_id === null && !isAdmin(after))
      throw fieldError("role", "errors.field.admin_without_school");
    if (change.disabled && before.disabled_at) after.disabled_at = before.disabled_at;
    await tx.update(users).set(after).where(eq(users.id, userId));
    await audit(tx, ctx, {
      school_id: before.school_id,
      action: "user.update",
      target: { type: "user", id: userId },
      detail: { before: { role: before.role, disabled_at: before.disabled_at }, after },
    });
    return { id: before.id, role: after.role, disabled_at: after.disabled_at?.toISOString() ?? null };
  });
}

/**
 * The first visit: creates the first school and its admin while no account exists. Throws `forbidden` for a wrong code and
 * `conflict` if an account exists; of two requests at once, one succeeds.
 */
export async function setUp(ctx: Context<null>, input: SetUpInput): Promise<void> {
  const given = Buffer.from(input.code.toUpperCase().replace(/[^0-9A-Z]/g, ""));
  const wanted = Buffer.from(setupCode().replaceAll("-", ""));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new AppError("forbidden", "errors.account.wrong_code", {
      errors: [{ path: "code", key: "errors.field.wrong_code" }],
    });
  const passwordHash = await hashPassword(input.password);
  await transaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('lectern set-up'))`);
    const [someone] = await tx.select({ id: users.id }).from(users).limit(1);
    if (someone) throw new AppError("conflict", "errors.account.already_set_up");
    const [school] = await tx
      .insert(schools)
      .values({ name: input.school_name, time_zone: input.time_zone, created_at: ctx.now })
      .returning();
    const [admin] = school
      ? await tx
          .insert(users)
          .values({
            school_id: school.id,
            email: input.email,
            name: input.name,
            role: "admin",
            password_hash: passwordHash,
            created_at: ctx.now,
          })
          .returning()
      : [];
    if (!school || !admin) throw new Error("an insert returned no row");
    const byAdmin = { scope: { user_id: admin.id, school_id: school.id }, request: ctx.request };
    await audit(tx, byAdmin, {
      action: "school.create",
      target: { type: "school", id: school.id },
      detail: { name: school.name, time_zone: school.time_zone },
    });
    await audit(tx, byAdmin, {
      action: "user.create",
      target: { type: "user", id: admin.id },
      detail: { role: admin.role },
    });
  });
}
