import "server-only";
import { and, eq, gt, isNotNull, isNull, not, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { reachesCourses } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { whoCame } from "@/lib/db/attendance";
import { dbPlanning } from "@/lib/db/client";
import { classes, courses, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { assessments, results } from "@/lib/db/tables/results";
import { schools, terms } from "@/lib/db/tables/schools";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
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

/** Views of a video that say when it was played. */
export const isWatched = and(gt(viewerProgress.playbacks, 0), isNotNull(viewerProgress.last_watched_at));
/** Results that say when they were submitted in this course. */
export const isSubmitted = and(not(results.carried_over), isNotNull(results.submitted_at));

/** The latest session of a course after an instant (null: any) that this user attended: no row or one with `title`, `at`. Nothing is read unless `only` holds. */
export const lastAttended = (
  courseId: SQLWrapper,
  userId: SQLWrapper,
  { after, only }: { after: SQLWrapper; only: SQLWrapper },
): SQL => sql`
  select past.title, past.begun_at as at from (
    select ${sessions.id}, ${sessions.title}, ${sessions.begun_at} from ${sessions}
    where ${sessions.course_id} = ${courseId} and ${sessions.status} = 'ended' and not ${sessions.left_out}
      and ${sessions.begun_at} > coalesce(${after}, '-infinity') and ${only}
    order by ${sessions.begun_at} desc, ${sessions.id}
  ) past
  where exists (${whoCame(and(sql`${sessions.id} = past.id`, sql`${attendees.user_id} = ${userId}`))})
  limit 1`;

/**
 * `activity`: each enrollment with its last activity (`course_id`, `user_id`, `is_over`, `quiet_days`, `last_active_at`). What was done in the last
 * days is read at once, and only for those who did nothing then what they did before, by the indexes of each. Attendance is read only after
 * what else somebody did, and unless `exact` only of who is quiet otherwise: the `last_active_at` of the others may then be too early.
 */
function activity(scope: Scope, narrowing: Narrowing, now: Date, exact: boolean): SQL {
  const since = sql`((${todayAt(now)} - ${sql.raw(String(quietDaysMin - 1))})::timestamp at time zone ${schools.time_zone})`;
  return sql`
    taken as materialized (
      select ${enrollments.course_id} as course_id, ${enrollments.user_id} as user_id, ${schools.time_zone} as time_zone,
        ${todayAt(now)} as today, ${since} as since, ${isOver(now)} as is_over
      from ${enrollmentTables} where ${listedEnrollments(scope, narrowing)}
    ), recent as (
      select taken.course_id, taken.user_id, ${viewerProgress.last_watched_at} as at
      from ${viewerProgress} join ${videos} on ${videos.id} = ${viewerProgress.video_id}
        join taken on taken.course_id = ${videos.course_id} and ${viewerProgress.viewer_id} = 'u:' || taken.user_id
      where ${isWatched} and ${viewerProgress.last_watched_at} >= (select min(since) from taken)
        and ${viewerProgress.last_watched_at} >= taken.since
      union all
      select taken.course_id, taken.user_id, ${results.submitted_at}
      from ${results} join ${assessments} on ${assessments.id} = ${results.assessment_id}
        join taken on taken.course_id = ${assessments.course_id} and taken.user_id = ${results.user_id}
      where ${isSubmitted} and ${results.submitted_at} >= (select min(since) from taken) and ${results.submitted_at} >= taken.since
    ), latest as materialized (
      -- Grouped and not joined: of the CTEs' sizes the planner knows too little to join them well.
      select course_id, user_id, max(time_zone) as time_zone, max(today) as today, max(since) as since,
        bool_or(is_over) as is_over, max(at) as at
      from (
        select course_id, user_id, time_zone, today, since, is_over, null::timestamptz as at from taken
        union all
        select course_id, user_id, null, null, null, null, at from recent
      ) each group by course_id, user_id
    ), other as materialized (
      select latest.course_id, latest.user_id, time_zone, today, since, is_over,
        coalesce(latest.at, greatest(viewed.at, submitted.at)) as at
      from latest
        left join lateral (
          select max(${viewerProgress.last_watched_at}) as at
          from ${viewerProgress} join ${videos} on ${videos.id} = ${viewerProgress.video_id}
          where ${viewerProgress.viewer_id} = 'u:' || latest.user_id and ${videos.course_id} = latest.course_id and ${isWatched}
            and latest.at is null
        ) viewed on true
        left join lateral (
          select max(${results.submitted_at}) as at
          from ${results} join ${assessments} on ${assessments.id} = ${results.assessment_id}
          where ${results.user_id} = latest.user_id and ${assessments.course_id} = latest.course_id and ${isSubmitted}
            and latest.at is null
        ) submitted on true
    ), dated as (
      select other.*, greatest(other.at, attended.at) as last_active_at
      from other left join lateral (${lastAttended(sql`other.course_id`, sql`other.user_id`, {
        after: exact
          ? sql`other.at`
          : sql`case when other.is_over then greatest(other.at, other.since) else other.at end`,
        only: exact ? sql`true` : sql`(other.at is null or other.at < other.since)`,
      })}) attended on true
    ), activity as materialized (
      select course_id, user_id, is_over, since, last_active_at,
        today - (last_active_at at time zone time_zone)::date as quiet_days
      from dated
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
    with ${activity(scope, narrowing, now, false)}
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
  sql`${activity(scope, narrowing, now, true)}, seen as (
    select user_id, max(last_active_at) as last_seen_at from activity group by user_id)`;
