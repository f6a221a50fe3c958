import "server-only";
import { type AnyColumn, and, asc, eq, gt, gte, isNull, lt, ne, not, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { enrollments, lessons, materials } from "@/lib/db/tables/courses";
import { awardedSessions } from "@/lib/db/tables/gamification";
import { learningEvents } from "@/lib/db/tables/learning";
import { users } from "@/lib/db/tables/people";
import { practiceSessions } from "@/lib/db/tables/practice";
import { assessments, results } from "@/lib/db/tables/results";
import { schools } from "@/lib/db/tables/schools";
import { sessions, sessionVersions } from "@/lib/db/tables/sessions";
import { playbacks, videos, viewerProgress } from "@/lib/db/tables/videos";
import type { Fact } from "@/lib/domain/gamification/awards";
import { eventTypes, isActivity } from "@/lib/domain/learning/events";
import { attendedPeople } from "@/lib/domain/sessions/queries/numbers";
import { selectSessions } from "@/lib/domain/sessions/queries/session";

/* What earns XP, by the server's own facts, in the order in which they were stored. Only students are awarded. */

/** What a student did; `active_at`: the instant whose day it makes active, where that is not `at`. */
export type Earned = Pick<Fact, "act" | "key" | "at"> & {
  school_id: string;
  user_id: string;
  active_at?: Date;
};

/** The person that a viewer is; null for one who is not signed in. */
const userOf = (viewerId: AnyColumn) =>
  sql<string | null>`case when left(${viewerId}, 2) = 'u:' then substr(${viewerId}, 3)::uuid end`;

const isStudent = and(eq(users.role, "student"), isNull(users.disabled_at));

/** The place of a row in its order, for the next page: values of the columns by which it is ordered. */
export type Place = readonly string[];
/** A page of facts; null at the end. */
export type Page = { facts: Earned[]; place: Place; stored_at: Date } | null;

/** Rows after this place; the first column alone uses its index. */
const isAfter = (columns: readonly SQL[], place: Place): SQL =>
  sql`${columns[0]} >= ${place[0]}::timestamptz and (${sql.join([...columns], sql`, `)})
    > (${place[0]}::timestamptz, ${sql.join(
      place.slice(1).map((value) => sql`${value}`),
      sql`, `,
    )})`;

/** Videos that students completed since. What replaced a file is the same video. */
export async function completedVideos(since: Date, after: Place | null, limit: number): Promise<Page> {
  const { completed_at, video_id, viewer_id } = viewerProgress;
  const columns = [sql`${completed_at}`, sql`${video_id}::text`, sql`${viewer_id}`];
  const rows = await db()
    .select({
      school_id: videos.school_id,
      user_id: users.id,
      key: sql<string>`coalesce(${videos.version_of}, ${videos.id})`,
      at: completed_at,
      time: sql<string>`${completed_at}::text`,
      video_id,
      viewer_id,
    })
    .from(viewerProgress)
    .innerJoin(videos, eq(videos.id, video_id))
    .leftJoin(
      users,
      and(
        eq(users.id, userOf(viewer_id)),
        eq(users.school_id, videos.school_id),
        gt(viewerProgress.playbacks, 0),
        isStudent,
      ),
    )
    .where(and(gte(completed_at, since), after ? isAfter(columns, after) : undefined))
    .orderBy(...columns.map((column) => asc(column)))
    .limit(limit);
  const last = rows.at(-1);
  if (!last?.at) return null;
  const facts = rows.flatMap(({ school_id, user_id, key, at }) =>
    user_id && at ? [{ school_id, user_id, act: "video_completed" as const, key, at }] : [],
  );
  return { facts, place: [last.time, last.video_id, last.viewer_id], stored_at: last.at };
}

/** Quizzes and assignments that students submitted, by when the result was stored; each counts once, whichever attempt. */
export async function submittedResults(since: Date, after: Place | null, limit: number): Promise<Page> {
  const columns = [sql`${results.created_at}`, sql`${results.id}::text`];
  const rows = await db()
    .select({
      school_id: users.school_id,
      user_id: results.user_id,
      key: results.assessment_id,
      at: sql<Date>`coalesce(${results.submitted_at}, ${results.created_at})`.mapWith(results.created_at),
      time: sql<string>`${results.created_at}::text`,
      id: results.id,
      stored_at: results.created_at,
      counts: sql<boolean>`${isStudent} and not ${results.carried_over}`,
    })
    .from(results)
    .innerJoin(assessments, eq(assessments.id, results.assessment_id))
    .innerJoin(users, eq(users.id, results.user_id))
    .where(and(gte(results.created_at, since), after ? isAfter(columns, after) : undefined))
    .orderBy(...columns.map((column) => asc(column)))
    .limit(limit);
  const last = rows.at(-1);
  if (!last) return null;
  const facts = rows.flatMap(({ school_id, user_id, key, at, counts }) =>
    school_id && counts ? [{ school_id, user_id, act: "assessment_submitted" as const, key, at }] : [],
  );
  return { facts, place: [last.time, last.id], stored_at: last.stored_at };
}

/** Practice sessions of students, by when they were saved. */
export async function savedPractice(since: Date, after: Place | null, limit: number): Promise<Page> {
  const { created_at, id, user_id, school_id } = practiceSessions;
  const columns = [sql`${created_at}`, sql`${id}::text`];
  const rows = await db()
    .select({
      ...{ school_id, user_id, key: id, at: created_at },
      time: sql<string>`${created_at}::text`,
      counts: sql<boolean>`${isStudent}`,
    })
    .from(practiceSessions)
    .innerJoin(users, eq(users.id, user_id))
    .where(and(gte(created_at, since), after ? isAfter(columns, after) : undefined))
    .orderBy(...columns.map((column) => asc(column)))
    .limit(limit);
  const last = rows.at(-1);
  if (!last) return null;
  const facts = rows.flatMap(({ counts, time: _, ...fact }) =>
    counts ? [{ ...fact, act: "practice_completed" as const }] : [],
  );
  return { facts, place: [last.time, last.key], stored_at: last.at };
}

/** Ended sessions whose attendance has changed since it was awarded. */
export const sessionsToAward = (limit: number) =>
  selectSessions()
    .leftJoin(awardedSessions, eq(awardedSessions.session_id, sessions.id))
    .where(
      and(
        eq(sessions.status, "ended"),
        eq(sessions.left_out, false),
        or(
          isNull(awardedSessions.version),
          ne(awardedSessions.version, sql`coalesce(${sessionVersions.version}, 0)`),
        ),
      ),
    )
    .orderBy(asc(sessions.begun_at), asc(sessions.id))
    .limit(limit);

type EndedSession = Awaited<ReturnType<typeof sessionsToAward>>[number];

/** The students who attended an ended session, at its end. */
export async function attendedSession(session: EndedSession, now: Date): Promise<Earned[]> {
  const attended = await attendedPeople(session, now);
  const rows = await db()
    .select({ user_id: users.id })
    .from(users)
    .where(
      and(
        sql`${users.id} = any(${textArray(attended)}::uuid[])`,
        eq(users.school_id, session.school_id),
        isStudent,
      ),
    );
  const at = session.ended_at ?? session.scheduled_end;
  // One over midnight makes the day active on which it began.
  const active_at = session.begun_at;
  return rows.map(({ user_id }) => ({
    ...{ school_id: session.school_id, user_id, act: "session_attended" as const },
    ...{ key: session.id, at, active_at },
  }));
}

/** The days on which students watched, by the views that arrived in a stretch of time. One that counts only later is awarded with their next fact. */
export function daysOfViews(from: Date, before: Date): Promise<Earned[]> {
  const { day, first_heard_at, viewed_at, viewer_id, rolled_up, preview } = playbacks;
  return db()
    .select({
      school_id: videos.school_id,
      user_id: users.id,
      act: sql<"first_activity">`'first_activity'`,
      key: day,
      at: sql<Date>`min(${first_heard_at})`.mapWith(first_heard_at),
    })
    .from(playbacks)
    .innerJoin(videos, eq(videos.id, playbacks.video_id))
    .innerJoin(users, and(eq(users.id, userOf(viewer_id)), eq(users.school_id, videos.school_id), isStudent))
    .where(
      and(
        ...[gte(viewed_at, from), lt(viewed_at, before), rolled_up, not(preview)],
        // As the index of them has it.
        sql`${viewer_id} like 'u:%'`,
      ),
    )
    .groupBy(videos.school_id, users.id, day);
}

/** The students of a school. */
export async function studentsOf(schoolId: string): Promise<string[]> {
  const rows = await db()
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.school_id, schoolId), isStudent));
  return rows.map(({ id }) => id);
}

