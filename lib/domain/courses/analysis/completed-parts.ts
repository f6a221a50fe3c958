import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { sessionsOfTaker, takersWithSessions } from "@/lib/db/attendance";
import { db, dbPlanning } from "@/lib/db/client";
import { classes, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { assessments, results } from "@/lib/db/tables/results";
import { terms } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import type { Day } from "@/lib/platform/time";
import { assessmentsOfTaker, videosOfTaker } from "../lessons/lesson-parts";
import { inNoClass } from "./schema";

/** Who is in the class of a filter. */
const ofClass = (filter: string | null): SQL =>
  filter === null
    ? sql`true`
    : filter === inNoClass
      ? sql`${enrollments.class_id} is null`
      : sql`${enrollments.class_id} = ${filter}`;

/**
 * When the learners of a course completed the parts of its lessons, by day of the school's zone: a video once the school's threshold of it was covered, a
 * session once they came or completed its recording, an assessment once they submitted. `day` is null for the parts that they have not completed. PDFs and links
 * are left out: their pages may not report them.
 */
export async function completedParts(course: { id: string }, filter: string | null, zone: string) {
  const takers = sql`select ${enrollments.course_id} as course_id, ${enrollments.user_id} as user_id,
      ${enrollments.class_id} as class_id, ${enrollments.created_at} as since
    from ${enrollments} join ${users} on ${users.id} = ${enrollments.user_id}
    where ${enrollments.course_id} = ${course.id} and ${users.disabled_at} is null and ${ofClass(filter)}`;
  const completedAt = (videoId: typeof videos.id | typeof sessions.recording_video_id) =>
    sql`(select ${viewerProgress.completed_at} from ${viewerProgress}
      where ${viewerProgress.video_id} = ${videoId} and ${viewerProgress.viewer_id} = 'u:' || takers.user_id)`;
  const rows = await dbPlanning().execute<{ day: Day | null; parts: number }>(sql`
    with ${takersWithSessions(takers)}, dated as (
      select part.at from takers cross join lateral (
        select ${completedAt(videos.id)} as at from ${videos} where ${videosOfTaker} and ${videos.duration_ms} is not null
        union all
        select case when ${sessions.id} = any(takers.came_to) then ${sessions.begun_at} else ${completedAt(sessions.recording_video_id)} end
        from ${sessions} where ${sessions.lesson_id} is not null and ${sessionsOfTaker}
        union all
        select (select min(${results.submitted_at}) from ${results}
          where ${results.assessment_id} = ${assessments.id} and ${results.user_id} = takers.user_id)
        from ${assessments} where ${assessmentsOfTaker}
      ) part
    )
    select (at at time zone ${zone})::date::text as day, count(*)::int as parts from dated group by 1 order by 1`);
  return [...rows];
}

/** The last day of a course's classes, or of this class; null while one has no end. */
export async function lastDayOf(course: { id: string }, filter: string | null): Promise<Day | null> {
  if (filter === inNoClass) return null;
  const end = sql`coalesce(${classes.ends_on}, ${terms.ends_on})`;
  const [row] = await db().execute<{ day: Day | null }>(sql`
    select case when bool_and(${end} is not null) then max(${end})::text end as day
    from ${classes} left join ${terms} on ${terms.id} = ${classes.term_id}
    where ${classes.course_id} = ${course.id} and ${filter === null ? sql`${classes.archived_at} is null` : sql`${classes.id} = ${filter}`}`);
  return row?.day ?? null;
}
