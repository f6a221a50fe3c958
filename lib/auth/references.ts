import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { db } from "@/lib/db/client";
import { courses, lessons } from "@/lib/db/tables/courses";
import { fieldError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import { inSchool, teaches } from "./reach";
import type { Scope } from "./scope";

/* What a session or a video refers to: it must be in the same school, and the scope must reach it. */

/** A row by id or external id. */
export const byIdOrExternalId = (
  { id, external_id }: { id: AnyPgColumn; external_id: AnyPgColumn },
  given: string,
): SQL =>
  uuidPattern.test(given)
    ? sql`(${id} = ${given} or ${external_id} = ${given})`
    : sql`${external_id} = ${given}`;

/** An id comes before an equal external id. */
export const ourIdFirst = (id: AnyPgColumn, given: string): SQL => sql`${id}::text = ${given} desc`;

/** A course of the school that the scope teaches; without a school, one of the scope's schools. Throws `not_found`, `forbidden`. */
export async function assertCourse(scope: Scope, schoolId: string | null, given: string) {
  const [course, other] = await db()
    .select({
      id: courses.id,
      school_id: courses.school_id,
      taught: sql<boolean>`${teaches(scope, courses.id)}`,
    })
    .from(courses)
    .where(
      and(
        schoolId === null ? inSchool(scope, courses) : eq(courses.school_id, schoolId),
        byIdOrExternalId(courses, given),
      ),
    )
    .orderBy(ourIdFirst(courses.id, given))
    .limit(2);
  // Two schools can use the same external id.
  if (!course || (other && course.id !== given))
    throw fieldError("course_id", "errors.field.course_unknown", "not_found");
  if (!course.taught) throw fieldError("course_id", "errors.field.course_not_taught", "forbidden");
  return { id: course.id, school_id: course.school_id };
}

/** A lesson of the course: its id. Throws `not_found`. */
export async function assertLesson(courseId: string, given: string): Promise<string> {
  const [lesson] = await db()
    .select({ id: lessons.id })
    .from(lessons)
    .where(and(eq(lessons.course_id, courseId), byIdOrExternalId(lessons, given)))
    .orderBy(ourIdFirst(lessons.id, given))
    .limit(1);
  if (!lesson) throw fieldError("lesson_id", "errors.field.lesson_unknown", "not_found");
  return lesson.id;
}
