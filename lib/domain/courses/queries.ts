import "server-only";
import { and, asc, count, desc, eq, ilike, type SQL, sql } from "drizzle-orm";
import { oneInSchool, reachesCourses, takesCourse } from "@/lib/auth/reach";
import { isStaff, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { beginsWith, contains } from "@/lib/db/patterns";
import { courseInstructors, courses } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { videos } from "@/lib/db/tables/videos";
import { AppError } from "@/lib/platform/errors";

/** More courses than this do not fit a menu; search finds the others. */
const coursesMax = 500;

/** A course by its id or its school's own id for it. Throws `not_found` outside the scope's school, `forbidden` for one they do not teach. */
export async function reachCourse(scope: Scope, idOrExternalId: string) {
  const { mine, ...course } = await courseInSchool(scope, idOrExternalId);
  if (!mine) throw new AppError("forbidden", "errors.general.course_not_taught");
  return course;
}

/** A course of the scope's school, for any caller, and whether its numbers are theirs to read. Throws `not_found`. */
export function courseInSchool(scope: Scope, given: string) {
  const { id, school_id, external_id, title } = courses;
  const mine = sql<boolean>`(${reachesCourses(scope, courses)})`;
  return oneInSchool(
    scope,
    { table: courses, unknown: "errors.general.course_unknown", given },
    (where, order) =>
      db()
        .select({ id, school_id, external_id, title, mine })
        .from(courses)
        .where(where)
        .orderBy(order)
        .limit(2),
  );
}

/** Courses, each with how many videos it has and the number of courses. */
const selectCourses = (where: SQL, words?: string) =>
  db()
    .select({
      id: courses.id,
      title: courses.title,
      videos: count(videos.id),
      total: sql<number>`count(*) over ()::int`,
    })
    .from(courses)
    .leftJoin(videos, eq(videos.course_id, courses.id))
    .where(and(where, words ? ilike(courses.title, contains(words)) : undefined))
    .groupBy(courses.id);

const byTitle = [byName(courses.title), asc(courses.id)];

/** The courses a scope reaches, by title, with how many videos each has. */
export const courseList = (scope: Scope) =>
  selectCourses(reachesCourses(scope, courses))
    .orderBy(...byTitle)
    .limit(coursesMax);

/** The courses whose title contains these words, those that begin with them first; `total` counts all of them. A student finds those that they take. */
export async function findCourses(scope: Scope, words: string, limit: number) {
  const reached = isStaff(scope) ? reachesCourses(scope, courses) : takesCourse(scope, courses.id);
  const rows = await selectCourses(reached, words)
    .orderBy(desc(ilike(courses.title, beginsWith(words))), ...byTitle)
    .limit(limit);
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** The courses that a learner takes, by title, with the names of who teaches them. */
export const takenCourses = (scope: Scope) =>
  db()
    .select({
      id: courses.id,
      title: courses.title,
      instructors: sql<string[]>`coalesce(array_agg(${users.name} order by ${byName(users.name)})
        filter (where ${users.id} is not null), '{}')`,
    })
    .from(courses)
    .leftJoin(courseInstructors, eq(courseInstructors.course_id, courses.id))
    .leftJoin(users, eq(users.id, courseInstructors.user_id))
    .where(takesCourse(scope, courses.id))
    .groupBy(courses.id)
    .orderBy(...byTitle)
    .limit(coursesMax);
