import "server-only";
import { audit } from "@/lib/auth/audit";
import { sql } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import type { Queries } from "@/lib/db/writer";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { changed, lockSessions } from "../live/lock";
import { lockFile } from "./commit";
import { reachImport } from "./queries";
import { type BeforeImport, importedColumns, readRows, type TimesRow, writeRows } from "./rows";

/**
 * Takes an import back, in one transaction: its facts go, with the attendees that it made and that have nothing else; what it
 * changed of others is as it was, unless somebody has changed that since. A session that it made goes too, if nothing else is in
 * it. Throws `not_found`, `forbidden`, and `conflict` when it was taken back already or another import followed in the session.
 */
export async function undoImport(
  ctx: Context,
  importId: string,
): Promise<{ import_id: string; session_id: string; session_removed: boolean }> {
  const { scope } = ctx;
  const {
    school_id: schoolId,
    session_id: sessionId,
    file_hash: fileHash,
  } = await reachImport(scope, importId);
  return await sql().begin(async (tx) => {
    await lockFile(tx, schoolId, fileHash);
    await lockSessions(tx, [sessionId]);
    const [row] = await tx<
      { undone: boolean; made_session: boolean; before: BeforeImport; later: boolean }[]
    >`
      select i.undone_at is not null as undone, i.made_session, i.before,
        exists (select from imports o where o.session_id = i.session_id and o.undone_at is null and o.id > i.id) as later
      from imports i where i.id = ${importId} for update`;
    if (!row || row.undone) throw new AppError("conflict", "This import was taken back already.");
    // What it changed, the later one found changed: only from the last to the first does each value come back.
    if (row.later)
      throw new AppError(
        "conflict",
        "Another report was imported into this session since: undo that one first.",
      );

    for (const table of ["presence", "messages", "reactions", "feedback"])
      await tx`delete from ${tx(table)} where session_id = ${sessionId} and import_id = ${importId}`;
    await restoreAttendees(tx, sessionId, row.before, ctx.now);
    await removeMade(tx, sessionId, importId, row.before.registered ?? []);
    if (row.before.session) await restoreTimes(tx, sessionId, row.before.session);
    await tx`
      update imports set undone_at = ${ctx.now}, undone_by = ${scope.user_id}, before = '{}' where id = ${importId}`;
    await changed(tx, [sessionId]);
    const removed = row.made_session && (await removeSession(tx, sessionId));
    await audit(tx, ctx, {
      school_id: schoolId,
      action: "session.undo_import",
      target: { type: "session", id: sessionId },
      detail: { import_id: importId, file_hash: fileHash, session_removed: removed },
    });
    return { import_id: importId, session_id: sessionId, session_removed: removed };
  });
}

/** Gives attendees who were there what they had; a value that is not the import's any more was somebody's correction, and stays. */
async function restoreAttendees(
  tx: Queries,
  sessionId: string,
  { attendees = [], identities = [] }: BeforeImport,
  now: Date,
): Promise<void> {
  const rows = new Map(
    (
      await readRows(
        tx,
        sessionId,
        attendees.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  );
  const restored = attendees.flatMap(({ id, before, after }) => {
    const row = rows.get(id);
    if (!row) return [];
    const keys = importedColumns.filter((key) => key in after && row[key] === after[key]);
    return [{ ...row, ...Object.fromEntries(keys.map((key) => [key, before[key]])) }];
  });
  await writeRows(tx, sessionId, restored, now);
  if (identities.length)
    await tx`
      delete from attendee_identities i using unnest(${textArray(identities.map((one) => one.identity))}::text[],
        ${textArray(identities.map((one) => one.attendee_id))}::uuid[]) x(identity, attendee_id)
      where i.session_id = ${sessionId} and i.identity = x.identity and i.attendee_id = x.attendee_id`;
}

/** Removes the attendees whom the import made; who has done something else since stays, without what the report said of them. */
async function removeMade(
  tx: Queries,
  sessionId: string,
  importId: string,
  registered: readonly string[],
): Promise<void> {
  const byReport = sql()`a.id = any(${textArray(registered)}::uuid[])`;
  const gone = await tx<{ id: string }[]>`
    delete from attendees a where a.session_id = ${sessionId} and a.import_id = ${importId}
      and not exists (select from presence x where x.session_id = a.session_id and x.attendee_id = a.id)
      and not exists (select from messages x where x.session_id = a.session_id and x.attendee_id = a.id)
      and not exists (select from reactions x where x.session_id = a.session_id and x.attendee_id = a.id)
      and not exists (select from feedback x where x.session_id = a.session_id and x.attendee_id = a.id)
      and a.rsvp is null and (a.registered_at is null or ${byReport})
    returning id`;
  await tx`
    delete from attendee_identities where session_id = ${sessionId}
      and attendee_id = any(${textArray(gone.map(({ id }) => id))}::uuid[])`;
  await tx`
    update attendees a set import_id = null, reported_ms = null, reported_messages = 0,
      registered_at = case when not ${byReport} then registered_at end,
      cancelled_at = case when not ${byReport} then cancelled_at end
    where session_id = ${sessionId} and import_id = ${importId}`;
}

async function restoreTimes(
  tx: Queries,
  id: string,
  { before, after }: { before: TimesRow; after: TimesRow },
): Promise<void> {
  await tx`
    update sessions set status = ${before.status}::session_status, started_at = ${before.started_at}::text::timestamptz,
      ended_at = ${before.ended_at}::text::timestamptz
    where id = ${id} and status = ${after.status}::session_status
      and started_at is not distinct from ${after.started_at}::text::timestamptz
      and ended_at is not distinct from ${after.ended_at}::text::timestamptz`;
}

/** Removes a session in which there is nothing any more. */
async function removeSession(tx: Queries, id: string): Promise<boolean> {
  const removed = await tx`
    delete from sessions s where s.id = ${id} and s.recording_video_id is null
      and not exists (select from attendees a where a.session_id = s.id) returning s.id`;
  if (removed.length === 0) return false;
  await tx`delete from session_versions where session_id = ${id}`;
  await tx`delete from session_numbers where session_id = ${id}`;
  return true;
}
