import "server-only";
import { eq, sql } from "drizzle-orm";
import { difference, plain } from "@/lib/auth/audit";
import type { Tx } from "@/lib/db/client";
import { imports, sessions } from "@/lib/db/tables/sessions";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { changed, lockSessions } from "../live/lock";
import { auditSession } from "../mutations/audit";
import { readForChange } from "../mutations/change";
import { assertTimes } from "../mutations/life";
import type { ImportedAttendee } from "./plan";
import { importOfFile } from "./queries";
import { storeAttendees } from "./rows";

/** A session that the scope reaches, or the validated input of a new one. */
type ImportInto =
  | { session_id: string }
  | (Pick<typeof sessions.$inferInsert, "instructor_id" | "title"> & { course_id: string | null });

type ImportInput = {
  school_id: string;
  into: ImportInto;
  /** When the meeting took place, by the report; null if it does not say. A new session needs it. */
  times: { start: Date; end: Date } | null;
  format: string;
  presence: string;
  file_name: string;
  /** SHA-256 of the file, in hexadecimal. */
  file_hash: string;
  attendees: readonly ImportedAttendee[];
};

/** Locks one file of a school until the transaction ends; taken before the sessions' locks. */
export async function lockFile(tx: Tx, schoolId: string, fileHash: string): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`import ${schoolId} ${fileHash}`}, 0))`,
  );
}

/** Writes a report into a session: all of it or nothing; the same file again changes nothing. Throws `conflict` for its status, `invalid` for its times. */
export async function importAttendance(ctx: Context, input: ImportInput) {
  const { school_id, into, times, attendees, ...file } = input;
  const { now } = ctx;
  const import_id = newId();
  const made_session = !("session_id" in into);
  const session_id = made_session ? newId() : into.session_id;
  return await transaction(async (tx) => {
    await lockFile(tx, school_id, file.file_hash);
    const earlier = await importOfFile(school_id, file.file_hash, tx);
    // The same file was imported before: nothing changes.
    if (earlier) return { ...earlier, already: true };
    await lockSessions(tx, [session_id]);
    const session = made_session
      ? await makeSession(tx, { ...into, id: session_id, school_id }, times, file.format, now)
      : await endSession(tx, session_id, times, now);
    const kept = await storeAttendees(tx, session_id, import_id, attendees, now);
    const row = { ...file, people: attendees.length, made_session };
    await tx.insert(imports).values({
      ...row,
      id: import_id,
      school_id,
      session_id,
      user_id: ctx.scope.user_id,
      before: { ...(session ? { session } : {}), ...kept },
      created_at: now,
    });
    await changed(tx, [session_id]);
    const { format, file_hash, people } = row;
    const detail = { import_id, format, file_hash, people, made_session };
    await auditSession(tx, ctx, "session.import", { id: session_id, school_id }, detail);
    return { import_id, session_id, already: false };
  });
}

/** A session that took place, with the report's data. */
async function makeSession(
  tx: Tx,
  session: Pick<typeof sessions.$inferInsert, "id" | "school_id" | "instructor_id" | "course_id" | "title">,
  times: ImportInput["times"],
  format: string,
  now: Date,
): Promise<null> {
  if (!times) throw new AppError("invalid", "errors.imports.no_time");
  const { start, end } = times;
  const ended = {
    status: "ended",
    scheduled_start: start,
    scheduled_end: end,
    started_at: start,
    ended_at: end,
  } as const;
  assertTimes(ended, now);
  await tx.insert(sessions).values({
    ...session,
    ...ended,
    format: format === "zoom_webinar" ? "webinar" : "class",
    created_at: now,
  });
  return null;
}

/** The columns of a session that an import may change. */
export const importedTimes = ["status", "started_at", "ended_at"] as const;

/** A session with a report has taken place; the report's times are used if the session has none. Returns what changed. */
async function endSession(tx: Tx, id: string, times: ImportInput["times"], now: Date) {
  const row = await readForChange(tx, id);
  if (row.status === "cancelled") throw new AppError("conflict", "errors.session.cancelled");
  if (row.status === "live") throw new AppError("conflict", "errors.session.end_first");
  if (row.status === "scheduled" && !times && row.scheduled_start > now)
    throw new AppError("conflict", "errors.session.not_begun");
  const started_at = row.started_at ?? times?.start ?? null;
  const ended_at = row.ended_at ?? times?.end ?? null;
  const inOrder = !started_at || !ended_at || ended_at > started_at;
  const after = {
    ...row,
    status: "ended" as const,
    // The session's start and the report's end (or the reverse) can be out of order.
    ...(inOrder || row.status === "scheduled" ? { started_at, ended_at } : {}),
  };
  if (difference(row, after, importedTimes).keys.length === 0) return null;
  assertTimes(after, now);
  await tx
    .update(sessions)
    .set({ status: after.status, started_at: after.started_at, ended_at: after.ended_at })
    .where(eq(sessions.id, id));
  const pick = (one: typeof row) => Object.fromEntries(importedTimes.map((key) => [key, plain(one[key])]));
  return { before: pick(row), after: pick(after) };
}