/** By pseudonym: what the events that were received in a stretch of time say. */
type Received = { school_id: string; actor: string; key: string; at: Date };

const { actor, school_id, event_type, occurred_at, received_at, properties } = learningEvents;
const at = sql<Date>`min(${occurred_at})`.mapWith(occurred_at);
const receivedIn = (from: Date, before: Date, condition: SQL) =>
  sql`${received_at} >= ${from.toISOString()}::timestamptz and ${received_at} < ${before.toISOString()}::timestamptz and ${condition}`;

/** The first activity of each actor on each day of their school. */
export function activeDays(from: Date, before: Date): Promise<Received[]> {
  const notActivity = Object.keys(eventTypes).filter((type) => !isActivity(type));
  const day = sql<string>`((${occurred_at} at time zone ${schools.time_zone})::date)::text`;
  return db()
    .select({ school_id, actor, key: day, at })
    .from(learningEvents)
    .innerJoin(schools, eq(schools.id, school_id))
    .where(receivedIn(from, before, sql`${event_type} <> all(${textArray(notActivity)}::text[])`))
    .groupBy(school_id, actor, day);
}

/** What each actor says to have completed, by the material's name. */
export function completedMaterials(from: Date, before: Date): Promise<Received[]> {
  const key = sql<string>`${properties}->>'material_id'`;
  return db()
    .select({ school_id, actor, key, at })
    .from(learningEvents)
    .where(receivedIn(from, before, sql`${event_type} = 'material_complete'`))
    .groupBy(school_id, actor, key);
}

/** Of what learners say to have completed, the materials of courses that they take. */
export async function realMaterials(
  claims: readonly { user_id: string; key: string; at: Date }[],
): Promise<{ user_id: string; key: string; at: Date }[]> {
  const claimed = sql`unnest(${textArray(claims.map(({ user_id }) => user_id))}::uuid[],
    ${textArray(claims.map(({ key }) => key))}::text[], ${textArray(claims.map((claim) => claim.at.toISOString()))}::timestamptz[])`;
  const rows = await db().execute<{ user_id: string; key: string; at: string | Date }>(sql`
    select k.user_id, ${materials.id} as key, min(k.at) as at
    from ${claimed} k(user_id, material, at)
    join ${enrollments} on ${enrollments.user_id} = k.user_id
    join ${lessons} on ${lessons.course_id} = ${enrollments.course_id}
    join ${materials} on ${materials.lesson_id} = ${lessons.id}
      and (${materials.id}::text = lower(k.material) or ${materials.external_id} = k.material)
    group by 1, 2`);
  return [...rows].map((row) => ({ ...row, at: new Date(row.at) }));
}
