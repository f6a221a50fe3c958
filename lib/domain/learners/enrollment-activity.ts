import "server-only";
import { and, eq, isNull, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { reachesCourses } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { whoCame } from "@/lib/db/attendance";
import { dbPlanning } from "@/lib/db/client";
import { lastActivity } from "@/lib/db/course-activity";
import { classes, courses, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { schools, terms } from "@/lib/db/tables/schools";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { quietDaysMin } from "./at-risk";

/* When somebody was last active in a course that they take, as at-risk.ts has it, for many enrollments at once. */

/** A course, or one of its classes, to which a list is narrowed. */
export type Narrowing = { course_id?: string | undefined; class_id?: string | undefined };

/** The enrollments of a list: in courses that the scope reaches and that are not archived, of people who are not deactivated. */
export const listedEnrollments = (scope: Scope, { course_id, class_id }: Narrowing): SQL | undefined =>
  and(
    reachesCourses(scope, courses),
    ...[isNull(courses.archived_at), isNull(users.disabled_at)],
    course_id === undefined ? undefined : eq(enrollments.course_id, course_id),
    class_id === undefined ? undefined : eq(enrollments.class_id, class_id),
  );

/** What the columns of an enrollment come from. */
export const enrollmentTables = sql`${enrollments} join ${courses} on ${courses.id} = ${enrollments.course_id}
  join ${schools} on ${schools.id} = ${courses.school_id} join ${users} on ${users.id} = ${enrollments.user_id}
  left join ${classes} on ${classes.id} = ${enrollments.class_id} left join ${terms} on ${terms.id} = ${classes.term_id}`;

const at = (now: Date) => sql`${now.toISOString()}::timestamptz`;
export const todayAt = (now: Date): SQL => sql`(${at(now)} at time zone ${schools.time_zone})::date`;

/** Whether the class of an enrollment is over: archived, or past its last day, its own or its term's. */
export const isOver = (now: Date): SQL<boolean> =>
  sql<boolean>`coalesce(${classes.archived_at} is not null
    or coalesce(${classes.ends_on}, ${terms.ends_on}) < ${todayAt(now)}, false)`;

/** The latest session of a course that this user attended: no row or one with `title`, `at`. */
export const lastAttended = (courseId: SQLWrapper, userId: SQLWrapper): SQL => sql`
  select past.title, past.begun_at as at from (
    select ${sessions.id}, ${sessions.title}, ${sessions.begun_at} from ${sessions}
    where ${sessions.course_id} = ${courseId} and ${sessions.status} = 'ended' and not ${sessions.left_out}
    order by ${sessions.begun_at} desc, ${sessions.id}
  ) past
  where exists (${whoCame(and(sql`${sessions.id} = past.id`, sql`${attendees.user_id} = ${userId}`))})
  limit 1`;

/** `activity`: each enrollment with its last activity (`course_id`, `user_id`, `is_over`, `since`, `quiet_days`, `last_active_at`), all of them in one pass. */
function activity(scope: Scope, narrowing: Narrowing, now: Date): SQL {
  const since = sql`((${todayAt(now)} - ${sql.raw(String(quietDaysMin - 1))})::timestamp at time zone ${schools.time_zone})`;
  const held = and(
    sql`${sessions.course_id} in (select course_id from taken)`,
    sql`${sessions.status} = 'ended' and not ${sessions.left_out}`,
  );
  return sql`
    taken as materialized (
      select ${enrollments.course_id} as course_id, ${enrollments.user_id} as user_id, ${schools.time_zone} as time_zone,
        ${todayAt(now)} as today, ${since} as since, ${isOver(now)} as is_over
      from ${enrollmentTables} where ${listedEnrollments(scope, narrowing)}
    ), came as materialized (
      ${whoCame(held)}
    ), active as (
      ${lastActivity(sql`taken`, sql`came`)}
    ), activity as materialized (
      select taken.course_id, taken.user_id, is_over, since, active.at as last_active_at,
        today - (active.at at time zone time_zone)::date as quiet_days
      from taken left join active on active.course_id = taken.course_id and active.user_id = taken.user_id
    )`;
}

/** The first parts of the rule's chain, each a part of the one before. */
export type ActivityCounts = {
  courses: number;
  enrollments: number;
  learners: number;
  /** Learners who were active in the last 7 days. */
  seen: number;
  not_over: number;
  once_active: number;
  quiet: number;
};

export type QuietEnrollment = { course_id: string; user_id: string; quiet_days: number };

/** How many enrollments there are, and those in which somebody was once active and has been quiet since, in classes that are not over. */
export async function quietEnrollments(
  scope: Scope,
  narrowing: Narrowing,
  now: Date,
): Promise<{ counts: ActivityCounts; quiet: QuietEnrollment[] }> {
  const isQuiet = sql`not is_over and quiet_days >= ${sql.raw(String(quietDaysMin))}`;
  const [row] = await dbPlanning().execute<{ counts: ActivityCounts; quiet: QuietEnrollment[] }>(sql`
    with ${activity(scope, narrowing, now)}
    select (select row_to_json(counted) from (
        select count(distinct course_id)::int as courses, count(*)::int as enrollments,
          count(distinct user_id)::int as learners,
          (count(distinct user_id) filter (where last_active_at >= since))::int as seen,
          (count(*) filter (where not is_over))::int as not_over,
          (count(*) filter (where not is_over and last_active_at is not null))::int as once_active,
          (count(*) filter (where ${isQuiet}))::int as quiet
        from activity) counted) as counts,
      (select coalesce(json_agg(json_build_object('course_id', course_id, 'user_id', user_id, 'quiet_days', quiet_days)), '[]')
        from activity where ${isQuiet}) as quiet`);
  if (!row) throw new Error("an aggregate returned no row");
  return row;
}

/** `seen`: when each learner was last active in any of these courses (`user_id`, `last_seen_at`). */
export const lastSeenOfAll = (scope: Scope, narrowing: Narrowing, now: Date): SQL =>
  sql`${activity(scope, narrowing, now)}, seen as (
    select user_id, max(last_active_at) as last_seen_at from activity group by user_id)`;
