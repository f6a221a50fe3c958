import "server-only";
import { and, count, desc, eq, inArray, sql } from "drizzle-orm";
import { reachesWork } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { users } from "@/lib/db/tables/people";
import { backgroundWork } from "@/lib/db/tables/work";
import { isoInstants } from "@/lib/http/contract";
import { listPage } from "@/lib/http/list";
import type { Language } from "@/lib/language/language";
import { AppError } from "@/lib/platform/errors";
import type { Work, WorkQuery } from "./schema";

const columns = {
  id: backgroundWork.id,
  school_id: backgroundWork.school_id,
  kind: backgroundWork.kind,
  values: backgroundWork.title,
  state: backgroundWork.state,
  done: backgroundWork.done,
  total: backgroundWork.total,
  unit: backgroundWork.unit,
  failure: backgroundWork.error,
  user_id: backgroundWork.created_by,
  created_by: users.name,
  created_at: backgroundWork.created_at,
  begins_at: backgroundWork.begins_at,
  started_at: backgroundWork.started_at,
  ended_at: backgroundWork.ended_at,
  cancel_requested_at: backgroundWork.cancel_requested_at,
};

const read = () =>
  db().select(columns).from(backgroundWork).leftJoin(users, eq(users.id, backgroundWork.created_by));

/** In the reader's language. */
function toWork(
  { values, failure, ...row }: Awaited<ReturnType<typeof read>>[number],
  { t }: Language,
): Work {
  const error = failure && ("key" in failure ? t(failure.key, failure.values) : failure.english);
  return { ...isoInstants(row), title: t(`work.kinds.${row.kind}`, values), error };
}

/** The open work first, then what has ended; the newest first. */
const newestFirst = [
  desc(inArray(backgroundWork.state, ["running", "waiting"])),
  desc(backgroundWork.created_at),
];

/** One page of the work that the reader may see. */
export async function workList(scope: Scope, query: WorkQuery, language: Language) {
  const state = query.state && eq(backgroundWork.state, query.state);
  const { items, total } = await listPage(
    read()
      .where(and(reachesWork(scope, backgroundWork), state))
      .orderBy(...newestFirst, desc(backgroundWork.id))
      .$dynamic(),
    query,
  );
  return { items: items.map((row) => toWork(row, language)), total };
}

/** One piece of work. Throws `not_found`. */
export async function workOf(scope: Scope, id: string, language: Language): Promise<Work> {
  const [row] = await read().where(and(eq(backgroundWork.id, id), reachesWork(scope, backgroundWork)));
  if (!row) throw new AppError("not_found", "errors.work.unknown");
  return toWork(row, language);
}

/** What the reader began and has not ended: their pages tell them when it does. Not what begins later: nobody waits for it. */
export async function openWorkOf(scope: Scope): Promise<string[]> {
  const rows = await db()
    .select({ id: backgroundWork.id })
    .from(backgroundWork)
    .where(
      and(
        eq(backgroundWork.created_by, scope.user_id),
        inArray(backgroundWork.state, ["running", "waiting"]),
        sql`coalesce(${backgroundWork.begins_at} <= now(), true)`,
      ),
    )
    .orderBy(desc(backgroundWork.created_at))
    .limit(20);
  return rows.map(({ id }) => id);
}

/** How much runs, waits and has failed, of what the reader may see. */
export async function workCounts(scope: Scope) {
  const [row] = await db()
    .select({
      running: count(sql`case when ${backgroundWork.state} = 'running' then 1 end`),
      waiting: count(sql`case when ${backgroundWork.state} = 'waiting' then 1 end`),
      failed: count(sql`case when ${backgroundWork.state} = 'failed' then 1 end`),
    })
    .from(backgroundWork)
    .where(reachesWork(scope, backgroundWork));
  return row ?? { running: 0, waiting: 0, failed: 0 };
}
