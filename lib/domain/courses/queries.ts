import "server-only";
import { alias } from "drizzle-orm/pg-core";
import { inSchool, reachesCourses } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { raw, sql } from "@/lib/db/client";
import { beginsWith, holds } from "@/lib/db/patterns";
import { courses } from "@/lib/db/tables/courses";
import { AppError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";

export type Course = { id: string; school_id: string; external_id: string | null; title: string };

/** More courses than this do not fit a menu; search finds the others. */
const coursesMax = 500;

/** `courses c` of these statements. */
const c = alias(courses, "c");
/** The courses whose numbers a scope may read (lib/auth/reach.ts). */
const reachableCourses = (scope: Scope) => raw(reachesCourses(scope, c));

const columns = () => sql()`c.id, c.school_id, c.external_id, c.title`;

/** A course by its id or its school's own id for it. Throws `not_found` outside the scope's school, `forbidden` for one they do not teach. */
export async function reachCourse(scope: Scope, idOrExternalId: string): Promise<Course> {
  const { mine, ...course } = await courseInSchool(scope, idOrExternalId);
  if (!mine) throw new AppError("forbidden", "This is a course that you do not teach.");
  return course;
}

/** A course of the scope's school, whoever asks, and whether its numbers are theirs to read. Throws `not_found`. */
export async function courseInSchool(
  scope: Scope,
  idOrExternalId: string,
): Promise<Course & { mine: boolean }> {
  const named = uuidPattern.test(idOrExternalId)
    ? sql()`(c.id = ${idOrExternalId} or c.external_id = ${idOrExternalId})`
    : sql()`c.external_id = ${idOrExternalId}`;
  const rows = await sql()<(Course & { mine: boolean })[]>`
    select ${columns()}, (${reachableCourses(scope)}) as mine from courses c
    where ${raw(inSchool(scope, c))} and ${named} order by c.id::text = ${idOrExternalId} desc limit 2`;
  // The installation's admin sees all schools, in which an external id may stand for several courses.
  const [course, other] = rows;
  if (!course || (other && course.id !== idOrExternalId))
    throw new AppError("not_found", "There is no such course.");
  return course;
}

/** The courses a scope reaches, by title, with how many videos each has. */
export async function courseList(scope: Scope): Promise<(Course & { videos: number })[]> {
  return sql()<(Course & { videos: number })[]>`
    select ${columns()}, (select count(*) from videos v where v.course_id = c.id)::int as videos
    from courses c where ${reachableCourses(scope)} order by lower(c.title), c.id limit ${coursesMax}`;
}

/** The courses whose title holds these words, those that begin with them first; `total` counts all of them. */
export async function findCourses(
  scope: Scope,
  words: string,
  limit: number,
): Promise<{ items: { id: string; title: string; videos: number }[]; total: number }> {
  const rows = await sql()<{ id: string; title: string; videos: number; total: number }[]>`
    select c.id, c.title, (select count(*) from videos v where v.course_id = c.id)::int as videos, count(*) over ()::int as total
    from courses c where ${reachableCourses(scope)} and c.title ilike ${holds(words)}
    order by c.title ilike ${beginsWith(words)} desc, lower(c.title), c.id limit ${limit}`;
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
