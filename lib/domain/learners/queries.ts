import "server-only";
import { and, eq, ilike, isNull, or, sql } from "drizzle-orm";
import { inSchool, isTakenBy, type Learner, reachesLearners, reachesSessions } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { attendances, registrations, wasToAttendOf } from "@/lib/db/attendance";
import { db } from "@/lib/db/client";
import { coveredTenths, isComplete, lengthInTenths, sizeInTenths } from "@/lib/db/completion";
import { isFormerlyNamed } from "@/lib/db/former-identities";
import { byName } from "@/lib/db/names";
import { contains } from "@/lib/db/patterns";
import { classes, courses, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import { listOrder } from "@/lib/http/list";
import type { CsvColumn } from "@/lib/platform/csv";
import { csvInstant } from "@/lib/platform/csv";
import { AppError, fieldError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import { type RosterQuery, type RosterRow, type RosterState, rosterStates } from "./schema";

/** A person whom the scope may read about, also by the id of somebody who was merged into them. Throws `not_found` outside the scope's school, `forbidden` for a learner of others. */
export async function reachLearner(scope: Scope, userId: string) {
  if (!uuidPattern.test(userId)) throw new AppError("not_found", "errors.learner.unknown");
  const [person] = await db()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      school_id: users.school_id,
      disabled_at: users.disabled_at,
      /** An admin of the installation has no school. */
      time_zone: sql<string>`coalesce(${schools.time_zone}, 'UTC')`,
      reached: sql<boolean>`${reachesLearners(scope, users)}`,
    })
    .from(users)
    .leftJoin(schools, eq(schools.id, users.school_id))
    .where(and(or(eq(users.id, userId), isFormerlyNamed(userId)), inSchool(scope, users)))
    .orderBy(sql`${users.id} = ${userId} desc`)
    .limit(1);
  if (!person) throw new AppError("not_found", "errors.learner.unknown");
  if (!person.reached) throw new AppError("forbidden", "errors.learner.not_taught");
  const { reached: _, ...learner } = person;
  return learner;
}

/** The course of a class that a learner is in; of somebody else's, one that the scope reaches. Throws `not_found`. */
export async function courseOfClass(scope: Scope, learner: Learner, given: string): Promise<string> {
  const [row] = await db()
    .select({ course_id: courses.id })
    .from(enrollments)
    .innerJoin(classes, eq(classes.id, enrollments.class_id))
    .innerJoin(courses, eq(courses.id, enrollments.course_id))
    .where(
      and(
        eq(enrollments.user_id, learner.user_id),
        uuidPattern.test(given)
          ? or(eq(classes.id, given), eq(classes.external_id, given))
          : eq(classes.external_id, given),
        isTakenBy(scope, courses, learner),
      ),
    )
    .orderBy(sql`${classes.id}::text = ${given} desc`, classes.id)
    .limit(1);
  if (!row) throw fieldError("class_id", "errors.course.class_unknown", "not_found");
  return row.course_id;
}

type Course = { id: string };

/**
 * The learners of a course with what each did in its ended sessions that have a recording and that the scope reaches, of those that they
 * were to attend or came to. Each learner is in one state.
 */
function selectRoster(scope: Scope, course: Course, classId: string | undefined) {
  const length = lengthInTenths(videos.duration_ms);
  const covered = sizeInTenths(coveredTenths(viewerProgress.watched, videos.duration_ms));
  const held = and(
    eq(sessions.course_id, course.id),
    eq(sessions.status, "ended"),
    eq(sessions.left_out, false),
    reachesSessions(scope, sessions),
  );
  return sql`
    with came as materialized (
      ${attendances(held)}
    ), ${registrations(held)}, counted as (
      select ${sessions.id} as id, ${sessions.begun_at} as at, ${sessions.recording_video_id} as video_id
      from ${sessions} where ${held} and ${sessions.recording_video_id} is not null
    ), theirs as materialized (
      select ${enrollments.user_id} as user_id, counted.id as session_id, came.user_id is not null as came
      from ${enrollments} cross join counted
        left join came on came.session_id = counted.id and came.user_id = ${enrollments.user_id}
        left join registered on registered.session_id = counted.id and registered.user_id = ${enrollments.user_id}
      where ${enrollments.course_id} = ${course.id} and (came.user_id is not null
        or ${wasToAttendOf(sql`counted.at > ${enrollments.created_at}`, sql`counted.id`)})
    ), watched as materialized (
      select counted.id as session_id, ${viewerProgress.viewer_id} as viewer_id
      from counted join ${videos} on ${videos.id} = counted.video_id join ${schools} on ${schools.id} = ${videos.school_id}
        join ${viewerProgress} on ${viewerProgress.video_id} = ${videos.id}
      where ${viewerProgress.completed_at} is not null or ${isComplete(covered, length, schools.completion_threshold)}
    ), activity as (
      select user_id, at from came
      union all
      select substr(${viewerProgress.viewer_id}, 3)::uuid, ${viewerProgress.last_watched_at}
      from ${viewerProgress} join ${videos} on ${videos.id} = ${viewerProgress.video_id}
      where ${videos.course_id} = ${course.id} and ${viewerProgress.viewer_id} like 'u:%'
    ), seen as (
      select user_id, max(at) as last_seen_at from activity group by user_id
    ), learners as (
      select ${users.id} as user_id, ${users.name} as name, ${users.email} as email, ${classes.name} as class_name,
        count(theirs.session_id)::int as sessions, (count(*) filter (where theirs.came))::int as came,
        (count(*) filter (where not theirs.came))::int as missed,
        (count(*) filter (where not theirs.came and watched.session_id is not null))::int as watched,
        (count(*) filter (where not theirs.came and watched.session_id is null))::int as neither
      from ${enrollments} join ${users} on ${users.id} = ${enrollments.user_id}
        left join ${classes} on ${classes.id} = ${enrollments.class_id}
        left join theirs on theirs.user_id = ${users.id}
        left join watched on watched.session_id = theirs.session_id and watched.viewer_id = 'u:' || ${users.id}
      where ${enrollments.course_id} = ${course.id} and ${users.disabled_at} is null
        and ${classId === undefined ? sql`true` : sql`(${classes.id}::text = ${classId} or ${classes.external_id} = ${classId})`}
      group by ${users.id}, ${classes.id}
    ), roster as (
      select learners.*, seen.last_seen_at,
        case when sessions = 0 then 'none_yet' when missed = 0 then 'came_to_all' when neither = 0 then 'watched'
          when came = 0 and watched = 0 then 'never_came' else 'neither' end as state
      from learners left join seen using (user_id)
    )`;
}

