import "server-only";
import { and, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { attendances } from "@/lib/db/attendance";
import { db } from "@/lib/db/client";
import { coveredTenths, lengthInTenths, sizeInTenths } from "@/lib/db/completion";
import { textArray } from "@/lib/db/literals";
import { courses, enrollments, lessons } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { assessments, results } from "@/lib/db/tables/results";
import { schools } from "@/lib/db/tables/schools";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import { oneDecimal } from "@/lib/measure/rounding";
import { reachCourse } from "../queries";
import { type Completions, completionsOf, courseCompletions } from "./completed-materials";

const uuids = (values: string[]) => sql`${textArray(values)}::uuid[]`;

/**
 * `progress`: how far these takers (`course_id`, `user_id`, `class_id`, `since`) are in each lesson of their courses of which something is
 * known (`course_id`, `lesson_id`, `user_id`, `percentage`), as `lessonProgress` (../progress.ts) and lib/flows/learning/progress.ts have it
 * for one of them. Every fact is read by the index of its course or its person.
 */
function progressOf(takers: SQL, { known, completed }: Completions): SQL {
  const covered = sizeInTenths(coveredTenths(viewerProgress.watched, videos.duration_ms));
  const share = sql`least(1, coalesce(${covered}, 0)::float8 / ${lengthInTenths(videos.duration_ms)})`;
  const held = and(
    sql`${sessions.course_id} in (select course_id from takers)`,
    eq(sessions.status, "ended"),
    isNotNull(sessions.lesson_id),
  );
  const shown = and(
    ...[eq(videos.status, "ready"), isNotNull(videos.published_at)],
    ...[isNull(videos.version_of), isNull(videos.archived_at)],
  );
  const materials = sql`unnest(${uuids(known.map(({ id }) => id))}, ${uuids(known.map((one) => one.lesson_id))},
    ${uuids(known.map((one) => one.course_id))}) known(material_id, lesson_id, course_id)`;
  const done = sql`unnest(${uuids(completed.map((one) => one.material_id))}, ${uuids(completed.map((one) => one.user_id))})
    completed(material_id, user_id)`;
  return sql`
    takers as materialized (
      ${takers}
    ), came as materialized (
      ${attendances(and(held, sql`${attendees.user_id} in (select user_id from takers)`))}
    ), watched as materialized (
      select ${videos.id} as video_id, ${viewerProgress.viewer_id} as viewer_id, ${share} as done
      from takers join ${videos} on ${videos.course_id} = takers.course_id
        join ${viewerProgress} on ${viewerProgress.video_id} = ${videos.id} and ${viewerProgress.viewer_id} = 'u:' || takers.user_id
      where ${videos.duration_ms} is not null and ${shown} and ${viewerProgress.playbacks} > 0
    ), theirs as materialized (
      select ${sessions.id} as session_id, takers.course_id, ${sessions.lesson_id} as lesson_id,
        ${sessions.recording_video_id} as video_id, takers.user_id as user_id,
        (${sessions.id}, takers.user_id) in (select session_id, user_id from came) as came
      from ${sessions} join takers on takers.course_id = ${sessions.course_id}
      where ${held} and ${sessions.instructor_id} <> takers.user_id and (${sessions.begun_at} > takers.since
        or exists (select from attendees where session_id = ${sessions.id} and attendees.user_id = takers.user_id))
    ), parts as (
      select takers.course_id, ${videos.lesson_id} as lesson_id, takers.user_id as user_id, coalesce(watched.done, 0) as done
      from ${videos} join takers on takers.course_id = ${videos.course_id}
        left join watched on watched.video_id = ${videos.id} and watched.viewer_id = 'u:' || takers.user_id
      where ${videos.lesson_id} is not null and ${videos.duration_ms} is not null and ${shown}
        and not exists (select from theirs where theirs.user_id = takers.user_id and theirs.lesson_id = ${videos.lesson_id}
          and theirs.video_id = ${videos.id})
      union all
      select theirs.course_id, theirs.lesson_id, theirs.user_id, case when came then 1 else coalesce(watched.done, 0) end
      from theirs left join watched on watched.video_id = theirs.video_id and watched.viewer_id = 'u:' || theirs.user_id
      union all
      select takers.course_id, ${assessments.lesson_id}, takers.user_id,
        case when exists (select from ${results}
          where ${results.assessment_id} = ${assessments.id} and ${results.user_id} = takers.user_id) then 1 else 0 end
      from ${assessments} join takers on takers.course_id = ${assessments.course_id}
      where ${assessments.lesson_id} is not null and ${assessments.archived_at} is null
        and (${assessments.class_id} is null or ${assessments.class_id} = takers.class_id)
      union all
      select takers.course_id, known.lesson_id, takers.user_id, case when completed.user_id is null then 0 else 1 end
      from ${materials} join takers on takers.course_id = known.course_id
        left join ${done} on completed.material_id = known.material_id and completed.user_id = takers.user_id
    ), progress as materialized (
      select course_id, lesson_id, user_id, avg(done) * 100 as percentage from parts group by course_id, lesson_id, user_id
    )`;
}

/** `lessonProgress` again: thirds do not add up to 1 in floating point. */
const isCompleted = sql`progress.percentage + 1e-9 >= ${schools.completion_threshold}`;

/** How far the learners of a course are in one of its lessons. */
export type LessonLearners = {
  lesson_id: string;
  /** Those of whom something can be known. */
  learners: number;
  completed: number;
  mean_progress_percentage: number | null;
};

type Summed = Omit<LessonLearners, "mean_progress_percentage"> & { mean: number };

/** The progress of all learners in each lesson of a course. Lessons of which nothing can be known are left out. Throws as `reachCourse` does. */
export async function lessonLearners(scope: Scope, courseId: string): Promise<LessonLearners[]> {
  const course = await reachCourse(scope, courseId);
  const takers = sql`select ${enrollments.course_id} as course_id, ${enrollments.user_id} as user_id,
      ${enrollments.class_id} as class_id, ${enrollments.created_at} as since
    from ${enrollments} join ${users} on ${users.id} = ${enrollments.user_id}
    where ${enrollments.course_id} = ${course.id} and ${users.disabled_at} is null`;
  const rows = await db().execute<Summed>(sql`
    with ${progressOf(takers, await courseCompletions(course))}
    select lesson_id, count(*)::int as learners, avg(percentage)::float8 as mean,
      (count(*) filter (where ${isCompleted}))::int as completed
    from progress join ${courses} on ${courses.id} = progress.course_id join ${schools} on ${schools.id} = ${courses.school_id}
    group by lesson_id`);
  return [...rows].map(({ mean, ...row }) => ({ ...row, mean_progress_percentage: oneDecimal(mean) }));
}

/** How far somebody is in a course that they take. */
export type EnrollmentProgress = {
  course_id: string;
  user_id: string;
  lessons: number;
  /** Those of which something can be known. */
  lessons_known: number;
  lessons_completed: number;
  /** The mean of the known lessons, not rounded; null without one. */
  mastery_percentage: number | null;
};

/** The progress in each of these enrollments. The caller must have reached their courses. */
export async function enrollmentProgress(
  pairs: readonly { course_id: string; user_id: string }[],
): Promise<EnrollmentProgress[]> {
  if (pairs.length === 0) return [];
  const of = (key: "course_id" | "user_id") => pairs.map((pair) => pair[key]);
  const takers = sql`select ${enrollments.course_id} as course_id, ${enrollments.user_id} as user_id,
      ${enrollments.class_id} as class_id, ${enrollments.created_at} as since
    from unnest(${uuids(of("course_id"))}, ${uuids(of("user_id"))}) given(course_id, user_id)
      join ${enrollments} on ${enrollments.course_id} = given.course_id and ${enrollments.user_id} = given.user_id`;
  const rows = await db().execute<EnrollmentProgress>(sql`
    with ${progressOf(takers, await completionsOf([...new Set(of("course_id"))], [...new Set(of("user_id"))]))}
    select takers.course_id, takers.user_id, count(${lessons.id})::int as lessons,
      count(progress.percentage)::int as lessons_known, (count(*) filter (where ${isCompleted}))::int as lessons_completed,
      avg(progress.percentage)::float8 as mastery_percentage
    from takers join ${courses} on ${courses.id} = takers.course_id join ${schools} on ${schools.id} = ${courses.school_id}
      left join ${lessons} on ${lessons.course_id} = takers.course_id and ${lessons.archived_at} is null
      left join progress on progress.lesson_id = ${lessons.id} and progress.user_id = takers.user_id
    group by takers.course_id, takers.user_id`);
  return [...rows];
}
