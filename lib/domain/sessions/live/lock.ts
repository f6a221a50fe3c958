import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { lockSpaces } from "@/lib/db/advisory-locks";
import type { Tx } from "@/lib/db/client";
import { numberArray, textArray } from "@/lib/db/literals";
import { sessionVersions } from "@/lib/db/tables/sessions";
import type { Queries } from "@/lib/db/writer";

/** Advisory locks of the live family: one of 64 per hash of the session. */
const lockSpace = lockSpaces.live;
const lockBuckets = 64;

/** The bucket whose lock serialises everything written about a session; also what shards the commit queue. */
export function sessionBucket(sessionId: string): number {
  return Number.parseInt(sessionId.slice(-4), 16) % lockBuckets;
}

const dialect = new PgDialect();

/** Issues a statement in a transaction of the builder, or on a writer's connection. */
async function issue(on: Queries | Tx, statement: SQL): Promise<void> {
  if ("execute" in on) await on.execute(statement);
  else {
    const query = dialect.sqlToQuery(statement);
    await on.unsafe(query.sql, query.params as string[], { prepare: true });
  }
}

/** Takes the locks of these sessions, in order, until the transaction ends: the first statement of every writer of the family. */
export async function lockSessions(on: Queries | Tx, sessionIds: Iterable<string>): Promise<void> {
  const buckets = numberArray([...new Set([...sessionIds].map(sessionBucket))].sort((a, b) => a - b));
  await issue(
    on,
    sql`select count(*) from (
      select pg_advisory_xact_lock(${lockSpace}::int, b) from unnest(${buckets}::int[]) b offset 0) x`,
  );
}

/** The channel that tells every process which sessions have changed. */
export const changesChannel = "lectern_sessions";

/** Increments the versions of sessions whose facts or settings have changed, and notifies every process; both with the commit. */
export async function changed(on: Queries | Tx, sessionIds: Iterable<string>): Promise<void> {
  const ids = [...new Set(sessionIds)].sort();
  if (ids.length === 0) return;
  await issue(
    on,
    sql`with raised as (
        insert into ${sessionVersions} as v (session_id, version) select id, 1 from unnest(${textArray(ids)}::uuid[]) id
        on conflict (session_id) do update set version = v.version + 1 returning session_id
      )
      select pg_notify(${changesChannel}, session_id::text) from raised`,
  );
}
