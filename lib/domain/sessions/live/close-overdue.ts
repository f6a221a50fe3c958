import "server-only";
import { and, asc, eq, exists, getTableColumns, inArray, lte, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { presence, sessions } from "@/lib/db/tables/sessions";
import { transaction } from "@/lib/db/tx";
import { auditSession } from "../mutations/audit";
import { closedTimes, closesAfterMs } from "../session";
import { changed, lockSessions } from "./lock";

/** At most this many per run; the rest follow in the next. */
const sessionsAtOnce = 200;

/** Sessions whose schedule was over an hour before `now` and which are still live, or planned although people came. */
const overdue = (now: Date) =>
  and(
    inArray(sessions.status, ["live", "scheduled"]),
    lte(sessions.scheduled_end, new Date(now.getTime() - closesAfterMs)),
    or(
      eq(sessions.status, "live"),
      exists(
        db()
          .select({ client_id: presence.client_id })
          .from(presence)
          .where(eq(presence.session_id, sessions.id)),
      ),
    ),
  );

/** Ends the sessions that nobody ended, each at its last heartbeat; returns their ids. Any process may call it at any time. */
export const closeOverdue = (now: Date): Promise<string[]> => closeSessions(overdue(now));

/** Ends the sessions that fit `which`, each at its last heartbeat; returns their ids. Sessions that another process has closed meanwhile are skipped. */
export async function closeSessions(which: SQL | undefined): Promise<string[]> {
  const candidates = await db()
    .select({ id: sessions.id })
    .from(sessions)
    .where(which)
    .orderBy(asc(sessions.scheduled_end))
    .limit(sessionsAtOnce);
  if (candidates.length === 0) return [];
  const ids = candidates.map(({ id }) => id);
  return await transaction(async (tx) => {
    await lockSessions(tx, ids);
    // Read again under the lock.
    const rows = await tx
      .select({
        ...getTableColumns(sessions),
        last_heartbeat: sql<
          number | null
        >`(select max(upper(${presence.heartbeats}) - ${presence.grace_ms})::float8
          from ${presence} where ${presence.session_id} = ${sql.raw("sessions.id")})`,
      })
      .from(sessions)
      .where(and(inArray(sessions.id, ids), which))
      .orderBy(asc(sessions.id));
    for (const row of rows) {
      const { status, ended_at } = closedTimes(row, row.last_heartbeat);
      await tx.update(sessions).set({ status, ended_at }).where(eq(sessions.id, row.id));
      await auditSession(tx, { scope: null }, "session.close", row, { ended_at });
    }
    const closedIds = rows.map(({ id }) => id);
    await changed(tx, closedIds);
    return closedIds;
  });
}
