import "server-only";
import { and, desc, eq, gt, ilike, isNull, or, sql } from "drizzle-orm";
import { reachesPeople } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { beginsWith, holds } from "@/lib/db/patterns";
import { apiTokens, users } from "@/lib/db/tables/people";
import { isoInstants } from "@/lib/http/contract";
import { listOrder, listPage } from "@/lib/http/list";
import {
  type ApiTokenRow,
  type ApiTokensAnswer,
  type ApiTokensQuery,
  apiTokenRow,
  apiTokensMax,
} from "./schema";

/** A token's row as the page and the routes show it, without the hash. */
export const toApiTokenRow = (row: typeof apiTokens.$inferSelect): ApiTokenRow =>
  apiTokenRow.parse(isoInstants(row));

/** The caller's API tokens, including revoked and expired ones. `q` searches the names. */
export async function ownApiTokens(scope: Scope, query: ApiTokensQuery): Promise<ApiTokensAnswer> {
  const mine = and(
    eq(apiTokens.user_id, scope.user_id),
    query.q ? ilike(apiTokens.name, holds(query.q)) : undefined,
  );
  const by = { created: apiTokens.created_at, name: apiTokens.name, expires: apiTokens.expires_at };
  const { items, total } = await listPage(
    db()
      .select()
      .from(apiTokens)
      .where(mine)
      .orderBy(listOrder(query, by, ["name", "expires"]), desc(apiTokens.id))
      .$dynamic(),
    query,
  );
  return { items: items.map(toApiTokenRow), total };
}

/** The caller's active tokens, the first to expire first: at most the limit per person. */
export async function activeApiTokens(scope: Scope, now: Date): Promise<ApiTokenRow[]> {
  const rows = await db()
    .select()
    .from(apiTokens)
    .where(
      and(eq(apiTokens.user_id, scope.user_id), isNull(apiTokens.revoked_at), gt(apiTokens.expires_at, now)),
    )
    .orderBy(apiTokens.expires_at, apiTokens.id)
    .limit(apiTokensMax);
  return rows.map(toApiTokenRow);
}

/**
 * People of a school whose name or address contains these words, those whose name begins with them first: an admin's all; an
 * instructor's the school's staff and the learners of the courses they teach.
 */
export const peopleFor = (scope: Scope, schoolId: string, words: string, limit: number) =>
  db()
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(
      and(
        eq(users.school_id, schoolId),
        isNull(users.disabled_at),
        reachesPeople(scope, users),
        or(ilike(users.name, holds(words)), ilike(users.email, holds(words))),
      ),
    )
    .orderBy(desc(ilike(users.name, beginsWith(words))), sql`lower(${users.name})`, users.id)
    .limit(limit);
