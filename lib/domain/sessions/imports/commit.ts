import "server-only";
import { audit } from "@/lib/auth/audit";
import { sql } from "@/lib/db/client";
import type { Queries } from "@/lib/db/writer";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { assertTimes } from "../life";
import { changed, lockSessions } from "../live/lock";
import type { SessionTimes } from "../session";
import type { ImportedAttendee } from "./plan";
import { type BeforeImport, storeAttendees, type TimesRow } from "./rows";

export type ImportInto =
  /** A session that was reached. */
  | { session_id: string }
  /** A new one, all of it proven. */
  | { instructor_id: string; course_id: string | null; title: string };

export type ImportInput = {
  school_id: string;
  into: ImportInto;
  /** When the meeting was, by the report; null where it does not say. A new session needs it. */
  times: { start: Date; end: Date } | null;
  format: string;
  presence: string;
  file_name: string;
  /** SHA-256 of the file, in hexadecimal. */
  file_hash: string;
  attendees: readonly ImportedAttendee[];
};

export type Imported = {
  import_id: string;
  session_id: string;
  /** This very file was imported before: nothing changed. */
  already: boolean;
};

/** Serialises what is done with one file of a school, until the transaction ends; taken before the sessions' locks. */
export async function lockFile(tx: Queries, schoolId: string, fileHash: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`import ${schoolId} ${fileHash}`}, 0))`;
}

/**
 * Writes a report into a session, in one transaction under its lock: all of it or nothing. The same file again in the school
 * changes nothing, until its import is taken back. Throws `conflict` for a session that is cancelled, still going on or not
 * begun, `invalid` for times that cannot be.
 */
export async function importAttendance(ctx: Context, input: ImportInput): Promise<Imported> {
  const { school_id: schoolId, into, attendees } = input;
  const importId = newId();
  const made = !("session_id" in into);
  const sessionId = made ? newId() : into.session_id;
  return await sql().begin(async (tx): Promise<Imported> => {
    await lockFile(tx, schoolId, input.file_hash);
    const [earlier] = await tx<{ import_id: string; session_id: string }[]>`
      select id as import_id, session_id from imports
      where school_id = ${schoolId} and file_hash = ${input.file_hash} and undone_at is null limit 1`;
    if (earlier) return { ...earlier, already: true };
    await lockSessions(tx, [sessionId]);
    const session = made
      ? await makeSession(tx, sessionId, input, into, ctx.now)
      : await takePlace(tx, sessionId, input.times, ctx.now);
    const kept = await storeAttendees(tx, sessionId, importId, attendees, ctx.now);
    const before: BeforeImport = { ...(session ? { session } : {}), ...kept };
    await tx`
      insert into imports (id, school_id, session_id, user_id, format, file_name, file_hash, presence, people, made_session,
        before, created_at)
      values (${importId}, ${schoolId}, ${sessionId}, ${ctx.scope.user_id}, ${input.format}, ${input.file_name}, ${input.file_hash},
        ${input.presence}, ${attendees.length}, ${made}, ${JSON.stringify(before)}::text::jsonb, ${ctx.now})`;
    await changed(tx, [sessionId]);
    await audit(tx, ctx, {
      school_id: schoolId,
      action: "session.import",
      target: { type: "session", id: sessionId },
      detail: {
        import_id: importId,
        format: input.format,
        file_hash: input.file_hash,
        people: attendees.length,
        made_session: made,
      },
    });
    return { import_id: importId, session_id: sessionId, already: false };
  });
}

/** A session that has taken place, from what the report says of it. */
async function makeSession(
  tx: Queries,
  id: string,
  { school_id: schoolId, times, format }: ImportInput,
  { instructor_id: instructorId, course_id: courseId, title }: Exclude<ImportInto, { session_id: string }>,
  now: Date,
): Promise<null> {
  if (!times) throw new AppError("invalid", "The report does not say when the meeting was.");
  const { start, end } = times;
  assertTimes(
    { status: "ended", scheduled_start: start, scheduled_end: end, started_at: start, ended_at: end },
    now,
  );
  await tx`
    insert into sessions (id, school_id, instructor_id, course_id, title, format, status, scheduled_start, scheduled_end,
      started_at, ended_at, created_at)
    values (${id}, ${schoolId}, ${instructorId}, ${courseId}, ${title}, ${format === "zoom_webinar" ? "webinar" : "class"}, 'ended',
      ${start}, ${end}, ${start}, ${end}, ${now})`;
  return null;
}

const plainTimes = ({ status, started_at: startedAt, ended_at: endedAt }: SessionTimes): TimesRow => ({
  status,
  started_at: startedAt?.toISOString() ?? null,
  ended_at: endedAt?.toISOString() ?? null,
});

/** A session of which there is a report has taken place; the report's times stand where it has none of its own. */
async function takePlace(
  tx: Queries,
  id: string,
  times: ImportInput["times"],
  now: Date,
): Promise<NonNullable<BeforeImport["session"]> | null> {
  const [row] = await tx<SessionTimes[]>`
    select status, scheduled_start, scheduled_end, started_at,
      ended_at
    from sessions where id = ${id} for update`;
  if (!row) throw new AppError("not_found", "There is no such session.");
  if (row.status === "cancelled") throw new AppError("conflict", "This session was cancelled.");
  if (row.status === "live") throw new AppError("conflict", "This session is still going on: end it first.");
  if (row.status === "scheduled" && !times && row.scheduled_start > now)
    throw new AppError("conflict", "This session has not begun.");
  const startedAt = row.started_at ?? times?.start ?? null;
  const endedAt = row.ended_at ?? times?.end ?? null;
  const inOrder = !startedAt || !endedAt || endedAt > startedAt;
  const after: SessionTimes = {
    ...row,
    status: "ended",
    // One end of its own and the report's other end need not go together.
    ...(inOrder || row.status === "scheduled" ? { started_at: startedAt, ended_at: endedAt } : {}),
  };
  const [was, is] = [plainTimes(row), plainTimes(after)];
  if (JSON.stringify(was) === JSON.stringify(is)) return null;
  assertTimes(after, now);
  await tx`
    update sessions set status = 'ended', started_at = ${after.started_at}, ended_at = ${after.ended_at} where id = ${id}`;
  return { before: was, after: is };
}
