import "server-only";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { attendances } from "@/lib/db/attendance";
import { db } from "@/lib/db/client";
import { coveredTenths, lengthInTenths, sizeInTenths } from "@/lib/db/completion";
import { textArray } from "@/lib/db/literals";
import { courses, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { assessments, results } from "@/lib/db/tables/results";
import { schools } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import { oneDecimal } from "@/lib/measure/rounding";
import { reachCourse } from "../queries";
import { courseCompletions } from "./completed-materials";

/** How far the learners of a course are in one of its lessons. */
export type LessonLearners = {
  lesson_id: string;
  /** Those of whom something can be known. */
  learners: number;
  completed: number;
  mean_progress_percentage: number | null;
};

type Summed = Omit<LessonLearners, "mean_progress_percentage"> & { mean: number };

/**
 * The progress of all learners in each lesson of a course, as `lessonProgress` (../progress.ts) and lib/flows/learning/progress.ts have it
 * for one of them. Lessons of which nothing can be known are left out. Throws as `reachCourse` does.
 */
export async function lessonLearners(scope: Scope, courseId: string): Promise<LessonLearners[]> {
  const course = await reachCourse(scope, courseId);
  const covered = sizeInTenths(coveredTenths(viewerProgress.watched, videos.duration_ms));
  const share = sql`least(1, coalesce(${covered}, 0)::float8 / ${lengthInTenths(videos.duration_ms)})`;
  const held = and(
    eq(sessions.course_id, course.id),
    eq(sessions.status, "ended"),
    isNotNull(sessions.lesson_id),
  );
  const shown = and(
    ...[eq(videos.status, "ready"), isNotNull(videos.published_at)],
    ...[isNull(videos.version_of), isNull(videos.archived_at)],
  );
  const { known, completed } = await courseCompletions(course);
  const array = (values: string[]) => sql`${textArray(values)}::uuid[]`;
  const materials = sql`unnest(${array(known.map(({ id }) => id))}, ${array(known.map((one) => one.lesson_id))})
    known(material_id, lesson_id)`;
  const done = sql`unnest(${array(completed.map((one) => one.material_id))}, ${array(completed.map((one) => one.user_id))})
    completed(material_id, user_id)`;
  const rows = await db().execute<Summed>(sql`
    with takers as materialized (
      select ${enrollments.user_id} as user_id, ${enrollments.class_id} as class_id, ${enrollments.created_at} as since
      from ${enrollments} join ${users} on ${users.id} = ${enrollments.user_id}
      where ${enrollments.course_id} = ${course.id} and ${users.disabled_at} is null
    ), came as materialized (
      ${attendances(held)}
    ), watched as materialized (
      select ${videos.id} as video_id, ${viewerProgress.viewer_id} as viewer_id, ${share} as done
      from ${videos} join ${viewerProgress} on ${viewerProgress.video_id} = ${videos.id}
      where ${videos.course_id} = ${course.id} and ${videos.duration_ms} is not null and ${shown} and ${viewerProgress.playbacks} > 0
    ), theirs as materialized (
      select ${sessions.id} as session_id, ${sessions.lesson_id} as lesson_id, ${sessions.recording_video_id} as video_id,
        takers.user_id as user_id, came.user_id is not null as came
      from ${sessions} cross join takers left join came on came.session_id = ${sessions.id} and came.user_id = takers.user_id
      where ${held} and ${sessions.instructor_id} <> takers.user_id and (${sessions.begun_at} > takers.since
        or exists (select from attendees where session_id = ${sessions.id} and attendees.user_id = takers.user_id))
    ), parts as (
      select ${videos.lesson_id} as lesson_id, takers.user_id as user_id, coalesce(watched.done, 0) as done
      from ${videos} cross join takers
        left join watched on watched.video_id = ${videos.id} and watched.viewer_id = 'u:' || takers.user_id
      where ${videos.course_id} = ${course.id} and ${videos.lesson_id} is not null and ${videos.duration_ms} is not null and ${shown}
        and not exists (select from theirs where theirs.user_id = takers.user_id and theirs.lesson_id = ${videos.lesson_id}
          and theirs.video_id = ${videos.id})
      union all
      select theirs.lesson_id, theirs.user_id, case when came then 1 else coalesce(watched.done, 0) end
      from theirs left join watched on watched.video_id = theirs.video_id and watched.viewer_id = 'u:' || theirs.user_id
      union all
      select ${assessments.lesson_id}, takers.user_id,
        case when exists (select from ${results}
          where ${results.assessment_id} = ${assessments.id} and ${results.user_id} = takers.user_id) then 1 else 0 end
      from ${assessments} cross join takers
      where ${assessments.course_id} = ${course.id} and ${assessments.lesson_id} is not null and ${assessments.archived_at} is null
        and (${assessments.class_id} is null or ${assessments.class_id} = takers.class_id)
      union all
      select known.lesson_id, takers.user_id, case when completed.user_id is null then 0 else 1 end
      from ${materials} cross join takers
        left join ${done} on completed.material_id = known.material_id and completed.user_id = takers.user_id
    ), progress as (
      select lesson_id, user_id, avg(done) * 100 as percentage from parts group by lesson_id, user_id
    )
    select lesson_id, count(*)::int as learners, avg(percentage)::float8 as mean,
      (count(*) filter (where percentage + 1e-9 >= ${schools.completion_threshold}))::int as completed
    from progress join ${courses} on ${courses.id} = ${course.id} join ${schools} on ${schools.id} = ${courses.school_id}
    group by lesson_id`);
  return [...rows].map(({ mean, ...row }) => ({ ...row, mean_progress_percentage: oneDecimal(mean) }));
}
