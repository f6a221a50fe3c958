import "server-only";
import { timingSafeEqual } from "node:crypto";
import { and, count, eq, gt, isNull, ne, sql } from "drizzle-orm";
import { audit, type RequestContext } from "@/lib/auth/audit";
import { newApiToken as mintApiToken } from "@/lib/auth/bearer";
import type { Limit } from "@/lib/auth/limits";
import { hashPassword } from "@/lib/auth/passwords";
import { inSchool, reachesSchool } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { setupCode } from "@/lib/auth/setup";
import { assertRecentSignIn, provePassword } from "@/lib/auth/sign-in";
import type { Tx } from "@/lib/db/client";
import { accountLinks, apiTokens, devices, users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { type AccountLink, openLink } from "./links/queries";
import type { LinkPurpose } from "./links/schema";
import { toApiTokenRow } from "./queries";
import {
  apiTokensMax,
  type ChangePassword,
  type CreatedApiToken,
  type LanguageChoice,
  type NewApiToken,
  type SetUpInput,
} from "./schema";
import { takenConflict } from "./users/mutations";

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

/** Whom a link speaks for. */
type By = { scope: Pick<Scope, "user_id" | "school_id">; request: RequestContext };

/** Uses a link of one person once; what it is for is done in the same transaction. */
async function spendLink(
  ctx: Context<null>,
  secret: string,
  purpose: Exclude<LinkPurpose, "open_invitation">,
  work: (tx: Tx, link: AccountLink & { user_id: string }, by: By) => Promise<void>,
): Promise<AccountLink> {
  return transaction(async (tx) => {
    const link = await openLink(secret, purpose, tx);
    const { user_id } = link;
    if (!user_id) throw new AppError("not_found", "errors.account.link_unknown");
    const by = { ...ctx, scope: { user_id, school_id: link.school_id } };
    await work(tx, { ...link, user_id }, by);
    await tx
      .update(accountLinks)
      .set({ used_at: ctx.now, uses: sql`${accountLinks.uses} + 1` })
      .where(eq(accountLinks.id, link.id));
    // What was sent before the change must not undo it.
    await tx
      .update(accountLinks)
      .set({ revoked_at: ctx.now })
      .where(
        and(
          eq(accountLinks.user_id, user_id),
          ne(accountLinks.id, link.id),
          isNull(accountLinks.used_at),
          isNull(accountLinks.revoked_at),
        ),
      );
    return link;
  });
}

/** The password's hash, once the link is known to work: it costs too much to make for anybody who asks. */
async function hashFor(secret: string, purpose: LinkPurpose, password: string): Promise<string> {
  await openLink(secret, purpose);
  return hashPassword(password);
}

/** The invited person takes their account, with a name and a password. The answer is the address with which they sign in. */
export async function acceptInvitation(
  ctx: Context<null>,
  input: { secret: string; name: string; password: string },
): Promise<{ email: string }> {
  const password_hash = await hashFor(input.secret, "invitation", input.password);
  const { user_email } = await spendLink(ctx, input.secret, "invitation", async (tx, { user_id }, by) => {
    await tx.update(users).set({ name: input.name, password_hash }).where(eq(users.id, user_id));
    await audit(tx, by, { action: "user.accept_invitation", target: { type: "user", id: user_id } });
  });
  return { email: user_email ?? "" };
}

/** Sets another password, which ends all sessions and tokens. The answer is the address with which they sign in. */
export async function setPassword(
  ctx: Context<null>,
  input: { secret: string; password: string },
): Promise<{ email: string }> {
  const password_hash = await hashFor(input.secret, "password", input.password);
  const { user_email } = await spendLink(ctx, input.secret, "password", async (tx, { user_id }, by) => {
    await tx.update(users).set({ password_hash }).where(eq(users.id, user_id));
    await audit(tx, by, { action: "user.reset_password", target: { type: "user", id: user_id } });
  });
  return { email: user_email ?? "" };
}

/** The new address is its owner's from now on, which ends all sessions and tokens. Throws `conflict` where another account has it. */
export async function confirmEmail(ctx: Context<null>, { secret }: { secret: string }): Promise<void> {
  await spendLink(ctx, secret, "email", async (tx, { user_id, email }, by) => {
    await tx
      .update(users)
      .set({ email, version: sql`${users.version} + 1`, revision: sql`${users.revision} + 1` })
      .where(eq(users.id, user_id));
    await audit(tx, by, { action: "user.change_email", target: { type: "user", id: user_id } });
  }).catch((error: unknown) => {
    throw takenConflict(error);
  });
}
