import "server-only";
import { audit } from "@/lib/auth/audit";
import { reachesSessions } from "@/lib/auth/reach";
import { raw, sql } from "@/lib/db/client";
import { sessions } from "@/lib/db/tables/sessions";
import type { Queries } from "@/lib/db/writer";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import type { CancelQuery, ChangeSession } from "../forms";
import { lifeAfter, provenTimes } from "../life";
import { changed, lockSessions } from "../live/lock";
import { reachSession } from "../queries/reach";
import type { SessionTimes } from "../session";
import { assertCourse, assertInstructor, assertRecording, orTaken } from "./references";

/** The columns of a session that can be changed, by their names in JSON. */
type Editable = SessionTimes & {
  title: string;
  format: string;
  course_id: string | null;
  instructor_id: string;
  external_id: string | null;
  recording_video_id: string | null;
  recording_started_at: Date | null;
  chat_enabled: boolean;
  anonymous_viewers: boolean;
  on_time_minutes: number | null;
  page_url: string | null;
};

const columnOf = {
  status: "status",
  scheduled_start: "scheduled_start",
  scheduled_end: "scheduled_end",
  started_at: "started_at",
  ended_at: "ended_at",
  title: "title",
  format: "format",
  course_id: "course_id",
  instructor_id: "instructor_id",
  external_id: "external_id",
  recording_video_id: "recording_video_id",
  recording_started_at: "recording_started_at",
  chat_enabled: "chat_enabled",
  anonymous_viewers: "anonymous_viewers",
  on_time_minutes: "on_time_minutes",
  page_url: "page_url",
} as const satisfies Record<keyof Editable, string>;
const editable = Object.keys(columnOf) as (keyof Editable)[];

/** A session's own row, held until the transaction ends. */
async function readForChange(tx: Queries, id: string): Promise<Editable> {
  const [row] = await tx<Editable[]>`
    select status, scheduled_start, scheduled_end, started_at,
      ended_at, title, format, course_id, instructor_id,
      external_id, recording_video_id, recording_started_at,
      chat_enabled, anonymous_viewers, on_time_minutes,
      page_url
    from sessions where id = ${id} for update`;
  if (!row) throw new AppError("not_found", "There is no such session.");
  return row;
}

const dateOr = (given: string | null | undefined, before: Date | null) =>
  given === undefined ? before : given === null ? null : new Date(given);

/** The row as the change wants it; references are proven already. */
function changedRow(
  row: Editable,
  input: ChangeSession,
  proven: Pick<Partial<Editable>, "course_id" | "instructor_id" | "recording_video_id">,
  now: Date,
): Editable {
  const planned = {
    ...row,
    scheduled_start: dateOr(input.scheduled_start, row.scheduled_start) ?? row.scheduled_start,
    scheduled_end: dateOr(input.scheduled_end, row.scheduled_end) ?? row.scheduled_end,
  };
  const lived = input.action ? lifeAfter(planned, input.action, now) : planned;
  if ((input.started_at !== undefined || input.ended_at !== undefined) && lived.status !== "ended")
    throw new AppError("conflict", "The actual times can be corrected once the session has ended.");
  const recordingVideoId =
    proven.recording_video_id === undefined ? row.recording_video_id : proven.recording_video_id;
  const sameRecording = recordingVideoId !== null && recordingVideoId === row.recording_video_id;
  return {
    status: lived.status,
    scheduled_start: lived.scheduled_start,
    scheduled_end: lived.scheduled_end,
    started_at: dateOr(input.started_at, lived.started_at),
    ended_at: dateOr(input.ended_at, lived.ended_at),
    title: input.title ?? row.title,
    format: input.format ?? row.format,
    course_id: proven.course_id === undefined ? row.course_id : proven.course_id,
    instructor_id: proven.instructor_id ?? row.instructor_id,
    external_id: input.external_id === undefined ? row.external_id : input.external_id,
    recording_video_id: recordingVideoId,
    // Where another recording lies is not known from the last one; unknown is the session's own start.
    recording_started_at:
      recordingVideoId === null
        ? null
        : dateOr(input.recording_started_at, sameRecording ? row.recording_started_at : null),
    chat_enabled: input.chat_enabled ?? row.chat_enabled,
    anonymous_viewers: input.anonymous_viewers ?? row.anonymous_viewers,
    on_time_minutes: input.on_time_minutes === undefined ? row.on_time_minutes : input.on_time_minutes,
    page_url: input.page_url === undefined ? row.page_url : input.page_url,
  };
}

const plain = (value: Editable[keyof Editable]) => (value instanceof Date ? value.toISOString() : value);

