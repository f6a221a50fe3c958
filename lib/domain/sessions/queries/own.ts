import "server-only";
import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { inSchool, isForPerson, type Learner, reachesSessions } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { attendances, minimumPresentMs, wasToAttend } from "@/lib/db/attendance";
import { db } from "@/lib/db/client";
import { courses, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { attendees, messages, presence, sessions } from "@/lib/db/tables/sessions";
import { parseMultirange } from "@/lib/measure/ranges";
import type { Day } from "@/lib/platform/time";
import { repeatMax } from "../forms";
import { closesAfterMs } from "../session";
import { closedVisit } from "./attendee-ctes";
import { sessionForRoom } from "./session";

/* A learner's sessions: those of the courses that they take, and those that they are registered for or attended. Staff read those that they reach. */

/** More than these are not listed. */
const comingMax = 50;
const pastMax = 200;
const betweenMax = 500;

const ownFields = {
  id: sessions.id,
  title: sessions.title,
  course_id: sessions.course_id,
  course_title: courses.title,
  lesson_id: sessions.lesson_id,
  instructor_name: users.name,
  status: sessions.status,
  scheduled_start: sessions.scheduled_start,
  scheduled_end: sessions.scheduled_end,
  begun_at: sessions.begun_at,
  page_url: sessions.page_url,
  recording_video_id: sessions.recording_video_id,
};

/** The learner's row in a session. */
const ownRow = (learner: Learner) =>
  and(eq(attendees.session_id, sessions.id), eq(attendees.user_id, learner.user_id));

const registered = sql<boolean>`coalesce(bool_or(${and(isNotNull(attendees.registered_at), isNull(attendees.cancelled_at))}), false)`;

/** A learner's live sessions, then the planned ones that are not over, the next first; `total` counts all. */
export async function comingSessions(scope: Scope, now: Date, learner: Learner = scope) {
  const rows = await db()
    .select({ ...ownFields, registered, total: sql<number>`count(*) over ()::int` })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.instructor_id))
    .leftJoin(courses, eq(courses.id, sessions.course_id))
    .leftJoin(attendees, ownRow(learner))
    .where(
      and(
        isForPerson(scope, sessions, learner),
        or(
          eq(sessions.status, "live"),
          and(
            eq(sessions.status, "scheduled"),
            gt(sessions.scheduled_end, new Date(now.getTime() - closesAfterMs)),
          ),
        ),
      ),
    )
    .groupBy(sessions.id, courses.id, users.id)
    .orderBy(desc(eq(sessions.status, "live")), asc(sessions.begun_at), asc(sessions.id))
    .limit(comingMax);
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export type ComingSession = Awaited<ReturnType<typeof comingSessions>>["items"][number];

/** A learner's past sessions, the latest first, with when they were present. */
export const pastOwnSessions = (scope: Scope, learner: Learner = scope) =>
  selectPast(and(eq(sessions.status, "ended"), isTheirPast(scope, learner)), learner).limit(pastMax);

/** Those that began in a stretch of time, the cancelled ones too. */
export async function ownSessionsBetween(
  scope: Scope,
  { from, before }: { from: Date; before: Date },
  learner: Learner = scope,
) {
  const theirs = and(inArray(sessions.status, ["ended", "cancelled"]), isTheirPast(scope, learner));
  const within = and(theirs, gte(sessions.begun_at, from), lt(sessions.begun_at, before));
  return await selectPast(within, learner).limit(betweenMax);
}

/** When the first session of a learner's past began; null without one. */
export async function firstOwnSession(scope: Scope, learner: Learner = scope): Promise<Date | null> {
  const [row] = await db()
    .select({ begun_at: sessions.begun_at })
    .from(sessions)
    .leftJoin(attendees, ownRow(learner))
    .leftJoin(enrollments, ownEnrollment(learner))
    .where(and(inArray(sessions.status, ["ended", "cancelled"]), isTheirPast(scope, learner)))
    .groupBy(sessions.id)
    .having(sql`${wasTheirs} or count(${attendees.id}) > 0`)
    .orderBy(asc(sessions.begun_at))
    .limit(1);
  return row?.begun_at ?? null;
}

const ownEnrollment = (learner: Learner) =>
  and(eq(enrollments.course_id, sessions.course_id), eq(enrollments.user_id, learner.user_id));

/** A session that is left out of all numbers is nobody's. */
const isTheirPast = (scope: Scope, learner: Learner) =>
  and(
    eq(sessions.left_out, false),
    ne(sessions.instructor_id, learner.user_id),
    isForPerson(scope, sessions, learner),
  );

const others = alias(attendees, "others");

/** Of the one learner whose rows are joined. */
const wasTheirs = wasToAttend({
  isRegistered: sql`bool_or(${attendees.cancelled_at} is null) filter (where ${attendees.registered_at} is not null)`,
  isSince: sql`bool_or(${sessions.begun_at} > ${enrollments.created_at})`,
  isByRegistration: sql`exists (
    select from ${attendees} ${others} where ${others.session_id} = ${sessions.id}
      and ${others.registered_at} is not null and ${others.cancelled_at} is null and not ${others.host})`,
});

