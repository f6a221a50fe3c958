import "server-only";
import { and, desc, eq, gte, isNotNull, lt, or, sql } from "drizzle-orm";
import { reachesWork } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { answerMs, db } from "@/lib/db/client";
import { hasRedis } from "@/lib/db/redis";
import { backgroundWork } from "@/lib/db/tables/work";
import { readiness } from "@/lib/http/readiness";
import { fullestDisk } from "@/lib/platform/disk";
import type { Window } from "../window";

/** Pieces of work that the picture shows. */
const workMax = 40;

/** How the system is at this moment, beside what it measured. */
export async function systemNow(scope: Scope, window: Window) {
  const [database_ms, checks, disk, work, database] = await Promise.all([
    answerMs("health"),
    readiness(),
    fullestDisk(),
    workIn(scope, window),
    databaseSize(),
  ]);
  const bus_answers = checks.checks.some(({ name, state }) => name === "bus" && state === "ok");
  return { database_ms, bus_answers, has_redis: hasRedis(), disk, database, work };
}

/** The background work of a time, the newest first, as far as the scope sees it. */
const workIn = (scope: Scope, { from, to }: Window) => {
  const w = backgroundWork;
  return db()
    .select({
      id: w.id,
      kind: w.kind,
      values: w.title,
      state: w.state,
      started_at: w.started_at,
      ended_at: w.ended_at,
    })
    .from(w)
    .where(
      and(
        reachesWork(scope, w),
        isNotNull(w.started_at),
        lt(w.started_at, to),
        or(gte(w.ended_at, from), eq(w.state, "running")),
      ),
    )
    .orderBy(desc(w.started_at))
    .limit(workMax);
};

/** What the tables are about, by the beginning of their names; the first that fits. */
const groups = [
  ["system", "system"],
  ["playback", "^(playback|video|viewer|unfollowed|delivered|delivery|pending|beacon)"],
  ["sessions", "^(session|attend|presence|message|reaction|feedback|import)"],
  [
    "learning",
    "^(learning|daily|gamification|hourly|ai_coach|assessment|question|attempt|result|submission)",
  ],
  ["audit", "^audit"],
] as const;
type Group = (typeof groups)[number][0] | "other";

/** How large the database is, by what its tables are about, the largest first; and its connections. */
async function databaseSize() {
  const group = sql`case ${sql.join(
    groups.map(([name, pattern]) => sql`when c.relname ~ ${pattern} then ${name}`),
    sql` `,
  )} else 'other' end`;
  const [[whole], tables] = await Promise.all([
    db().execute<{ bytes: string; connections: number; connections_max: number }>(sql`
      select pg_database_size(current_database()) as bytes,
        (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
        current_setting('max_connections')::int as connections_max`),
    db().execute<{ name: Group; bytes: string }>(sql`
      select ${group} as name, sum(pg_total_relation_size(c.oid)) as bytes
      from pg_class as c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'm')
      group by 1 order by 2 desc`),
  ]);
  return {
    bytes: Number(whole!.bytes),
    connections: whole!.connections,
    connections_max: whole!.connections_max,
    groups: tables.map(({ name, bytes }) => ({ name, bytes: Number(bytes) })),
  };
}
export type DatabaseSize = Awaited<ReturnType<typeof databaseSize>>;
