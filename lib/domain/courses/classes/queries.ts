import "server-only";
import { and, desc, eq, ilike, isNotNull, isNull, sql } from "drizzle-orm";
import { inSchool, reachesCourses } from "@/lib/auth/reach";
import { isStaff, type Scope } from "@/lib/auth/scope";
import { db, type Tx } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { contains } from "@/lib/db/patterns";
import { classes, courses, enrollments } from "@/lib/db/tables/courses";
import { terms } from "@/lib/db/tables/schools";
import { isoInstants } from "@/lib/http/contract";
import { listPage } from "@/lib/http/list";
import { AppError, fieldError } from "@/lib/platform/errors";
import { byIdOrExternalId, reachCourse } from "../queries";
import { type ClassListQuery, classesMax, type TermListQuery } from "./forms";
import type { ClassRow } from "./schema";

const selectClasses = () =>
  db()
    .select({
      id: classes.id,
      course_id: classes.course_id,
      external_id: classes.external_id,
      name: classes.name,
      term_id: classes.term_id,
      term_name: terms.name,
      starts_on: sql<string | null>`coalesce(${classes.starts_on}, ${terms.starts_on})::text`,
      ends_on: sql<string | null>`coalesce(${classes.ends_on}, ${terms.ends_on})::text`,
      own_days: sql<boolean>`(${classes.starts_on} is not null or ${classes.ends_on} is not null)`,
      learners: sql<number>`(select count(*)::int from ${enrollments} where ${enrollments.class_id} = ${classes.id})`,
      archived_at: classes.archived_at,
      revision: classes.revision,
    })
    .from(classes)
    .leftJoin(terms, eq(terms.id, classes.term_id));

/** The classes of a course by name, with the number of their learners. Throws as `reachCourse` does. */
export async function classList(
  scope: Scope,
  courseId: string,
  { archived, limit, offset }: ClassListQuery,
): Promise<{ items: ClassRow[]; total: number }> {
  const course = await reachCourse(scope, courseId);
  const { items, total } = await listPage(
    selectClasses()
      .where(
        and(
          eq(classes.course_id, course.id),
          archived ? isNotNull(classes.archived_at) : isNull(classes.archived_at),
        ),
      )
      .orderBy(sql`${terms.starts_on} desc nulls last`, byName(classes.name), classes.id)
      .$dynamic(),
    { limit, offset },
  );
  return { items: items.map(isoInstants), total };
}

/** A class of a course by its id or external id there. Throws as `reachCourse` does, and `not_found`. */
export async function reachClass(scope: Scope, courseId: string, given: string) {
  const course = await reachCourse(scope, courseId);
  const [row] = await selectClasses()
    .where(and(eq(classes.course_id, course.id), byIdOrExternalId(classes, given)))
    .orderBy(sql`${classes.id}::text = ${given} desc`)
    .limit(1);
  if (!row) throw new AppError("not_found", "errors.course.class_unknown");
  return { course, class: isoInstants(row) };
}

const selectTerms = () =>
  db()
    .select({
      id: terms.id,
      school_id: terms.school_id,
      external_id: terms.external_id,
      name: terms.name,
      starts_on: terms.starts_on,
      ends_on: terms.ends_on,
      classes: sql<number>`(select count(*)::int from ${classes} where ${classes.term_id} = "terms"."id")`,
      revision: terms.revision,
    })
    .from(terms);

/** The terms of the scope's school, the latest first. */
export async function termList(scope: Scope, { q, limit, offset }: TermListQuery) {
  if (!isStaff(scope)) throw new AppError("forbidden", "errors.general.staff_only");
  return listPage(
    selectTerms()
      .where(and(inSchool(scope, terms), q ? ilike(terms.name, contains(q)) : undefined))
      .orderBy(desc(terms.starts_on), byName(terms.name), terms.id)
      .$dynamic(),
    { limit, offset },
  );
}

/** A term of the scope's school by its id or external id. Throws `not_found`. */
export async function reachTerm(scope: Scope, given: string) {
  if (!isStaff(scope)) throw new AppError("forbidden", "errors.general.staff_only");
  const [row, other] = await selectTerms()
    .where(and(inSchool(scope, terms), byIdOrExternalId(terms, given)))
    .orderBy(sql`${terms.id}::text = ${given} desc`)
    .limit(2);
  // An external id that several schools have names none.
  if (!row || (other && row.id !== given)) throw new AppError("not_found", "errors.course.term_unknown");
  return row;
}

/** The id of a term of this school, as a class names it. Throws `not_found` with the field. */
export async function assertTerm(tx: Tx, schoolId: string, given: string): Promise<string> {
  const [row] = await tx
    .select({ id: terms.id })
    .from(terms)
    .where(and(eq(terms.school_id, schoolId), byIdOrExternalId(terms, given)))
    .orderBy(sql`${terms.id}::text = ${given} desc`)
    .limit(1);
  if (!row) throw fieldError("term_id", "errors.course.term_unknown", "not_found");
  return row.id;
}

/** The classes of every course that the scope teaches in a school, with their courses' titles, for a menu. */
export const classChoices = (scope: Scope, schoolId: string) =>
  db()
    .select({ id: classes.id, name: classes.name, course: courses.title })
    .from(classes)
    .innerJoin(courses, eq(courses.id, classes.course_id))
    .where(and(eq(courses.school_id, schoolId), reachesCourses(scope, courses), isNull(classes.archived_at)))
    .orderBy(byName(courses.title), byName(classes.name), classes.id)
    .limit(classesMax);
