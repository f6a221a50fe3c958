import "server-only";
import { and, asc, count, desc, eq, gt, ilike, isNull } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { apiTokens } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import {
  type ApiTokenRow,
  type ApiTokensAnswer,
  type ApiTokensQuery,
  apiTokenRow,
  apiTokensMax,
} from "./schema";

const orders = {
  created: [desc(apiTokens.createdAt), desc(apiTokens.id)],
  name: [asc(apiTokens.name), asc(apiTokens.id)],
  expires: [asc(apiTokens.expiresAt), asc(apiTokens.id)],
};

/** A token's row as the page and the routes show it; the hash stays behind. */
export function toApiTokenRow(row: typeof apiTokens.$inferSelect): ApiTokenRow {
  return apiTokenRow.parse({
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    prefix: row.prefix,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    revoked_at: row.revokedAt?.toISOString() ?? null,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
  });
}

/** The asker's own API tokens, revoked and expired ones too. `q` looks in the names. */
export async function ownApiTokens(scope: Scope, query: ApiTokensQuery): Promise<ApiTokensAnswer> {
  const mine = and(
    eq(apiTokens.userId, scope.userId),
    query.q ? ilike(apiTokens.name, `%${query.q.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
  );
  const [rows, totals] = await Promise.all([
    db()
      .select()
      .from(apiTokens)
      .where(mine)
      .orderBy(...orders[query.sort])
      .limit(query.limit)
      .offset(query.offset),
    db().select({ total: count() }).from(apiTokens).where(mine),
  ]);
  return { items: rows.map(toApiTokenRow), total: totals[0]?.total ?? 0 };
}

/** The asker's tokens that work at this moment, the first to end first: never more than a person may have. */
export async function workingApiTokens(scope: Scope, now: Date): Promise<ApiTokenRow[]> {
  const rows = await db()
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.userId, scope.userId), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, now)))
    .orderBy(...orders.expires)
    .limit(apiTokensMax);
  return rows.map(toApiTokenRow);
}

/** What pages say and draw of the asker's school. */
export type OwnSchool = {
  name: string;
  timeZone: string;
  /** Per cent of a video's seconds that make it completed, and per cent of viewers hoped to complete. */
  completionThreshold: number;
  completionTarget: number;
};

/** The asker's school; none for the installation's admin, who has all of them. */
export async function ownSchool(scope: Scope): Promise<OwnSchool | null> {
  if (scope.schoolId === null) return null;
  const [school] = await db()
    .select({
      name: schools.name,
      timeZone: schools.timeZone,
      completionThreshold: schools.completionThreshold,
      completionTarget: schools.completionTarget,
    })
    .from(schools)
    .where(eq(schools.id, scope.schoolId));
  return school ?? null;
}
