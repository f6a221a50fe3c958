import "server-only";
import { sql } from "drizzle-orm";
import { dbPlanning } from "@/lib/db/client";
import { courses, enrollments, lessons } from "@/lib/db/tables/courses";
import { schools } from "@/lib/db/tables/schools";
import { completionsOf } from "./completed-materials";
import { isCompletedAt, lessonParts, uuids } from "./lesson-parts";

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
  const rows = await dbPlanning().execute<EnrollmentProgress>(sql`
    with ${lessonParts(takers, await completionsOf([...new Set(of("course_id"))], [...new Set(of("user_id"))]))},
    progress as materialized (
      select lesson_id, user_id, avg(done) * 100 as percentage from parts group by lesson_id, user_id
    )
    select takers.course_id, takers.user_id, count(${lessons.id})::int as lessons,
      count(progress.percentage)::int as lessons_known, (count(*) filter (where ${isCompletedAt(sql`progress.percentage`)}))::int as lessons_completed,
      avg(progress.percentage)::float8 as mastery_percentage
    from takers join ${courses} on ${courses.id} = takers.course_id join ${schools} on ${schools.id} = ${courses.school_id}
      left join ${lessons} on ${lessons.course_id} = takers.course_id and ${lessons.archived_at} is null
      left join progress on progress.lesson_id = ${lessons.id} and progress.user_id = takers.user_id
    group by takers.course_id, takers.user_id`);
  return [...rows];
}
