import "server-only";
import { and, desc, eq, ilike, inArray, or, type SQL, sql } from "drizzle-orm";
import { inSchool } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { batches } from "@/lib/db/batches";
import { db } from "@/lib/db/client";
import { beginsWith, contains } from "@/lib/db/patterns";
import { auditLog } from "@/lib/db/tables/audit";
import { courses } from "@/lib/db/tables/courses";
import { funnels } from "@/lib/db/tables/funnels";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { changesOf } from "./changes";
import type { AuditEntry, AuditFilters, AuditQuery } from "./schema";

/** The name of what an entry is about, while it exists. */
const targetName = sql<string | null>`case ${auditLog.target_type}
  when 'session' then (select ${sessions.title} from ${sessions} where ${sessions.id}::text = ${auditLog.target_id})
  when 'video' then (select ${videos.title} from ${videos} where ${videos.id}::text = ${auditLog.target_id})
  when 'course' then (select ${courses.title} from ${courses} where ${courses.id}::text = ${auditLog.target_id})
  when 'funnel' then (select ${funnels.name} from ${funnels} where ${funnels.id}::text = ${auditLog.target_id})
  when 'school' then (select ${schools.name} from ${schools} where ${schools.id}::text = ${auditLog.target_id})
  when 'user' then (select target.name from ${users} target where target.id::text = ${auditLog.target_id})
  end`;

const columns = {
  id: auditLog.id,
  at: auditLog.at,
  school_id: auditLog.school_id,
  actor_id: auditLog.actor_id,
  actor: users.name,
  action: auditLog.action,
  target_type: auditLog.target_type,
  target_id: auditLog.target_id,
  target: targetName,
  detail: auditLog.detail,
  address: auditLog.address,
  request_id: auditLog.request_id,
};

/** The start of a day in the school's zone; `later` days after it. */
const dayStart = (text: string, zone: string, later = 0): SQL =>
  sql`((${text}::date + ${later}::int)::timestamp at time zone ${zone})`;

function matching(scope: Scope, { q, action, from, to, address, target }: AuditFilters, zone: string) {
  const people = db().select({ id: users.id }).from(users);
  return and(
    inSchool(scope, auditLog),
    q
      ? inArray(
          auditLog.actor_id,
          people.where(
            and(inSchool(scope, users), or(ilike(users.name, contains(q)), ilike(users.email, contains(q)))),
          ),
        )
      : undefined,
    action ? eq(auditLog.action, action) : undefined,
    from ? sql`${auditLog.at} >= ${dayStart(from, zone)}` : undefined,
    to ? sql`${auditLog.at} < ${dayStart(to, zone, 1)}` : undefined,
    address ? ilike(auditLog.address, beginsWith(address)) : undefined,
    target ? eq(auditLog.target_id, target) : undefined,
  );
}

const listed = (where: SQL | undefined) =>
  db()
    .select(columns)
    .from(auditLog)
    .leftJoin(users, eq(users.id, auditLog.actor_id))
    .where(where)
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .$dynamic();

type Row = Awaited<ReturnType<typeof listed>>[number];

const toEntry = ({ detail, at, ...row }: Row): AuditEntry => ({
  ...row,
  at: at.toISOString(),
  changes: changesOf(detail),
});

/** One page of the log, the newest first, and the key of the next. */
export async function auditPage(scope: Scope, { limit, before, ...filters }: AuditQuery, zone: string) {
  const older = before
    ? sql`(${auditLog.at}, ${auditLog.id}) < (select last.at, last.id from ${auditLog} last where last.id = ${before})`
    : undefined;
  const rows = await listed(and(matching(scope, filters, zone), older)).limit(limit + 1);
  const items = rows.slice(0, limit).map(toEntry);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** All of them, for an export. */
export async function* auditInBatches(scope: Scope, filters: AuditFilters, zone: string) {
  for await (const rows of batches<Row>(listed(matching(scope, filters, zone)), "id", 500))
    yield rows.map(toEntry);
}

/** The actions that the log has, for the filter. */
export async function auditActions(scope: Scope): Promise<string[]> {
  // One step in the index for each action, however long the log is.
  const rows = await db().execute<{ action: string }>(sql`
    with recursive found as (
      (select action from ${auditLog} order by action limit 1)
      union all
      select (select a.action from ${auditLog} a where a.action > found.action order by a.action limit 1)
      from found where found.action is not null)
    select action from found where action is not null
      and exists (select from ${auditLog} where ${auditLog.action} = found.action and ${inSchool(scope, auditLog)})
    order by action`);
  return rows.map(({ action }) => action);
}