/** Which columns differ: before and after, for the audit. */
function difference(before: Editable, after: Editable) {
  const keys = editable.filter((key) => plain(before[key]) !== plain(after[key]));
  const pick = (row: Editable) => Object.fromEntries(keys.map((key) => [columnOf[key], plain(row[key])]));
  return { keys, before: pick(before), after: pick(after) };
}

/**
 * Changes a session, presses Start or End, or takes an end back. Throws `not_found` and `forbidden` as `reachSession`,
 * `conflict` where its life does not allow it or an external id is taken, `invalid` for times out of order.
 */
export async function changeSession(
  ctx: Context,
  sessionId: string,
  input: ChangeSession,
): Promise<{ id: string; ids: string[] }> {
  const { scope } = ctx;
  const session = await reachSession(scope, sessionId);
  const { id, school_id: schoolId } = session;
  const proven: Parameters<typeof changedRow>[2] = {};
  // What stands already may stay, also when somebody else put it there.
  if (input.course_id === null) proven.course_id = null;
  else if (input.course_id !== undefined && input.course_id !== session.course_id)
    proven.course_id = await assertCourse(scope, schoolId, input.course_id);
  if (input.recording_video_id === null) proven.recording_video_id = null;
  else if (input.recording_video_id !== undefined && input.recording_video_id !== session.recording_video_id)
    proven.recording_video_id = await assertRecording(scope, schoolId, input.recording_video_id);
  if (input.instructor_id !== undefined && input.instructor_id !== session.instructor_id) {
    const teacher = await assertInstructor(scope, input.instructor_id);
    if (teacher.school_id !== schoolId)
      throw fieldError("instructor_id", "there is no such instructor", "not_found");
    proven.instructor_id = teacher.instructor_id;
  }
  try {
    await sql().begin(async (tx) => {
      await lockSessions(tx, [id]);
      const before = await readForChange(tx, id);
      if (before.status === "cancelled") throw new AppError("conflict", "This session was cancelled.");
      const after = changedRow(before, input, proven, ctx.now);
      const { keys, ...detail } = difference(before, after);
      if (keys.length === 0) return;
      if (keys.some((key) => ["scheduled_start", "scheduled_end", "started_at", "ended_at"].includes(key)))
        provenTimes(after, ctx.now);
      await tx`
        update sessions set ${tx(Object.fromEntries(keys.map((key) => [columnOf[key], after[key]])))} where id = ${id}`;
      if (keys.includes("instructor_id"))
        await tx`
          update attendees set host = coalesce(user_id = ${after.instructor_id}, false)
          where session_id = ${id} and user_id in (${before.instructor_id}, ${after.instructor_id})`;
      await changed(tx, [id]);
      await audit(tx, ctx, {
        school_id: schoolId,
        action: `session.${input.action ?? "update"}`,
        target: { type: "session", id },
        detail,
      });
    });
  } catch (error) {
    throw orTaken(error);
  }
  return { id, ids: [id] };
}

/**
 * Cancels a session that has not begun; `following` also the later ones of its series that have not, as far as they are the
 * asker's. A second time changes nothing. `ids` are those cancelled. Throws `conflict` when it is live or has ended.
 */
export async function cancelSession(
  ctx: Context,
  sessionId: string,
  reach: CancelQuery["scope"],
): Promise<{ id: string; ids: string[] }> {
  const { scope } = ctx;
  const {
    id,
    school_id: schoolId,
    series_id: seriesId,
    series_number: seriesNumber,
  } = await reachSession(scope, sessionId);
  const following =
    reach === "following" && seriesId
      ? await sql()<{ id: string }[]>`
          select id from sessions where series_id = ${seriesId} and series_number > ${seriesNumber} and status = 'scheduled'
            and ${raw(reachesSessions(scope, sessions))} order by series_number`
      : [];
  const wanted = [id, ...following.map((one) => one.id)];
  const ids = await sql().begin(async (tx) => {
    await lockSessions(tx, wanted);
    const { status } = await readForChange(tx, id);
    if (status === "live")
      throw new AppError("conflict", "This session is live: end it, then it keeps what was recorded.");
    if (status === "ended") throw new AppError("conflict", "This session has taken place.");
    const rows = await tx<{ id: string }[]>`
      update sessions set status = 'cancelled' where id in ${tx(wanted)} and status = 'scheduled' returning id`;
    const cancelled = wanted.filter((one) => rows.some((row) => row.id === one));
    await changed(tx, cancelled);
    for (const one of cancelled)
      await audit(tx, ctx, {
        school_id: schoolId,
        action: "session.cancel",
        target: { type: "session", id: one },
      });
    return cancelled;
  });
  return { id, ids };
}
