import "server-only";
import { and, asc, count, desc, eq, exists, getTableColumns, ilike, type SQL, sql } from "drizzle-orm";
import { isForPerson, oneInSchool, reachesSchool, reachesSessions } from "@/lib/auth/reach";
import { isAdmin, isStaff, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { beginsWith, contains } from "@/lib/db/patterns";
import { courses } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { sessionBases } from "@/lib/db/tables/retention";
import { schools } from "@/lib/db/tables/schools";
import { imports, series, sessions, sessionVersions } from "@/lib/db/tables/sessions";
import { AppError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import type { ReportKind, Session, SessionStatus } from "../session";

const { created_at: _, ...ownColumns } = getTableColumns(sessions);

/** The columns of `Session`. */
const sessionFields = {
  ...ownColumns,
  on_time_minutes: sql<number>`coalesce(${sessions.on_time_minutes}, ${schools.on_time_minutes})`,
  instructor_name: users.name,
  course_title: courses.title,
  series_title: series.title,
  series_length: sql<
    number | null
  >`(select max(o.series_number) from sessions o where o.series_id = ${sessions.series_id})`,
  reports: sql<ReportKind>`coalesce((select case when bool_or(${imports.format} = 'bigbluebutton') then 'talk' else 'attendance' end
    from ${imports} where ${imports.session_id} = ${sessions.id} and ${imports.undone_at} is null having count(*) > 0), 'none')`,
  time_zone: schools.time_zone,
  attendance_minimum_seconds: schools.attendance_minimum_seconds,
  attendance_minimum_percent: schools.attendance_minimum_percent,
  version: sql<number>`coalesce(${sessionVersions.version}, 0)`.mapWith(Number),
};

/** Selects sessions; `where` and `orderBy` can be added and may use the tables. */
export const selectSessions = () =>
  db()
    .select(sessionFields)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.instructor_id))
    .innerJoin(schools, eq(schools.id, sessions.school_id))
    .leftJoin(courses, eq(courses.id, sessions.course_id))
    .leftJoin(series, eq(series.id, sessions.series_id))
    .leftJoin(sessionVersions, eq(sessionVersions.session_id, sessions.id))
    .$dynamic();

/** Any session by its id, for a process without a scope; null if it was deleted. */
export async function sessionById(id: string): Promise<Session | null> {
  const [session] = await selectSessions().where(eq(sessions.id, id));
  return session ?? null;
}

/** When facts of a session were deleted by their age; null: none were. */
export async function deletionsOf({ id }: Pick<Session, "id">) {
  const { chat_deleted_at, feedback_deleted_at } = sessionBases;
  const [base] = await db()
    .select({ chat_deleted_at, feedback_deleted_at })
    .from(sessionBases)
    .where(eq(sessionBases.session_id, id));
  return base ?? { chat_deleted_at: null, feedback_deleted_at: null };
}

/**
 * A session by id or external id, for callers who may read its numbers. Throws `not_found` outside
 * the scope's school, `forbidden` for another instructor's session.
 */
export async function reachSession(scope: Scope, idOrExternalId: string): Promise<Session> {
  const session = await sessionInSchool(scope, idOrExternalId);
  if (!(await reaches(scope, session))) throw new AppError("forbidden", "errors.session.not_taught");
  return session;
}

/** Whether a scope may read the numbers of a session that was read already. */
async function reaches(scope: Scope, { id, school_id }: Session): Promise<boolean> {
  if (isAdmin(scope)) return reachesSchool(scope, school_id);
  const [row] = await db()
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, id), reachesSessions(scope, sessions)));
  return row !== undefined;
}

/** A session of the scope's school, for any caller. Throws `not_found`. */
const sessionInSchool = (scope: Scope, given: string): Promise<Session> =>
  oneInSchool(scope, { table: sessions, unknown: "errors.session.unknown", given }, (where, order) =>
    selectSessions().where(where).orderBy(order).limit(2),
  );

/** A session's data for taking part in it, without anybody's activity. */
export type RoomSession = ReturnType<typeof toRoom>;

