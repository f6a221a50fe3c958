import "server-only";
import { timingSafeEqual } from "node:crypto";
import { and, count, eq, gt, isNull, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { newApiToken as mintApiToken } from "@/lib/auth/bearer";
import type { Limit } from "@/lib/auth/limits";
import { hashPassword } from "@/lib/auth/passwords";
import { reachesSchool } from "@/lib/auth/reach";
import { setupCode } from "@/lib/auth/setup";
import { apiTokens, users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { toApiTokenRow } from "./queries";
import { apiTokensMax, type CreatedApiToken, type NewApiToken, type SetUpInput } from "./schema";

/** Attempts at the set-up code from one address. */
export const setUpLimit: Limit = { name: "set-up", points: 20, seconds: 15 * 60, withoutCounts: "refuse" };

/** Creates a personal API token. Only this answer contains its text. Throws `conflict` beyond 50 active ones. */
export async function createApiToken(ctx: Context, input: NewApiToken): Promise<CreatedApiToken> {
  const { scope } = ctx;
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
      throw new AppError("conflict", `You have ${apiTokensMax} active tokens. Revoke one first.`);
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
 * Revokes one of the caller's API tokens at once; a repeat changes nothing. Throws `not_found` for a token outside their
 * school, `forbidden` for another person's.
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
    if (!visible) throw new AppError("not_found", "This token does not exist.");
    if (found.user_id !== scope.user_id)
      throw new AppError("forbidden", "Only its owner can revoke this token.");
    if (found.revoked_at) return;
    await tx.update(apiTokens).set({ revoked_at: ctx.now }).where(eq(apiTokens.id, tokenId));
    await audit(tx, ctx, { action: "api_token.revoke", target: { type: "api_token", id: tokenId } });
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
    throw new AppError("forbidden", "This is not the code shown in the terminal.", {
      errors: [{ path: "code", message: "is not the one shown in the terminal" }],
    });
  const passwordHash = await hashPassword(input.password);
  await transaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('lectern set-up'))`);
    const [someone] = await tx.select({ id: users.id }).from(users).limit(1);
    if (someone) throw new AppError("conflict", "Lectern is already set up: sign in.");
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
