import "server-only";
import { and, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { reachesSessions } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { attendances, registrations, wasToAttendOf, whoCame } from "@/lib/db/attendance";
import { db, dbPlanning } from "@/lib/db/client";
import { coveredTenths, isComplete, lengthInTenths, sizeInTenths, watchedMs } from "@/lib/db/completion";
import { isSubmitted, isWatched } from "@/lib/db/course-activity";
import { isAnyOf } from "@/lib/db/literals";
import { byName } from "@/lib/db/names";
import { classes, courses, enrollments, lessons } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { assessments, results } from "@/lib/db/tables/results";
import { schools } from "@/lib/db/tables/schools";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { playbacks, videos, viewerProgress } from "@/lib/db/tables/videos";
import {
  enrollmentTables,
  isOver,
  lastAttended,
  listedEnrollments,
  type Narrowing,
  todayAt,
} from "./enrollment-activity";

/* What the learners on one page of a list did, in the courses that the scope reaches: each read by the indexes of these people. */

/** Some learners of a list; without ids all who take a course of it. */
type People = { scope: Scope; narrowing: Narrowing; ids?: readonly string[] };
export type Page = Required<People> & { now: Date };
type PeopleNow = People & { now: Date };

const areTheirs = ({ scope, narrowing, ids }: People) =>
  and(listedEnrollments(scope, narrowing), ids && isAnyOf(enrollments.user_id, ids));

/** Their enrollments (`user_id`, `course_id`, `class_id`, `since`, `title`). */
const mine = (people: People): SQL => sql`mine as materialized (
  select ${enrollments.user_id} as user_id, ${enrollments.course_id} as course_id, ${enrollments.class_id} as class_id,
    ${enrollments.created_at} as since, ${courses.title} as title
  from ${enrollmentTables} where ${areTheirs(people)})`;

export const namesOf = (ids: readonly string[]) =>
  db()
    .select({ user_id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(isAnyOf(users.id, ids));

export type Activity = { kind: "video" | "session" | "result"; title: string; at: string };

/** The courses that they take, by title, with the last thing that they did in each. */
export async function activityOf(page: Page) {
  const ownView = and(
    eq(viewerProgress.video_id, videos.id),
    sql`${viewerProgress.viewer_id} = 'u:' || ${enrollments.user_id}`,
  );
  const ownResult = and(eq(results.assessment_id, assessments.id), eq(results.user_id, enrollments.user_id));
  const rows = await dbPlanning().execute<{
    user_id: string;
    course_id: string;
    course_title: string;
    class_name: string | null;
    enrolled_at: string;
    time_zone: string;
    is_over: boolean;
    latest: Activity | null;
  }>(sql`
    select ${enrollments.user_id} as user_id, ${enrollments.course_id} as course_id, ${courses.title} as course_title,
      ${classes.name} as class_name, ${enrollments.created_at} as enrolled_at, ${schools.time_zone} as time_zone,
      ${isOver(todayAt(page.now))} as is_over,
      (select json_build_object('kind', kind, 'title', title, 'at', at) from (
        (select 'video' as kind, ${videos.title} as title, ${viewerProgress.last_watched_at} as at
          from ${videos} join ${viewerProgress} on ${ownView}
          where ${videos.course_id} = ${enrollments.course_id} and ${isWatched} order by at desc limit 1)
        union all
        (select 'result', ${assessments.title}, ${results.submitted_at}
          from ${assessments} join ${results} on ${ownResult}
          where ${assessments.course_id} = ${enrollments.course_id} and ${isSubmitted}
          order by ${results.submitted_at} desc limit 1)
        union all
        (select 'session', attended.title, attended.at
          from (${lastAttended(enrollments.course_id, enrollments.user_id)}) attended)
      ) each order by at desc, kind limit 1) as latest
    from ${enrollmentTables} where ${areTheirs(page)}
    order by ${byName(courses.title)}, ${courses.id}`);
  return [...rows];
}

export type SessionCounts = {
  user_id: string;
  /** Ended sessions that they were to attend, and others that they came to. */
  sessions: number;
  came: number;
  /** Sessions with a recording that they did not come to. */
  missed_recorded: number;
  /** Those of which they completed the recording. */
  caught_up: number;
};

export async function sessionCountsOf(people: People): Promise<SessionCounts[]> {
  const covered = sizeInTenths(coveredTenths(viewerProgress.watched, videos.duration_ms));
  const isWhole = sql`(${viewerProgress.completed_at} is not null
    or ${isComplete(covered, lengthInTenths(videos.duration_ms), schools.completion_threshold)})`;
  const held = and(
    sql`${sessions.course_id} in (select course_id from mine)`,
    // Not parameters: the plan that is kept for any value would expect far fewer sessions.
    sql`${sessions.status} = 'ended' and not ${sessions.left_out}`,
    reachesSessions(people.scope, sessions),
  );
  const isOfThem = sql`${attendees.user_id} in (select user_id from mine)`;
  const rows = await dbPlanning().execute<SessionCounts>(sql`
    with ${mine(people)}, came as materialized (
      ${whoCame(and(held, isOfThem))}
    ), ${registrations(held, isOfThem)}, theirs as (
      select mine.user_id, ${wasToAttendOf(sql`${sessions.begun_at} > mine.since`)} as was_to_attend,
        ${sessions.recording_video_id} as video_id,
        (${sessions.id}, mine.user_id) in (select session_id, user_id from came) as came
      from mine join ${sessions} on ${sessions.course_id} = mine.course_id
        left join registered on registered.session_id = ${sessions.id} and registered.user_id = mine.user_id
      where ${held} and ${sessions.instructor_id} <> mine.user_id
    ), watched as (
      select theirs.*, exists (
        select from ${viewerProgress} join ${videos} on ${videos.id} = ${viewerProgress.video_id}
          join ${schools} on ${schools.id} = ${videos.school_id}
        where ${viewerProgress.video_id} = theirs.video_id and ${viewerProgress.viewer_id} = 'u:' || theirs.user_id and ${isWhole}
      ) as watched from theirs where was_to_attend or came
    )
    select user_id, count(*)::int as sessions, (count(*) filter (where came))::int as came,
      (count(*) filter (where not came and video_id is not null))::int as missed_recorded,
      (count(*) filter (where not came and watched))::int as caught_up
    from watched group by user_id`);
  return [...rows];
}

export type VideoShares = {
  user_id: string;
  /** Of each video of their courses, in the courses' order: how much is covered, 0–1. */
  shares: number[];
  videos: number;
  /** The mean of the shares, in per cent. */
  percentage: number;
};

/** More are not drawn in a row. */
const sharesMax = 60;

export async function videoSharesOf(page: People): Promise<VideoShares[]> {
  const covered = sizeInTenths(coveredTenths(viewerProgress.watched, videos.duration_ms));
  const share = sql`least(1, coalesce(${covered}, 0)::float8 / ${lengthInTenths(videos.duration_ms)})`;
  const shown = and(
    ...[sql`${videos.status} = 'ready'`, isNotNull(videos.published_at), isNotNull(videos.duration_ms)],
    ...[isNull(videos.version_of), isNull(videos.archived_at)],
  );
  const rows = await dbPlanning().execute<VideoShares>(sql`
    with ${mine(page)}, shares as (
      select mine.user_id, ${share} as share, row_number() over (partition by mine.user_id
        order by ${byName(sql`mine.title`)}, mine.course_id, ${lessons.position}, ${videos.lesson_position}, ${videos.id}) as place
      from mine join ${videos} on ${videos.course_id} = mine.course_id
        left join ${lessons} on ${lessons.id} = ${videos.lesson_id}
        left join ${viewerProgress} on ${viewerProgress.video_id} = ${videos.id} and ${viewerProgress.playbacks} > 0
          and ${viewerProgress.viewer_id} = 'u:' || mine.user_id
      where ${shown}
    )
    select user_id, count(*)::int as videos, (avg(share) * 100)::float8 as percentage,
      json_agg(round(share::numeric, 3)::float8 order by place) filter (where place <= ${sharesMax}) as shares
    from shares group by user_id`);
  return [...rows];
}

/** So many weeks of minutes a row has. */
export const weeksOfRow = 12;

export type MinutesOfLearner = {
  user_id: string;
  /** Milliseconds by how many weeks of 7 days ago they were, from 0 for those until today; without weeks with nothing. */
  weeks: Record<string, number>;
};

/** For how long they watched videos of their courses and attended sessions of them in each of the last weeks. */
export async function weekMinutesOf(people: PeopleNow): Promise<MinutesOfLearner[]> {
  const days = sql.raw(String(weeksOfRow * 7));
  const today = todayAt(people.now);
  const held = and(
    sql`${sessions.course_id} in (select course_id from mine)`,
    sql`${sessions.status} = 'ended' and not ${sessions.left_out}`,
    sql`${sessions.begun_at} > ${people.now.toISOString()}::timestamptz - interval '1 day' * (${days} + 1)`,
    reachesSessions(people.scope, sessions),
    sql`${attendees.user_id} in (select user_id from mine)`,
  );
  const rows = await dbPlanning().execute<MinutesOfLearner>(sql`
    with ${mine(people)}, done as (
      select mine.user_id, ${today} - ${playbacks.day} as days_ago, ${watchedMs(playbacks)} as ms
      from mine join ${videos} on ${videos.course_id} = mine.course_id
        join ${schools} on ${schools.id} = ${videos.school_id}
        join ${playbacks} on ${playbacks.viewer_id} = 'u:' || mine.user_id and ${playbacks.video_id} = ${videos.id}
      where ${playbacks.rolled_up} and not ${playbacks.preview} and ${playbacks.day} > ${today} - ${days}
      union all
      select came.user_id, ${today} - (came.at at time zone ${schools.time_zone})::date, came.present_ms
      from (${attendances(held)}) came join ${sessions} on ${sessions.id} = came.session_id
        join ${schools} on ${schools.id} = ${sessions.school_id}
        join mine on mine.course_id = ${sessions.course_id} and mine.user_id = came.user_id
    )
    select user_id, json_object_agg(week, ms) as weeks from (
      select user_id, days_ago / 7 as week, sum(ms)::float8 as ms from done
      where days_ago between 0 and ${days} - 1 group by 1, 2) by_week
    group by user_id`);
  return [...rows];
}

/** All their enrollments. */
export async function enrollmentsOf(people: People): Promise<{ user_id: string; course_id: string }[]> {
  const rows = await dbPlanning().execute<{ user_id: string; course_id: string }>(
    sql`with ${mine(people)} select user_id, course_id from mine`,
  );
  return [...rows];
}

export type QuizScoresOf = {
  user_id: string;
  /** Quizzes that are set to them. */
  quizzes: number;
  /** The best score of each that has one, in per cent, by when the quiz is due. */
  scores: number[];
};

export async function quizScoresOf(people: People): Promise<QuizScoresOf[]> {
  const rows = await dbPlanning().execute<QuizScoresOf>(sql`
    with ${mine(people)}, best as (
      select mine.user_id, ${assessments.id}, ${assessments.due_at} as due_at,
        (select max(${results.points}) from ${results}
          where ${results.assessment_id} = ${assessments.id} and ${results.user_id} = mine.user_id)
          / ${assessments.maximum_points} * 100 as score
      from mine join ${assessments} on ${assessments.course_id} = mine.course_id
      where ${assessments.kind} = 'quiz' and ${assessments.archived_at} is null
        and (${assessments.class_id} is null or ${assessments.class_id} = mine.class_id)
    )
    select user_id, count(*)::int as quizzes,
      coalesce(json_agg(score order by due_at, id) filter (where score is not null), '[]') as scores
    from best group by user_id`);
  return [...rows];
}
