import "server-only";
import { and, count, desc, eq, gt, ilike, inArray, isNull, lt, max, or, sql } from "drizzle-orm";
import { inSchool, reachesPeople } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { beginsWith, contains } from "@/lib/db/patterns";
import { auditLog } from "@/lib/db/tables/audit";
import { apiTokens, devices, users } from "@/lib/db/tables/people";
import type { Context } from "@/lib/http/context";
import { isoInstants } from "@/lib/http/contract";
import { listOrder, listPage } from "@/lib/http/list";
import { fieldError } from "@/lib/platform/errors";
import {
  type AccountAnswer,
  type ApiTokenRow,
  type ApiTokensAnswer,
  type ApiTokensQuery,
  apiTokenRow,
  apiTokensMax,
} from "./schema";

/** A token's row as the page and the routes show it, without the hash. */
export const toApiTokenRow = (row: typeof apiTokens.$inferSelect): ApiTokenRow =>
  apiTokenRow.parse(isoInstants(row));

/** A person's API tokens, including revoked and expired ones: the caller's, or for an admin a colleague's. `q` searches the names. */
export async function apiTokensOf(
  scope: Scope,
  query: ApiTokensQuery,
  owner = scope.user_id,
): Promise<ApiTokensAnswer> {
  if (owner !== scope.user_id) {
    const people = db().select({ id: users.id }).from(users);
    const [person] = await people.where(and(eq(users.id, owner), inSchool(scope, users)));
    if (!person) throw fieldError("user_id", "errors.field.person_unknown", "not_found");
    if (!isAdmin(scope)) throw fieldError("user_id", "errors.field.tokens_of_another", "forbidden");
  }
  const mine = and(
    eq(apiTokens.user_id, owner),
    query.q ? ilike(apiTokens.name, contains(query.q)) : undefined,
  );
  const by = { created: apiTokens.created_at, name: byName(apiTokens.name), expires: apiTokens.expires_at };
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

/** The people whose name or address contains these words, those whose name begins with them first; `total` counts all of them. */
export async function findPeople(scope: Scope, words: string, limit: number) {
  const rows = await db()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      total: sql<number>`count(*) over ()::int`,
    })
    .from(users)
    .where(and(isNull(users.disabled_at), reachesPeople(scope, users), isNamed(words)))
    .orderBy(...namedFirst(words))
    .limit(limit);
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** A person's name; null for one whom the scope may not find. */
export async function nameOf(scope: Scope, userId: string): Promise<string | null> {
  const [person] = await db()
    .select({ name: users.name })
    .from(users)
    .where(and(eq(users.id, userId), reachesPeople(scope, users)));
  return person?.name ?? null;
}

const isNamed = (words: string) =>
  or(ilike(users.name, contains(words)), ilike(users.email, contains(words)));
const namedFirst = (words: string) => [
  desc(ilike(users.name, beginsWith(words))),
  byName(users.name),
  users.id,
];

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
        isNamed(words),
      ),
    )
    .orderBy(...namedFirst(words))
    .limit(limit);

/** How many attempts to sign in the account lists. */
const signInsListed = 20;

/** The caller's browsers, the latest attempts to sign in, and the attempts that failed since the sign-in before theirs. */
export async function account({ scope, request, now }: Context): Promise<AccountAnswer> {
  const own = and(eq(auditLog.target_type, "user"), eq(auditLog.target_id, scope.user_id));
  const [[before], browsers, attempts] = await Promise.all([
    db()
      .select({ at: auditLog.at })
      .from(auditLog)
      .where(
        and(own, eq(auditLog.action, "user.sign_in"), lt(auditLog.at, request.signed_in_at ?? sql`now()`)),
      )
      .orderBy(desc(auditLog.at))
      .limit(1),
    db()
      .select()
      .from(devices)
      .where(eq(devices.user_id, scope.user_id))
      .orderBy(desc(devices.signed_in_at), devices.id),
    db()
      .select({
        at: auditLog.at,
        action: auditLog.action,
        name: sql<string | null>`${auditLog.detail}->>'device'`,
        address: auditLog.address,
      })
      .from(auditLog)
      .where(and(own, inArray(auditLog.action, ["user.sign_in", "user.fail_sign_in"])))
      .orderBy(desc(auditLog.at), desc(auditLog.id))
      .limit(signInsListed),
  ]);
  const [failed] = await db()
    .select({
      count: count(),
      last_at: max(auditLog.at),
      last_address: sql<string | null>`(array_agg(${auditLog.address} order by ${auditLog.at} desc))[1]`,
    })
    .from(auditLog)
    .where(
      and(
        own,
        inArray(auditLog.action, ["user.fail_sign_in", "user.fail_password"]),
        before && gt(auditLog.at, before.at),
      ),
    );
  return {
    failed_sign_ins: {
      count: failed?.count ?? 0,
      since: before?.at.toISOString() ?? null,
      last_at: failed?.last_at?.toISOString() ?? null,
      last_address: failed?.last_address ?? null,
    },
    sign_ins: attempts.map(({ at, action, ...from }) => ({
      at: at.toISOString(),
      succeeded: action === "user.sign_in",
      ...from,
    })),
    devices: browsers.map(({ id, name, address, signed_in_at, sign_in_id, expires_at }) => ({
      id,
      name,
      address,
      signed_in_at: signed_in_at.toISOString(),
      active: sign_in_id !== null && expires_at > now,
      current: sign_in_id !== null && sign_in_id === request.credential_id,
    })),
  };
}
