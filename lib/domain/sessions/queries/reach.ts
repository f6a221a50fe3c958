import "server-only";
import { alias } from "drizzle-orm/pg-core";
import { inSchool, reachesSessions } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { raw, sql } from "@/lib/db/client";
import { sessions } from "@/lib/db/tables/sessions";
import { AppError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import { closeOverdue } from "../live/close-overdue";
import type { Session } from "../session";

/** The columns of `Session`; FROM must be `sessionTables()`. */
export const sessionColumns = () => sql()`
  s.id, s.school_id, s.external_id, s.title, s.format, s.status,
  s.instructor_id, i.name as instructor_name, s.course_id, c.title as course_title,
  s.series_id, r.title as series_title, s.series_number,
  (select max(o.series_number) from sessions o where o.series_id = s.series_id) as series_length,
  s.scheduled_start, s.scheduled_end, s.started_at, s.ended_at, s.begun_at,
  s.recording_video_id, s.recording_started_at, s.chat_enabled,
  s.anonymous_viewers, coalesce(s.on_time_minutes, h.on_time_minutes) as on_time_minutes, s.page_url,
  not exists (select from imports m where m.session_id = s.id and m.made_session and m.undone_at is null
    and m.format <> 'bigbluebutton') as talk_known,
  h.time_zone, h.attendance_minimum_seconds, coalesce(n.version, 0)::float8 as version`;

export const sessionTables = () => sql()`
  sessions s join users i on i.id = s.instructor_id join schools h on h.id = s.school_id
    left join courses c on c.id = s.course_id left join series r on r.id = s.series_id
    left join session_versions n on n.session_id = s.id`;

/** `sessions s` of these statements. */
const s = alias(sessions, "s");
/** The sessions whose numbers a scope may read (lib/auth/reach.ts). */
export const reachableSessions = (scope: Scope) => raw(reachesSessions(scope, s));

/**
 * A session by its id or its school's own id for it, for whoever may read its numbers. Throws `not_found` for what is not
 * in the scope's school, `forbidden` for what is there but not theirs.
 */
export async function reachSession(scope: Scope, idOrExternalId: string): Promise<Session> {
  const { mine, ...session } = await sessionInSchool(scope, idOrExternalId);
  if (!mine) throw new AppError("forbidden", "This session is taught by somebody else.");
  return session;
}

/** A session of the scope's school, whoever asks, and whether its numbers are theirs to read. Throws `not_found`. */
export async function sessionInSchool(
  scope: Scope,
  idOrExternalId: string,
): Promise<Session & { mine: boolean }> {
  const named = uuidPattern.test(idOrExternalId)
    ? sql()`(s.id = ${idOrExternalId} or s.external_id = ${idOrExternalId})`
    : sql()`s.external_id = ${idOrExternalId}`;
  // Nobody needs to press End, and no job has to run: a session is closed when it is next looked at.
  await closeOverdue(new Date());
  const rows = await sql()<(Session & { mine: boolean })[]>`
    select ${sessionColumns()}, (${reachableSessions(scope)}) as mine from ${sessionTables()}
    where ${raw(inSchool(scope, s))} and ${named} order by s.id::text = ${idOrExternalId} desc limit 2`;
  const [session, other] = rows;
  if (!session || (other && session.id !== idOrExternalId))
    throw new AppError("not_found", "There is no such session.");
  return session;
}
