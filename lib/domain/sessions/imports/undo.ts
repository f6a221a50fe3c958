import "server-only";
import { and, eq, gt, isNull, notExists, or, type SQL, sql } from "drizzle-orm";
import { plain } from "@/lib/auth/audit";
import type { Tx } from "@/lib/db/client";
import { isAnyOf, textArray } from "@/lib/db/literals";
import { attendeeFacts, ofAttendee, sessionRecords } from "@/lib/db/tables/facts";
import { attendeeIdentities, attendees, imports, sessions } from "@/lib/db/tables/sessions";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { changed, lockSessions } from "../live/lock";
import { auditSession } from "../mutations/audit";
import { importedTimes, lockFile } from "./commit";
import { reachImport } from "./queries";
import { type BeforeImport, importedColumns, writeRows } from "./rows";

/** Undoes an import: deletes what it added and restores what it changed, unless it was changed since. Throws `conflict` after a later import. */
export async function undoImport(ctx: Context, importId: string) {
  const { scope, now } = ctx;
  const { school_id, session_id, file_hash } = await reachImport(scope, importId);
  return await transaction(async (tx) => {
    await lockFile(tx, school_id, file_hash);
    await lockSessions(tx, [session_id]);
    const [row] = await tx.select().from(imports).where(eq(imports.id, importId)).for("update");
    if (!row || row.undone_at) throw new AppError("conflict", "errors.imports.undone");
    const [later] = await tx
      .select({ id: imports.id })
      .from(imports)
      .where(and(eq(imports.session_id, session_id), isNull(imports.undone_at), gt(imports.id, importId)))
      .limit(1);
    // Imports are undone in reverse order, since a later one may have changed the same values.
    if (later) throw new AppError("conflict", "errors.imports.later_first");

    const before = row.before as BeforeImport;
    for (const table of attendeeFacts)
      await tx.delete(table).where(and(eq(table.session_id, session_id), eq(table.import_id, importId)));
    await restoreAttendees(tx, session_id, before);
    await removeMade(tx, session_id, importId, before.registered ?? []);
    if (before.session) await restoreTimes(tx, session_id, before.session);
    await tx
      .update(imports)
      .set({ undone_at: now, undone_by: scope.user_id, before: {} })
      .where(eq(imports.id, importId));
    await changed(tx, [session_id]);
    const session_removed = row.made_session && (await removeSession(tx, session_id));
    const detail = { import_id: importId, file_hash, session_removed };
    await auditSession(tx, ctx, "session.undo_import", { id: session_id, school_id }, detail);
    return { import_id: importId, session_id, session_removed };
  });
}

/** Stored values of a row: instants are texts in JSON. */
const restored = (values: Record<string, unknown>, keys: readonly string[]) =>
  Object.fromEntries(
    keys.map((key) => {
      const value = values[key];
      return [key, key.endsWith("_at") && typeof value === "string" ? new Date(value) : value];
    }),
  );

/** Restores attendees who existed before; a value changed since the import is a correction, and stays. */
async function restoreAttendees(
  tx: Tx,
  sessionId: string,
  { attendees: changes = [], identities = [] }: BeforeImport,
): Promise<void> {
  const ids = changes.map(({ id }) => id);
  const existing = await tx
    .select()
    .from(attendees)
    .where(and(eq(attendees.session_id, sessionId), isAnyOf(attendees.id, ids)));
  const rows = new Map(existing.map((row) => [row.id, row]));
  await writeRows(
    tx,
    changes.flatMap(({ id, before, after }) => {
      const row = rows.get(id);
      if (!row) return [];
      const keys = importedColumns.filter((key) => key in after && plain(row[key]) === after[key]);
      return [{ ...row, ...restored(before, keys) }];
    }),
  );
  if (identities.length)
    await tx.delete(attendeeIdentities).where(
      and(
        eq(attendeeIdentities.session_id, sessionId),
        sql`(${attendeeIdentities.identity}, ${attendeeIdentities.attendee_id}) in (
          select * from unnest(${textArray(identities.map((one) => one.identity))}::text[],
            ${textArray(identities.map((one) => one.attendee_id))}::uuid[]))`,
      ),
    );
}

/** Removes the attendees that the import created; those with other data stay, without the report's data. */
async function removeMade(tx: Tx, sessionId: string, importId: string, registered: readonly string[]) {
  const made = and(eq(attendees.session_id, sessionId), eq(attendees.import_id, importId));
  const byReport = isAnyOf(attendees.id, registered);
  const without = attendeeFacts.map((table) =>
    notExists(tx.select({ one: sql`1` }).from(table).where(ofAttendee(table))),
  );
  const removed = await tx
    .delete(attendees)
    .where(
      and(
        ...[made, ...without, isNull(attendees.rsvp), or(isNull(attendees.registered_at), byReport)],
        // What was deleted by its age is counted with them.
        ...[eq(attendees.deleted_messages, 0), eq(attendees.deleted_reactions, 0)],
      ),
    )
    .returning({ id: attendees.id });
  const ids = removed.map(({ id }) => id);
  await tx
    .delete(attendeeIdentities)
    .where(and(eq(attendeeIdentities.session_id, sessionId), isAnyOf(attendeeIdentities.attendee_id, ids)));
  const unlessByReport = (column: SQL) => sql`case when not ${byReport} then ${column} end`;
  await tx
    .update(attendees)
    .set({
      import_id: null,
      reported_ms: null,
      reported_messages: 0,
      registered_at: unlessByReport(sql`${attendees.registered_at}`),
      cancelled_at: unlessByReport(sql`${attendees.cancelled_at}`),
    })
    .where(made);
}

/** Restores a session's status and times, unless they were changed since. */
async function restoreTimes(tx: Tx, id: string, { before, after }: NonNullable<BeforeImport["session"]>) {
  const [row] = await tx.select().from(sessions).where(eq(sessions.id, id));
  if (row && importedTimes.every((key) => plain(row[key]) === after[key]))
    await tx.update(sessions).set(restored(before, importedTimes)).where(eq(sessions.id, id));
}

/** Deletes a session in which nothing is left. */
async function removeSession(tx: Tx, id: string): Promise<boolean> {
  const anybody = tx.select({ one: sql`1` }).from(attendees).where(eq(attendees.session_id, sessions.id));
  const removed = await tx
    .delete(sessions)
    .where(and(eq(sessions.id, id), isNull(sessions.recording_video_id), notExists(anybody)))
    .returning({ id: sessions.id });
  if (removed.length === 0) return false;
  for (const table of sessionRecords) await tx.delete(table).where(eq(table.session_id, id));
  return true;
}
