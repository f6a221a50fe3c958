import "server-only";
import { and, eq, isNull, not, sql } from "drizzle-orm";
import { dbPlanning } from "@/lib/db/client";
import { isSubmitted } from "@/lib/db/course-activity";
import { isAnyOf } from "@/lib/db/literals";
import { classes, courses, enrollments, storedProgress } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { assessments, results } from "@/lib/db/tables/results";
import { schools, terms } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import { type Held, newsMs } from "@/lib/domain/alerts/alerts";
import { isOver, todayAt } from "@/lib/domain/learners/enrollment-activity";
import { fewest } from "@/lib/measure/evidence";
import type { Rule } from "./rules";

/** Classes of 5 people or more, not over, of which everybody has completed the course in the last days, by their stored progress. */
export async function ofClasses(rules: readonly Rule[], now: Date): Promise<Held[]> {
  if (rules.length === 0) return [];
  const members = sql`${enrollments} join ${users} on ${and(eq(users.id, enrollments.user_id), isNull(users.disabled_at))}`;
  const isMember = sql`${enrollments.course_id} = ${classes.course_id} and ${enrollments.class_id} = ${classes.id}`;
  const viewerId = sql`'u:' || ${enrollments.user_id}`;
  // The last act that the completion needs: the first completion of each video, the first submission of each assessment, the end of each session.
  const completedAt = sql`(select max(at) from (
    select max(${viewerProgress.completed_at}) as at
    from ${members} join ${videos} on ${eq(videos.course_id, enrollments.course_id)}
      join ${viewerProgress} on ${viewerProgress.video_id} = ${videos.id} and ${viewerProgress.viewer_id} = ${viewerId}
    where ${isMember}
    union all
    select max(first.at) from (
      select min(${results.submitted_at}) as at
      from ${members} join ${assessments} on ${eq(assessments.course_id, enrollments.course_id)}
        join ${results} on ${and(eq(results.assessment_id, assessments.id), eq(results.user_id, enrollments.user_id), isSubmitted)}
      where ${isMember} group by ${results.assessment_id}, ${results.user_id}) first
    union all
    select max(coalesce(${sessions.ended_at}, ${sessions.scheduled_end})) from ${sessions}
    where ${sessions.course_id} = ${classes.course_id} and ${sessions.status} = 'ended' and ${not(sessions.left_out)}) acts)`;
  const isDone = sql`coalesce(${storedProgress.least_percentage} + 1e-9 >= ${schools.completion_threshold}, false)`;
  const rows = await dbPlanning().execute<{
    id: string;
    school_id: string;
    course_id: string;
    people: number;
    at: string;
  }>(sql`
    -- First who is done, by what is stored: when they were is read of their facts.
    with done as materialized (
      select ${classes.id} as class_id, ${courses.school_id} as school_id,
        (select count(*)::int from ${members} where ${isMember}) as people
      from ${classes} join ${courses} on ${courses.id} = ${classes.course_id} join ${schools} on ${schools.id} = ${courses.school_id}
        left join ${terms} on ${terms.id} = ${classes.term_id}
      where ${isAnyOf(
        courses.school_id,
        rules.flatMap(({ school_id }) => school_id ?? []),
      )} and ${isNull(courses.archived_at)} and not ${isOver(todayAt(now))}
        and not exists (
          select from ${members} left join ${storedProgress}
            on ${storedProgress.course_id} = ${enrollments.course_id} and ${storedProgress.user_id} = ${enrollments.user_id}
          where ${isMember} and not ${isDone})
    ), dated as materialized (
      select ${classes.id} as id, done.school_id, ${classes.course_id} as course_id, done.people, ${completedAt} as at
      from done join ${classes} on ${classes.id} = done.class_id
      where done.people >= ${fewest.people_for_rate}::int
    )
    select * from dated where at > ${new Date(now.getTime() - newsMs).toISOString()}::timestamptz`);
  return rules.flatMap(({ kind, school_id, since, threshold }) =>
    [...rows]
      .filter((row) => row.school_id === school_id)
      .map((row) => ({
        ...{ kind, school_id, since, threshold, session_id: null, user_id: null },
        ...{ class_id: row.id, course_id: row.course_id, value: row.people, detail: {} },
        happened_at: new Date(row.at),
      })),
  );
}
