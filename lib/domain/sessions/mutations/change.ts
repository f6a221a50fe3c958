import "server-only";
import { audit } from "@/lib/auth/audit";
import { sql } from "@/lib/db/client";
import type { Queries } from "@/lib/db/writer";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import type { CancelQuery, ChangeSession } from "../forms";
import { changed, lockSessions } from "../ingest/lock";
import { lifeAfter, provenTimes } from "../life";
import { reachSession } from "../queries/reach";
import type { SessionTimes } from "../session";
import { orTaken, provenCourse, provenInstructor, provenRecording } from "./references";

/** The columns of a session that can be changed, by their names in JSON. */
type Editable = SessionTimes & {
  title: string;
  format: string;
  courseId: string | null;
  instructorId: string;
  externalId: string | null;
  recordingVideoId: string | null;
  recordingStartedAt: Date | null;
  chatEnabled: boolean;
  anonymousViewers: boolean;
  onTimeMinutes: number | null;
  pageUrl: string | null;
};

const columnOf = {
  status: "status",
  scheduledStart: "scheduled_start",
  scheduledEnd: "scheduled_end",
  startedAt: "started_at",
  endedAt: "ended_at",
  title: "title",
  format: "format",
  courseId: "course_id",
  instructorId: "instructor_id",
  externalId: "external_id",
  recordingVideoId: "recording_video_id",
  recordingStartedAt: "recording_started_at",
  chatEnabled: "chat_enabled",
  anonymousViewers: "anonymous_viewers",
  onTimeMinutes: "on_time_minutes",
  pageUrl: "page_url",
} as const satisfies Record<keyof Editable, string>;
const editable = Object.keys(columnOf) as (keyof Editable)[];

/** A session's own row, held until the transaction ends. */
async function readForChange(tx: Queries, id: string): Promise<Editable> {
  const [row] = await tx<Editable[]>`
    select status, scheduled_start as "scheduledStart", scheduled_end as "scheduledEnd", started_at as "startedAt",
      ended_at as "endedAt", title, format, course_id as "courseId", instructor_id as "instructorId",
      external_id as "externalId", recording_video_id as "recordingVideoId", recording_started_at as "recordingStartedAt",
      chat_enabled as "chatEnabled", anonymous_viewers as "anonymousViewers", on_time_minutes as "onTimeMinutes",
      page_url as "pageUrl"
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
  proven: Pick<Partial<Editable>, "courseId" | "instructorId" | "recordingVideoId">,
  now: Date,
): Editable {
  const planned = {
    ...row,
    scheduledStart: dateOr(input.scheduled_start, row.scheduledStart) ?? row.scheduledStart,
    scheduledEnd: dateOr(input.scheduled_end, row.scheduledEnd) ?? row.scheduledEnd,
  };
  const lived = input.action ? lifeAfter(planned, input.action, now) : planned;
  if ((input.started_at !== undefined || input.ended_at !== undefined) && lived.status !== "ended")
    throw new AppError("conflict", "The actual times can be corrected once the session has ended.");
  const recordingVideoId =
    proven.recordingVideoId === undefined ? row.recordingVideoId : proven.recordingVideoId;
  const sameRecording = recordingVideoId !== null && recordingVideoId === row.recordingVideoId;
  return {
    status: lived.status,
    scheduledStart: lived.scheduledStart,
    scheduledEnd: lived.scheduledEnd,
    startedAt: dateOr(input.started_at, lived.startedAt),
    endedAt: dateOr(input.ended_at, lived.endedAt),
    title: input.title ?? row.title,
    format: input.format ?? row.format,
    courseId: proven.courseId === undefined ? row.courseId : proven.courseId,
    instructorId: proven.instructorId ?? row.instructorId,
    externalId: input.external_id === undefined ? row.externalId : input.external_id,
    recordingVideoId,
    // Where another recording lies is not known from the last one; unknown is the session's own start.
    recordingStartedAt:
      recordingVideoId === null
        ? null
        : dateOr(input.recording_started_at, sameRecording ? row.recordingStartedAt : null),
    chatEnabled: input.chat_enabled ?? row.chatEnabled,
    anonymousViewers: input.anonymous_viewers ?? row.anonymousViewers,
    onTimeMinutes: input.on_time_minutes === undefined ? row.onTimeMinutes : input.on_time_minutes,
    pageUrl: input.page_url === undefined ? row.pageUrl : input.page_url,
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
  const { id, schoolId } = session;
  const proven: Parameters<typeof changedRow>[2] = {};
  // What stands already may stay, also when somebody else put it there.
  if (input.course_id === null) proven.courseId = null;
  else if (input.course_id !== undefined && input.course_id !== session.courseId)
    proven.courseId = await provenCourse(scope, schoolId, input.course_id);
  if (input.recording_video_id === null) proven.recordingVideoId = null;
  else if (input.recording_video_id !== undefined && input.recording_video_id !== session.recordingVideoId)
    proven.recordingVideoId = await provenRecording(scope, schoolId, input.recording_video_id);
  if (input.instructor_id !== undefined && input.instructor_id !== session.instructorId) {
    const teacher = await provenInstructor(scope, input.instructor_id);
    if (teacher.schoolId !== schoolId)
      throw fieldError("instructor_id", "there is no such instructor", "not_found");
    proven.instructorId = teacher.instructorId;
  }
  try {
    await sql().begin(async (tx) => {
      await lockSessions(tx, [id]);
      const before = await readForChange(tx, id);
      if (before.status === "cancelled") throw new AppError("conflict", "This session was cancelled.");
      const after = changedRow(before, input, proven, ctx.now);
      const { keys, ...detail } = difference(before, after);
      if (keys.length === 0) return;
      if (keys.some((key) => ["scheduledStart", "scheduledEnd", "startedAt", "endedAt"].includes(key)))
        provenTimes(after, ctx.now);
      await tx`
        update sessions set ${tx(Object.fromEntries(keys.map((key) => [columnOf[key], after[key]])))} where id = ${id}`;
      if (keys.includes("instructorId"))
        await tx`
          update attendees set host = coalesce(user_id = ${after.instructorId}, false)
          where session_id = ${id} and user_id in (${before.instructorId}, ${after.instructorId})`;
      await changed(tx, [id]);
      await audit(tx, ctx, {
        schoolId,
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
  const { id, schoolId, seriesId, seriesNumber } = await reachSession(scope, sessionId);
  const following =
    reach === "following" && seriesId
      ? await sql()<{ id: string }[]>`
          select id from sessions where series_id = ${seriesId} and series_number > ${seriesNumber} and status = 'scheduled'
            and ${scope.role === "admin" ? sql()`true` : sql()`instructor_id = ${scope.userId}`} order by series_number`
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
        schoolId,
        action: "session.cancel",
        target: { type: "session", id: one },
      });
    return cancelled;
  });
  return { id, ids };
}
