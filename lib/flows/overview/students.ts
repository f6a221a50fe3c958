import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { actorsOf } from "@/lib/auth/pseudonym";
import { inSchool, reachesCourses } from "@/lib/auth/reach";
import { isAdmin, isStaff, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { classes, courses, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { byIdOrExternalId } from "@/lib/domain/courses/queries";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { fieldError } from "@/lib/platform/errors";
import { dayOf, startOfDayInstant } from "@/lib/platform/time";
import { activeOn, type Days } from "./active-days";

/* The students of whom a scope's overviews are, and which of them are active. */

export type Student = Awaited<ReturnType<typeof studentsOf>>[number];

/** An admin's are all of the school, other staff's those who take their courses, a student's themself; with a class or a course those in it. */
export async function studentsOf(
  scope: Scope,
  classId: string | null = null,
  courseId: string | null = null,
) {
  const taught = sql`exists (select from ${enrollments} join ${courses} on ${courses.id} = ${enrollments.course_id}
    where ${enrollments.user_id} = ${users.id} and ${reachesCourses(scope, courses)})`;
  const inClass = sql`exists (select from ${enrollments}
    where ${enrollments.user_id} = ${users.id} and ${enrollments.class_id} = ${classId})`;
  const inCourse = sql`exists (select from ${enrollments}
    where ${enrollments.user_id} = ${users.id} and ${enrollments.course_id} = ${courseId})`;
  const theirs = isAdmin(scope) ? inSchool(scope, users) : taught;
  return await db()
    .select({
      id: users.id,
      school_id: sql<string>`${users.school_id}`,
      name: users.name,
      appearance: users.appearance,
      last_signed_in_at: users.last_signed_in_at,
    })
    .from(users)
    .where(
      and(
        ...[eq(users.role, "student"), isNull(users.disabled_at)],
        isStaff(scope) ? theirs : eq(users.id, scope.user_id),
        classId === null ? undefined : inClass,
        courseId === null ? undefined : inCourse,
      ),
    );
}

/** The id of a class of a course that the scope reaches. Throws `not_found`. */
export async function reachClass(scope: Scope, given: string): Promise<string> {
  const [row] = await db()
    .select({ id: classes.id })
    .from(classes)
    .innerJoin(courses, eq(courses.id, classes.course_id))
    .where(and(reachesCourses(scope, courses), byIdOrExternalId(classes, given)))
    .orderBy(sql`${classes.id}::text = ${given} desc`, classes.id)
    .limit(1);
  if (!row) throw fieldError("class_id", "errors.course.class_unknown", "not_found");
  return row.id;
}

/** The students by their pseudonyms; while the key of these is replaced, each by two. */
export async function byActor(students: readonly Student[]): Promise<Map<string, Student>> {
  const bySchool = new Map<string, Map<string, Student>>();
  for (const student of students)
    getOrInsert(bySchool, student.school_id, () => new Map()).set(student.id, student);
  const actors = new Map<string, Student>();
  for (const [schoolId, people] of bySchool)
    for (const [actor, id] of await actorsOf(schoolId, [...people.keys()]))
      actors.set(actor, people.get(id)!);
  return actors;
}

/** These names, and the others of the same students: what was read under one can have the other in the next statement. */
export function allNames(
  actors: ReadonlyMap<string, Pick<Student, "id">>,
  names: readonly string[],
): Map<string, string> {
  const nameOf = new Map(
    names.flatMap((name) => {
      const student = actors.get(name);
      return student ? [[student.id, name] as const] : [];
    }),
  );
  return new Map(
    [...actors].flatMap(([actor, { id }]) => {
      const name = nameOf.get(id);
      return name ? [[actor, name] as const] : [];
    }),
  );
}

/** The ids of the students who signed in, watched, attended or had a learning event on this day or later. */
export async function activeSince(
  students: readonly Student[],
  actors: ReadonlyMap<string, Student>,
  { from, time_zone }: Pick<Days, "from" | "time_zone">,
  now: Date,
): Promise<Set<string>> {
  const since = startOfDayInstant(from, time_zone);
  const active = new Set(
    students.flatMap((one) => (one.last_signed_in_at && one.last_signed_in_at >= since ? [one.id] : [])),
  );
  const others = students.filter(({ id }) => !active.has(id));
  for (const id of await activeOn(others, actors, { from, to: dayOf(now, time_zone), time_zone }, now))
    active.add(id);
  return active;
}
