import "server-only";
import { and, eq, isNull, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { reachesCourses } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { heldForTakers, whoCame } from "@/lib/db/attendance";
import { dbPlanning } from "@/lib/db/client";
import { lastActivity } from "@/lib/db/course-activity";
import { joinStored, type ProgressFacts } from "@/lib/db/stored-progress";
import { classes, courses, enrollments, storedProgress } from "@/lib/db/tables/courses";
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
export const isOver = (today: SQL): SQL<boolean> =>
  sql<boolean>`coalesce(${classes.archived_at} is not null
    or coalesce(${classes.ends_on}, ${terms.ends_on}) < ${today}, false)`;

/** The latest session of a course that this user attended: no row or one with `title`, `at`. */
export const lastAttended = (courseId: SQLWrapper, userId: SQLWrapper): SQL => sql`
  select past.title, past.begun_at as at from (
    select ${sessions.id}, ${sessions.title}, ${sessions.begun_at} from ${sessions}
    where ${sessions.course_id} = ${courseId} and ${sessions.status} = 'ended' and not ${sessions.left_out}
    order by ${sessions.begun_at} desc, ${sessions.id}
  ) past
  where exists (${whoCame(and(sql`${sessions.id} = past.id`, sql`${attendees.user_id} = ${userId}`))})
  limit 1`;

/** The courses of the listed enrollments. */
export async function listedCourses(scope: Scope, narrowing: Narrowing): Promise<string[]> {
  const rows = await dbPlanning().execute<{ id: string }>(sql`
    select ${courses.id} as id from ${courses} where ${and(
      reachesCourses(scope, courses),
      isNull(courses.archived_at),
      narrowing.course_id === undefined ? undefined : eq(courses.id, narrowing.course_id),
    )}`);
  return [...rows].map(({ id }) => id);
}

/**
 * `activity`: each enrollment with its last activity (`course_id`, `user_id`, `is_over`, `today`, `since`, `time_zone`, `last_active_at`), and where its progress is
 * stored (`is_stored`) whether it is completed (`is_completed`). What is not stored is computed from the facts.
 */
function activity(scope: Scope, narrowing: Narrowing, now: Date, facts: ProgressFacts): SQL {
  // Who was active since then has been quiet for fewer days than the rule names.
  const since = sql`((${todayAt(now)} - ${sql.raw(String(quietDaysMin - 1))})::timestamp at time zone ${schools.time_zone})`;
  const came = whoCame(and(heldForTakers, sql`${attendees.user_id} = takers.user_id`));
  return sql`
    days as materialized (
      select ${schools.id} as school_id, ${todayAt(now)} as today, ${since} as since from ${schools}
    ), taken as materialized (
      select ${enrollments.course_id} as course_id, ${enrollments.user_id} as user_id, ${schools.time_zone} as time_zone,
        days.today, days.since, ${isOver(sql`days.today`)} as is_over,
        ${storedProgress.course_id} is not null as is_stored, ${storedProgress.last_active_at} as stored_at,
        coalesce(${storedProgress.least_percentage} + 1e-9 >= ${schools.completion_threshold}, false) as is_completed
      from ${enrollmentTables} join days on days.school_id = ${schools.id} ${joinStored(facts)} where ${listedEnrollments(scope, narrowing)}
    ), activity as materialized (
      select course_id, user_id, time_zone, today, since, is_over, is_stored, is_completed, stored_at as last_active_at
      from taken where is_stored
      union all
      select course_id, user_id, time_zone, today, since, is_over, is_stored, is_completed, ${lastActivity}
      from (
        select takers.*, array(select came.at from (${came}) came) as came_at from taken takers where not is_stored
      ) takers
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

export type QuietEnrollments = {
  counts: ActivityCounts;
  /** Of the quiet ones whose progress is stored: how many are not completed, and the most days that each of their learners has been quiet in one. */
  open: number;
  learners: Record<string, number>;
  /** The quiet ones whose progress is not stored. */
  not_stored: QuietEnrollment[];
};

/** How many enrollments there are, and those in which somebody was once active and has been quiet since, in classes that are not over. */
export async function quietEnrollments(
  scope: Scope,
  narrowing: Narrowing,
  now: Date,
  facts: ProgressFacts,
): Promise<QuietEnrollments> {
  const isQuiet = sql`not is_over and last_active_at < since`;
  const quietDays = sql`today - (last_active_at at time zone time_zone)::date`;
  const isOpen = sql`${isQuiet} and is_stored and not is_completed`;
  const [row] = await dbPlanning().execute<QuietEnrollments>(sql`
    with ${activity(scope, narrowing, now, facts)}
    select (select row_to_json(counted) from (
        select count(distinct course_id)::int as courses, count(*)::int as enrollments,
          count(distinct user_id)::int as learners,
          (count(distinct user_id) filter (where last_active_at >= since))::int as seen,
          (count(*) filter (where not is_over))::int as not_over,
          (count(*) filter (where not is_over and last_active_at is not null))::int as once_active,
          (count(*) filter (where ${isQuiet}))::int as quiet
        from activity) counted) as counts,
      (select count(*)::int from activity where ${isOpen}) as open,
      (select coalesce(json_object_agg(user_id, quiet_days), '{}') from (
        -- One day for each person and zone: to find the day of an instant takes longer than to read it.
        select user_id, max(${quietDays}) as quiet_days from (
          select user_id, today, time_zone, min(last_active_at) as last_active_at from activity where ${isOpen}
          group by user_id, today, time_zone) own
        group by user_id) own) as learners,
      (select coalesce(json_agg(json_build_object('course_id', course_id, 'user_id', user_id, 'quiet_days', ${quietDays})), '[]')
        from activity where ${isQuiet} and not is_stored) as not_stored`);
  if (!row) throw new Error("an aggregate returned no row");
  return row;
}

/** `seen`: when each learner was last active in any of these courses (`user_id`, `last_seen_at`). */
export const lastSeenOfAll = (scope: Scope, narrowing: Narrowing, now: Date, facts: ProgressFacts): SQL =>
  sql`${activity(scope, narrowing, now, facts)}, seen as (
    select user_id, max(last_active_at) as last_seen_at from activity group by user_id)`;
