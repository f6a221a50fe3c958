import "server-only";
import { type AnyColumn, and, asc, count, desc, eq, ilike, isNull, type SQL, sql } from "drizzle-orm";
import {
  areStaff,
  areTeaching,
  inSchool,
  isTakenBy,
  type Learner,
  oneInSchool,
  reachesCourses,
  reachesSessions,
  takesCourse,
} from "@/lib/auth/reach";
import { isStaff, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { beginsWith, contains } from "@/lib/db/patterns";
import { classes, courseInstructors, courses, enrollments, lessons } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { schools, terms } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { isoInstants } from "@/lib/http/contract";
import { listOrder, listPage } from "@/lib/http/list";
import { AppError, fieldError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import type { CourseListQuery } from "./forms";
import type { CourseRow } from "./schema";

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

/** The time zone of a course’s school. */
export async function zoneOf({ id }: { id: string }): Promise<string> {
  const [row] = await db()
    .select({ time_zone: schools.time_zone })
    .from(courses)
    .innerJoin(schools, eq(schools.id, courses.school_id))
    .where(eq(courses.id, id));
  if (!row) throw new AppError("not_found", "errors.general.course_unknown");
  return row.time_zone;
}

/** The videos of this course that lists show: an earlier version is part of the video that replaced it. */
export const isShownVideoOf = (courseId: AnyColumn | SQL) =>
  and(eq(videos.course_id, courseId), isNull(videos.archived_at), isNull(videos.version_of));

/** Courses that are not archived, each with how many videos it has and the number of courses. */
const selectCourses = (where: SQL, words?: string) =>
  db()
    .select({
      id: courses.id,
      school_id: courses.school_id,
      title: courses.title,
      videos: count(videos.id),
      total: sql<number>`count(*) over ()::int`,
    })
    .from(courses)
    .leftJoin(videos, isShownVideoOf(courses.id))
    .where(and(where, isNull(courses.archived_at), words ? ilike(courses.title, contains(words)) : undefined))
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

/** The courses that a learner takes, of somebody else's those that the scope reaches, by title, with the names of who teaches them. */
export const takenCourses = (scope: Scope, learner: Learner = scope) =>
  db()
    .select({
      id: courses.id,
      title: courses.title,
      completion_threshold: schools.completion_threshold,
      instructors: sql<string[]>`coalesce(array_agg(${users.name} order by ${byName(users.name)})
        filter (where ${users.id} is not null), '{}')`,
    })
    .from(courses)
    .innerJoin(schools, eq(schools.id, courses.school_id))
    .leftJoin(courseInstructors, eq(courseInstructors.course_id, courses.id))
    .leftJoin(users, and(eq(users.id, courseInstructors.user_id), areTeaching(users)))
    .where(and(isTakenBy(scope, courses, learner), isNull(courses.archived_at)))
    .groupBy(courses.id, schools.id)
    .orderBy(...byTitle)
    .limit(coursesMax);

const countOf = (from: SQL) => sql<number>`(select count(*)::int from ${from})`;

/** What a course has, as its row shows it to the scope. */
const countsFor = (scope: Scope) => ({
  lessons: countOf(
    sql`${lessons} where ${lessons.course_id} = ${courses.id} and ${lessons.archived_at} is null`,
  ),
  videos: countOf(sql`${videos} where ${isShownVideoOf(courses.id)}`),
  classes: countOf(
    sql`${classes} where ${classes.course_id} = ${courses.id} and ${classes.archived_at} is null`,
  ),
  sessions: countOf(
    sql`${sessions} where ${sessions.course_id} = ${courses.id} and ${reachesSessions(scope, sessions)}`,
  ),
  learners: countOf(sql`${enrollments} where ${enrollments.course_id} = ${courses.id}`),
});

const selectRows = (scope: Scope) =>
  db()
    .select({
      id: courses.id,
      school_id: courses.school_id,
      external_id: courses.external_id,
      title: courses.title,
      description: courses.description,
      instructors: sql<CourseRow["instructors"]>`coalesce((
        select json_agg(json_build_object('id', ${users.id}, 'name', ${users.name}) order by ${byName(users.name)}, ${users.id})
        from ${courseInstructors} join ${users} on ${users.id} = ${courseInstructors.user_id}
        where ${courseInstructors.course_id} = ${courses.id}), '[]')`,
      ...countsFor(scope),
      archived_at: courses.archived_at,
      revision: courses.revision,
      created_at: courses.created_at,
    })
    .from(courses)
    // Of a single table the builder writes columns without its name, which in these subqueries would be another's.
    .innerJoin(schools, eq(schools.id, courses.school_id))
    .$dynamic();

/** The courses that a scope reaches, by the list's search and filters, one page of them. */
export async function courseRows(
  scope: Scope,
  { q, term_id, archived, limit, offset, ...order }: CourseListQuery,
) {
  const inTerm =
    term_id === undefined
      ? undefined
      : sql`exists (select from ${classes} join ${terms} on ${terms.id} = ${classes.term_id}
          where ${classes.course_id} = ${courses.id} and ${byIdOrExternalId(terms, term_id)})`;
  const { lessons, videos, sessions, learners } = countsFor(scope);
  const { items, total } = await listPage(
    selectRows(scope)
      .where(
        and(
          reachesCourses(scope, courses),
          archived ? sql`${courses.archived_at} is not null` : isNull(courses.archived_at),
          q ? ilike(courses.title, contains(q)) : undefined,
          inTerm,
        ),
      )
      .orderBy(
        listOrder(
          order,
          { title: byName(courses.title), lessons, videos, sessions, learners, made: courses.created_at },
          ["title"],
        ),
        ...byTitle,
      ),
    { limit, offset },
  );
  return { items: items.map(isoInstants), total };
}

/** A course as its page and route show it. Throws as `reachCourse` does. */
export async function readCourse(scope: Scope, given: string): Promise<CourseRow> {
  const { id } = await reachCourse(scope, given);
  const [row] = await selectRows(scope).where(eq(courses.id, id));
  if (!row) throw new AppError("not_found", "errors.general.course_unknown");
  return isoInstants(row);
}

/** A row by our id or the school's own. */
export const byIdOrExternalId = (table: Record<"id" | "external_id", AnyColumn>, given: string): SQL =>
  uuidPattern.test(given)
    ? sql`(${table.id} = ${given} or ${table.external_id} = ${given})`
    : sql`${table.external_id} = ${given}`;

/** The school in which the scope makes something: their own, or the one that the installation's administrator names. */
export async function schoolFor(scope: Scope, given: string | undefined): Promise<string> {
  if (given === undefined && scope.school_id !== null) return scope.school_id;
  if (given === undefined) throw fieldError("school_id", "errors.field.school_required");
  const [school] = await db()
    .select({ id: schools.id })
    .from(schools)
    .where(and(byIdOrExternalId(schools, given), inSchool(scope, { school_id: schools.id })))
    .limit(1);
  if (!school) throw fieldError("school_id", "errors.field.school_unknown", "not_found");
  return school.id;
}

/** How many fit a menu. */
const staffMax = 500;

/** Who can teach a course of this school, by name. The caller must have checked that the scope may edit one there. */
export const teachersOf = (schoolId: string) =>
  db()
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(and(eq(users.school_id, schoolId), areStaff(users), isNull(users.disabled_at)))
    .orderBy(byName(users.name), users.id)
    .limit(staffMax);
