import "server-only";
import { and, asc, count, desc, eq, gt, ilike, isNull } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { db, sql } from "@/lib/db/client";
import { beginsWith, holds } from "@/lib/db/patterns";
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

export type Found = { id: string; name: string; email: string };

/**
 * People of a school whose name or address holds these words, those whose name begins with them first: an admin's all; an
 * instructor's the school's staff and the learners of the courses they teach.
 */
export async function peopleFor(
  scope: Scope,
  schoolId: string,
  words: string,
  limit: number,
): Promise<Found[]> {
  if (scope.role === "student" || (scope.schoolId !== null && scope.schoolId !== schoolId)) return [];
  const known =
    scope.role === "admin"
      ? sql()`true`
      : sql()`(u.role <> 'student' or exists (
          select from enrollments e join course_instructors c on c.course_id = e.course_id
          where e.user_id = u.id and c.user_id = ${scope.userId}))`;
  return await sql()<Found[]>`
    select u.id, u.name, u.email from users u
    where u.school_id = ${schoolId} and u.disabled_at is null and ${known}
      and (u.name ilike ${holds(words)} or u.email ilike ${holds(words)})
    order by u.name ilike ${beginsWith(words)} desc, lower(u.name), u.id limit ${limit}`;
}
