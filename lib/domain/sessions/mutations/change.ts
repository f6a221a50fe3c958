import "server-only";
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { difference } from "@/lib/auth/audit";
import { reachesSessions } from "@/lib/auth/reach";
import { assertCourse } from "@/lib/auth/references";
import { isTeaching, type Scope } from "@/lib/auth/scope";
import { db, type Tx } from "@/lib/db/client";
import { assertRevision } from "@/lib/db/revision";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { isoInstants } from "@/lib/http/contract";
import { AppError, fieldError } from "@/lib/platform/errors";
import type { CancelQuery, ChangeSession } from "../forms";
import { changed, lockSessions } from "../live/lock";
import { reachSession } from "../queries/session";
import type { Session } from "../session";
import { auditSession } from "./audit";
import { assertTimes, lifeAfter } from "./life";
import { assertInstructor, assertRecording, externalIdConflict } from "./references";
import { movedWith } from "./repeats";

type Row = typeof sessions.$inferSelect;
type References = Pick<Row, "course_id" | "instructor_id" | "recording_video_id">;

/** A session's own row, locked until the transaction ends. */
export async function readForChange(tx: Tx, id: string): Promise<Row> {
  const [row] = await tx.select().from(sessions).where(eq(sessions.id, id)).for("update");
  if (!row) throw new AppError("not_found", "errors.session.unknown");
  return row;
}

const dateOr = (given: string | null | undefined, before: Date | null) =>
  given === undefined ? before : given === null ? null : new Date(given);

/** The row with the change; the references are already checked. */
function changedRow(row: Row, input: ChangeSession, references: Partial<References>, now: Date): Row {
  const { action, scheduled_start, scheduled_end, started_at, ended_at, recording_started_at, ...rest } =
    input;
  const {
    course_id: _course,
    instructor_id: _instructor,
    recording_video_id: _recording,
    ...settings
  } = rest;
  const planned = {
    ...row,
    scheduled_start: dateOr(scheduled_start, row.scheduled_start) ?? row.scheduled_start,
    scheduled_end: dateOr(scheduled_end, row.scheduled_end) ?? row.scheduled_end,
  };
  const after = action ? lifeAfter(planned, action, now) : planned;
  if ((started_at !== undefined || ended_at !== undefined) && after.status !== "ended")
    throw new AppError("conflict", "errors.session.actual_times");
  const { recording_video_id = row.recording_video_id, course_id = row.course_id } = references;
  const sameRecording = recording_video_id === row.recording_video_id;
  return {
    ...planned,
    ...after,
    started_at: dateOr(started_at, after.started_at),
    ended_at: dateOr(ended_at, after.ended_at),
    ...given(settings),
    ...references,
    // A lesson belongs to its course.
    ...(course_id === row.course_id ? {} : { lesson_id: null }),
    // The start of another recording is unknown; without a time it starts with the session.
    recording_started_at:
      recording_video_id === null
        ? null
        : dateOr(recording_started_at, sameRecording ? row.recording_started_at : null),
  };
}

/** The given values. */
const given = <Values extends object>(values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]-?: Exclude<Values[Key], undefined>;
  };

/** What a change of one session changes in the later ones of its series; their times move with its own. */
const shared = [
  ...(["title", "format", "course_id", "instructor_id", "chat_enabled", "anonymous_viewers"] as const),
  ...(["left_out", "on_time_minutes", "page_url"] as const),
] satisfies (keyof Row)[];
const times = ["scheduled_start", "scheduled_end", "started_at", "ended_at"] satisfies (keyof Row)[];

/** A later session of the series with the same change. */
function changedWith(row: Row, before: Row, after: Row, keys: readonly string[], timeZone: string): Row {
  const settings = Object.fromEntries(
    shared.filter((key) => keys.includes(key)).map((key) => [key, after[key]]),
  );
  const planned = ({ scheduled_start, scheduled_end }: Row) => ({
    start: scheduled_start,
    end: scheduled_end,
  });
  const moved =
    keys.includes("scheduled_start") || keys.includes("scheduled_end")
      ? movedWith(planned(row), planned(before), planned(after), timeZone)
      : planned(row);
  return {
    ...row,
    ...settings,
    ...(keys.includes("course_id") ? { lesson_id: null } : {}),
    scheduled_start: moved.start,
    scheduled_end: moved.end,
  };
}

/** Writes a session's changed columns and its audit row; returns which they were. */
async function writeChange(tx: Tx, ctx: Context, action: `session.${string}`, before: Row, after: Row) {
  const { keys, ...detail } = difference(before, after);
  if (keys.length === 0) return keys;
  if (times.some((key) => keys.includes(key))) assertTimes(after, ctx.now);
  await tx
    .update(sessions)
    .set({
      ...Object.fromEntries(keys.map((key) => [key, after[key]])),
      revision: sql`${sessions.revision} + 1`,
    })
    .where(eq(sessions.id, before.id));
  if (after.instructor_id !== before.instructor_id)
    await tx
      .update(attendees)
      .set({ host: sql`coalesce(${attendees.user_id} = ${after.instructor_id}, false)` })
      .where(
        and(
          eq(attendees.session_id, before.id),
          inArray(attendees.user_id, [before.instructor_id, after.instructor_id]),
        ),
      );
  await changed(tx, [before.id]);
  await auditSession(tx, ctx, action, before, detail);
  return keys;
}