const narrowed = (
  { q, state, not_seen_since }: Pick<RosterQuery, "q" | "state" | "not_seen_since">,
  timeZone: string,
) =>
  and(
    state ? sql`state = ${state}` : undefined,
    q ? or(ilike(sql`name`, contains(q)), ilike(sql`email`, contains(q))) : undefined,
    not_seen_since
      ? sql`(last_seen_at is null or last_seen_at < (${not_seen_since}::date)::timestamp at time zone ${timeZone})`
      : undefined,
  ) ?? sql`true`;

const orders = {
  name: byName(sql`name`),
  last_seen: sql`last_seen_at`,
  came: sql`came`,
  missed: sql`missed`,
  watched: sql`watched`,
  neither: sql`neither`,
};

type Stored = Omit<RosterRow, "last_seen_at"> & { last_seen_at: Date | string | null };
const toRow = ({ last_seen_at, ...row }: Stored): RosterRow => ({
  ...row,
  last_seen_at: last_seen_at === null ? null : new Date(last_seen_at).toISOString(),
});
const columns = sql`user_id, name, email, class_name, state, last_seen_at, sessions, came, missed, watched, neither`;

/** One page of a course's learners, and how many are in each state. The caller must have reached the course. */
export async function roster(scope: Scope, course: Course & { time_zone: string }, query: RosterQuery) {
  const base = selectRoster(scope, course, query.class_id);
  const where = narrowed(query, course.time_zone);
  const counted = narrowed({ ...query, state: undefined }, course.time_zone);
  const order = listOrder(query, orders, ["name", "last_seen"]);
  const [rows, states] = await Promise.all([
    db().execute<Stored & { total: number }>(sql`${base} select ${columns}, count(*) over ()::int as total
      from roster where ${where} order by ${order}, user_id limit ${query.limit} offset ${query.offset}`),
    db().execute<{ state: RosterState; count: number }>(
      sql`${base} select state, count(*)::int as count from roster where ${counted} group by state`,
    ),
  ]);
  const byState = Object.fromEntries(
    rosterStates.map((state) => [state, states.find((row) => row.state === state)?.count ?? 0]),
  ) as Record<RosterState, number>;
  const all = Object.values(byState).reduce((sum, one) => sum + one, 0);
  return {
    items: [...rows].map(({ total: _, ...row }) => toRow(row)),
    total: query.state ? byState[query.state] : all,
    states: byState,
  };
}

/** A course has fewer learners than this, and an export reads them at once. */
const exportMax = 50_000;

/** All learners of a roster, in the order of the list. */
export async function* wholeRoster(scope: Scope, course: Course & { time_zone: string }, query: RosterQuery) {
  const rows = await db().execute<Stored>(sql`${selectRoster(scope, course, query.class_id)}
    select ${columns} from roster where ${narrowed(query, course.time_zone)}
    order by ${listOrder(query, orders, ["name", "last_seen"])}, user_id limit ${exportMax}`);
  yield [...rows].map(toRow);
}

export const rosterColumns = (timeZone: string): CsvColumn<RosterRow>[] => [
  { header: "Name", value: (row) => row.name },
  { header: "Email", value: (row) => row.email },
  { header: "User id", value: (row) => row.user_id },
  { header: "Class", value: (row) => row.class_name },
  { header: "State", value: (row) => row.state },
  { header: "Last seen at", value: (row) => csvInstant(row.last_seen_at, timeZone) },
  { header: "Sessions with a recording", value: (row) => row.sessions },
  { header: "Came", value: (row) => row.came },
  { header: "Missed", value: (row) => row.missed },
  { header: "Missed and watched", value: (row) => row.watched },
  { header: "Missed and did neither", value: (row) => row.neither },
];

/** The classes of a course, by name. */
export const classesOf = (course: Course) =>
  db()
    .select({ value: classes.id, label: classes.name })
    .from(classes)
    .where(and(eq(classes.course_id, course.id), isNull(classes.archived_at)))
    .orderBy(byName(classes.name), classes.id)
    .limit(200);
