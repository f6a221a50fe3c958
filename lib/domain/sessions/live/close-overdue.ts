import "server-only";
import { audit } from "@/lib/auth/audit";
import { sql } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import type { Queries } from "@/lib/db/writer";
import { closed } from "../closing";
import { closesAfterMs, type SessionTimes } from "../session";
import { changed, lockSessions } from "./lock";

/** More than these wait for the next time. */
const sessionsAtOnce = 200;

type Overdue = SessionTimes & { id: string; school_id: string; last_heard: number | null };

/**
 * Sessions whose schedule was over an hour before `now` and which are still live, or planned although people came. FROM is
 * `sessions s`.
 */
const overdue = (now: Date) => sql()`
  s.status in ('live', 'scheduled') and s.scheduled_end <= ${new Date(now.getTime() - closesAfterMs)}
    and (s.status = 'live' or exists (select from presence p where p.session_id = s.id))`;

/**
 * Ends the sessions that nobody ended, each at its last heartbeat; returns their ids. One read when there are none. Any process
 * may call it at any time: what another has closed meanwhile is left alone.
 */
export async function closeOverdue(now: Date): Promise<string[]> {
  const found = await sql()<{ id: string }[]>`
    select s.id from sessions s where ${overdue(now)} order by s.scheduled_end limit ${sessionsAtOnce}`;
  if (found.length === 0) return [];
  const ids = found.map((row) => row.id);
  return await sql().begin(async (tx) => {
    await lockSessions(tx, ids);
    const rows = await readOverdue(tx, ids, now);
    for (const row of rows) {
      const { status, ended_at: endedAt } = closed(row, row.last_heard);
      await tx`update sessions set status = ${status}, ended_at = ${endedAt} where id = ${row.id}`;
      await audit(
        tx,
        { scope: null },
        {
          school_id: row.school_id,
          action: "session.close",
          target: { type: "session", id: row.id },
          detail: { ended_at: endedAt?.toISOString() ?? null },
        },
      );
    }
    const closedIds = rows.map((row) => row.id);
    await changed(tx, closedIds);
    return closedIds;
  });
}

/** Those of these sessions that are overdue still, now that nobody else writes them. */
async function readOverdue(tx: Queries, ids: readonly string[], now: Date): Promise<Overdue[]> {
  return await tx<Overdue[]>`
    select s.id, s.school_id, s.status, s.scheduled_start, s.scheduled_end,
      s.started_at, s.ended_at,
      (select max(upper(p.heard) - p.grace_ms)::float8 from presence p where p.session_id = s.id) as last_heard
    from sessions s where s.id = any(${textArray(ids)}::uuid[]) and ${overdue(now)} order by s.id`;
}