/**
 * Changes, starts, ends or reopens a session; with `following` also the later ones of its series that have not begun. `ids` are the
 * changed ones. Throws `conflict` for its status or a used external id, `invalid` for times out of order, `forbidden` for an assistant
 * who changes more than whether it runs.
 */
export async function changeSession(
  ctx: Context,
  sessionId: string,
  { scope: reach, revision, ...input }: ChangeSession,
) {
  const { scope } = ctx;
  const session = await reachSession(scope, sessionId);
  const { id } = session;
  const { action: _, ...settings } = input;
  if (!isTeaching(scope) && (reach === "following" || Object.keys(given(settings)).length > 0))
    throw new AppError("forbidden", "errors.session.assistant_settings");
  const references = await assertReferences(scope, session, input);
  const later = reach === "following" ? await laterOf(scope, session) : [];
  const ids = [id];
  try {
    await transaction(async (tx) => {
      await lockSessions(tx, [id, ...later]);
      const before = await readForChange(tx, id);
      if (before.status === "cancelled") throw new AppError("conflict", "errors.session.cancelled");
      assertRevision(before, revision, isoInstants(before));
      const after = changedRow(before, input, references, ctx.now);
      const keys = await writeChange(tx, ctx, `session.${input.action ?? "update"}`, before, after);
      for (const one of later) {
        const row = await readForChange(tx, one);
        if (row.status !== "scheduled") continue;
        const same = changedWith(row, before, after, keys, session.time_zone);
        if ((await writeChange(tx, ctx, "session.update", row, same)).length > 0) ids.push(one);
      }
    });
  } catch (error) {
    throw externalIdConflict(error);
  }
  return { id, ids };
}

/** The later sessions of a session's series that have not begun and that the scope reaches, in order. */
async function laterOf(scope: Scope, { series_id, series_number }: Session): Promise<string[]> {
  if (series_id === null || series_number === null) return [];
  const rows = await db()
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.series_id, series_id),
        gt(sessions.series_number, series_number),
        eq(sessions.status, "scheduled"),
        reachesSessions(scope, sessions),
      ),
    )
    .orderBy(sessions.series_number);
  return rows.map((row) => row.id);
}

/** The change's references, as ids. The session's existing references may stay, regardless of who set them. */
async function assertReferences(
  scope: Scope,
  session: Session,
  { course_id, recording_video_id, instructor_id }: ChangeSession,
): Promise<Partial<References>> {
  const { school_id } = session;
  const references: Partial<References> = {};
  if (course_id === null) references.course_id = null;
  else if (course_id !== undefined && course_id !== session.course_id)
    references.course_id = (await assertCourse(scope, school_id, course_id)).id;
  if (recording_video_id === null) references.recording_video_id = null;
  else if (recording_video_id !== undefined && recording_video_id !== session.recording_video_id)
    references.recording_video_id = await assertRecording(scope, school_id, recording_video_id);
  if (instructor_id !== undefined && instructor_id !== session.instructor_id) {
    const instructor = await assertInstructor(scope, instructor_id);
    if (instructor.school_id !== school_id)
      throw fieldError("instructor_id", "errors.field.instructor_unknown", "not_found");
    references.instructor_id = instructor.instructor_id;
  }
  return references;
}

/** Cancels a session that has not begun, with `following` also the later ones of its series; `ids` are the cancelled ones. Throws `conflict` once it has begun. */
export async function cancelSession(ctx: Context, sessionId: string, reach: CancelQuery["scope"]) {
  const { scope } = ctx;
  const session = await reachSession(scope, sessionId);
  const { id, school_id } = session;
  const wanted = [id, ...(reach === "following" ? await laterOf(scope, session) : [])];
  const ids = await transaction(async (tx) => {
    await lockSessions(tx, wanted);
    const { status } = await readForChange(tx, id);
    if (status === "live") throw new AppError("conflict", "errors.session.end_instead");
    if (status === "ended") throw new AppError("conflict", "errors.session.ended");
    const rows = await tx
      .update(sessions)
      .set({ status: "cancelled" })
      .where(and(inArray(sessions.id, wanted), eq(sessions.status, "scheduled")))
      .returning({ id: sessions.id });
    const cancelled = wanted.filter((one) => rows.some((row) => row.id === one));
    await changed(tx, cancelled);
    for (const one of cancelled) await auditSession(tx, ctx, "session.cancel", { id: one, school_id });
    return cancelled;
  });
  return { id, ids };
}