function selectPast(where: SQL | undefined, learner: Learner) {
  const from = sql`(extract(epoch from ${sessions.begun_at}) * 1000)::bigint`;
  const to = sql`greatest(${from}, (extract(epoch from coalesce(${sessions.ended_at}, ${sessions.scheduled_end})) * 1000)::bigint)`;
  const window = sql`int8range(${from}, ${to})`;
  const stays = sql`((
    select range_agg(${closedVisit}) from ${presence} cross join lateral unnest(${presence.heartbeats}) r
    where ${presence.session_id} = ${attendees.session_id} and ${presence.attendee_id} = ${attendees.id}
  ) * int8multirange(${window}))`;
  const present = sql`coalesce(${attendees.reported_ms}, (select sum(upper(x) - lower(x)) from unnest(${stays}) x), 0)`;
  const attended = sql<boolean>`coalesce(max(${present}) >= ${minimumPresentMs}, false)`;
  const presentMs = sql<number>`max(${present})::bigint`.mapWith(Number);
  return db()
    .select({
      ...ownFields,
      started_at: sessions.started_at,
      ended_at: sessions.ended_at,
      on_time_minutes: sql<number>`coalesce(${sessions.on_time_minutes}, ${schools.on_time_minutes})`,
      recording_started_at: sessions.recording_started_at,
      stays: sql`coalesce(range_agg(${stays}), '{}')::text`.mapWith(parseMultirange),
      present_ms: presentMs,
      attended,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.instructor_id))
    .innerJoin(schools, eq(schools.id, sessions.school_id))
    .leftJoin(courses, eq(courses.id, sessions.course_id))
    .leftJoin(attendees, ownRow(learner))
    .leftJoin(enrollments, ownEnrollment(learner))
    .where(where)
    .groupBy(sessions.id, courses.id, users.id, schools.id)
    .having(sql`${attended} or ${wasTheirs}`)
    .orderBy(desc(sessions.begun_at), asc(sessions.id));
}

export type PastOwnSession = Awaited<ReturnType<typeof pastOwnSessions>>[number];

/**
 * A learner's attendances by day, of sessions that are over or live and count: each on the day of the zone on which it began. Of somebody else's,
 * those of sessions that the scope reaches. Read by the index of attendees.
 */
export async function attendanceDays(scope: Scope, timeZone: string, now: Date, learner: Learner = scope) {
  const own = learner.user_id === scope.user_id;
  const where = and(
    eq(attendees.user_id, learner.user_id),
    own ? inSchool(scope, sessions) : reachesSessions(scope, sessions),
    ...[inArray(sessions.status, ["ended", "live"]), eq(sessions.left_out, false)],
    lte(sessions.begun_at, now),
  );
  const rows = await db().execute<{ day: Day; attendances: number; attendance_ms: string | number }>(sql`
    select counted.day::text as day, count(*)::int as attendances, sum(counted.present_ms) as attendance_ms
    from (select (came.at at time zone ${timeZone})::date as day, came.present_ms from (${attendances(where)}) came) counted
    group by counted.day`);
  return rows.map((row) => ({ ...row, attendance_ms: Number(row.attendance_ms) }));
}

/** What a learner wrote in the chats of sessions that began in a stretch of time, by session. Of somebody else's, in sessions that the scope reaches. */
export async function ownMessages(
  scope: Scope,
  { from, before }: { from: Date; before: Date },
  learner: Learner = scope,
) {
  const own = learner.user_id === scope.user_id;
  return await db()
    .select({
      session_id: sessions.id,
      title: sessions.title,
      begun_at: sessions.begun_at,
      messages: sql<number>`count(*)::int`,
      questions: sql<number>`(count(*) filter (where ${messages.question}))::int`,
    })
    .from(attendees)
    .innerJoin(sessions, eq(sessions.id, attendees.session_id))
    .innerJoin(
      messages,
      and(eq(messages.session_id, attendees.session_id), eq(messages.attendee_id, attendees.id)),
    )
    .where(
      and(
        eq(attendees.user_id, learner.user_id),
        ...[eq(attendees.host, false), eq(sessions.left_out, false)],
        own ? inSchool(scope, sessions) : reachesSessions(scope, sessions),
        ...[gte(sessions.begun_at, from), lt(sessions.begun_at, before)],
      ),
    )
    .groupBy(sessions.id)
    .orderBy(asc(sessions.begun_at), asc(sessions.id))
    .limit(betweenMax);
}

/** A session that the caller may take part in, with `following` also the later ones of its series that have not begun; in order. */
export async function calendarSessions(scope: Scope, sessionId: string, reach: "this" | "following") {
  const session = await sessionForRoom(scope, sessionId);
  if (reach === "this" || session.series_id === null || session.series_number === null) return [session];
  const later = await db()
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.series_id, session.series_id),
        gt(sessions.series_number, session.series_number),
        eq(sessions.status, "scheduled"),
      ),
    )
    .orderBy(asc(sessions.series_number))
    .limit(repeatMax);
  return [session, ...(await Promise.all(later.map(({ id }) => sessionForRoom(scope, id))))];
}