/**
 * A session for its room. A signed-in user may take part in any session of their school; a guest only in one open to guests, by
 * its id (several schools can have the same external id). Throws `not_found`, and `unauthenticated` if only a sign-in is missing.
 */
export async function sessionForRoom(scope: Scope | null, id: string): Promise<RoomSession> {
  if (scope) {
    const session = await sessionInSchool(scope, id);
    return toRoom(session, await reaches(scope, session), session.instructor_id === scope.user_id);
  }
  const session = uuidPattern.test(id) ? await sessionById(id) : null;
  // The same answer as for an unknown session: guests must not learn which sessions exist.
  if (!session?.anonymous_viewers) throw new AppError("unauthenticated", "errors.session.sign_in");
  return toRoom(session, false, false);
}

/** `mine`: the caller may read its numbers. `host`: they run it and are not counted. */
function toRoom(session: Session, mine: boolean, host: boolean) {
  const { id, title, status, course_title, instructor_name, scheduled_start, scheduled_end } = session;
  const { begun_at, ended_at, chat_enabled, recording_video_id, page_url, time_zone, version } = session;
  const { series_id, series_number } = session;
  return {
    ...{ id, title, status, course_title, instructor_name, scheduled_start, scheduled_end },
    ...{ begun_at, ended_at, chat_enabled, recording_video_id, page_url, time_zone, version },
    ...{ series_id, series_number, mine, host },
  };
}

/**
 * The sessions whose title contains these words, those that begin with them first, then the latest; `total` counts all of them. Staff
 * find those whose numbers they may read, a student those that are for them.
 */
export async function findSessions(scope: Scope, words: string, limit: number) {
  const rows = await db()
    .select({
      id: sessions.id,
      title: sessions.title,
      course_title: courses.title,
      status: sessions.status,
      begun_at: sessions.begun_at,
      recording_video_id: sessions.recording_video_id,
      time_zone: schools.time_zone,
      total: sql<number>`count(*) over ()::int`,
    })
    .from(sessions)
    .innerJoin(schools, eq(schools.id, sessions.school_id))
    .leftJoin(courses, eq(courses.id, sessions.course_id))
    .where(
      and(
        isStaff(scope) ? reachesSessions(scope, sessions) : isForPerson(scope, sessions),
        ilike(sessions.title, contains(words)),
      ),
    )
    .orderBy(desc(ilike(sessions.title, beginsWith(words))), desc(sessions.begun_at), asc(sessions.id))
    .limit(limit);
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** How many fit a menu; search finds the others. */
const choicesMax = 500;

/** The list's filter choices: the courses and instructors of the scope's sessions. */
export async function listChoices(scope: Scope) {
  const sessionsWhere = (own: SQL) =>
    exists(
      db()
        .select({ id: sessions.id })
        .from(sessions)
        .where(and(own, reachesSessions(scope, sessions))),
    );
  const [ofCourses, ofInstructors] = await Promise.all([
    db()
      .select({ value: courses.id, label: courses.title })
      .from(courses)
      .where(sessionsWhere(eq(sessions.course_id, courses.id)))
      .orderBy(byName(courses.title), courses.id)
      .limit(choicesMax),
    db()
      .select({ value: users.id, label: users.name })
      .from(users)
      .where(sessionsWhere(eq(sessions.instructor_id, users.id)))
      .orderBy(byName(users.name), users.id)
      .limit(choicesMax),
  ]);
  return { courses: ofCourses, instructors: ofInstructors };
}

/** How many of the scope's sessions have each status. */
export async function countByStatus(scope: Scope): Promise<Record<SessionStatus, number>> {
  const rows = await db()
    .select({ status: sessions.status, count: count() })
    .from(sessions)
    .where(reachesSessions(scope, sessions))
    .groupBy(sessions.status);
  return {
    scheduled: 0,
    live: 0,
    ended: 0,
    cancelled: 0,
    ...Object.fromEntries(rows.map(({ status, count }) => [status, count])),
  };
}
