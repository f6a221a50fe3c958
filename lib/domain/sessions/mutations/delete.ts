import "server-only";
import { count, eq } from "drizzle-orm";
import type { Tx } from "@/lib/db/client";
import { attendeeTables, sessionRecords } from "@/lib/db/tables/facts";
import { attendees, imports, sessions } from "@/lib/db/tables/sessions";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { changed, lockSessions } from "../live/lock";
import { reachSession } from "../queries/session";
import { auditSession } from "./audit";
import { readForChange } from "./change";

/** Deletes a locked session's row, and everything that is keyed by it. */
export async function deleteLockedSession(tx: Tx, id: string): Promise<void> {
  // Tells the other processes; the version that it raises is deleted below.
  await changed(tx, [id]);
  for (const table of [...attendeeTables, attendees, imports, ...sessionRecords])
    await tx.delete(table).where(eq(table.session_id, id));
  await tx.delete(sessions).where(eq(sessions.id, id));
}

/**
 * Deletes a session with everything recorded in it: its people, their presence, messages, reactions and ratings, and its imported reports.
 * A recording stays with its video. Throws `conflict` while it is live.
 */
export async function deleteSession(ctx: Context, sessionId: string) {
  const session = await reachSession(ctx.scope, sessionId);
  const { id } = session;
  await transaction(async (tx) => {
    await lockSessions(tx, [id]);
    const { status, title } = await readForChange(tx, id);
    if (status === "live") throw new AppError("conflict", "errors.session.end_first");
    const [people] = await tx.select({ count: count() }).from(attendees).where(eq(attendees.session_id, id));
    await deleteLockedSession(tx, id);
    await auditSession(tx, ctx, "session.delete", session, { title, status, attendees: people?.count ?? 0 });
  });
  return { id, ids: [id] };
}
