import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { attendances } from "@/lib/db/attendance";
import { db, dbPlanning } from "@/lib/db/client";
import { isOneOf } from "@/lib/db/literals";
import { classes, courses } from "@/lib/db/tables/courses";
import { schools } from "@/lib/db/tables/schools";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { reachCourse } from "@/lib/domain/courses/queries";
import type { TrendsFilter } from "@/lib/domain/learning/engagement";
import { fieldError } from "@/lib/platform/errors";
import type { Day } from "@/lib/platform/time";
import { reachClass, type Student, studentsOf } from "./students";

/* Trends of one course, or of one of its classes: of its learners, its videos and its sessions. */

export type Narrowing = {
  course_id: string;
  /** The learners of the course, or of the class. */
  students: Student[];
  /** Whose views and attendances alone are counted: the class's; null for a course, of which everybody's are. */
  class_people: string[] | null;
  /** The school's smallest group: of fewer learners nothing is shown. */
  fewest: number;
};

/** What trends are narrowed to, as the scope reaches it; null for nothing. Throws `not_found`, and `forbidden` for another's course. */
export async function narrowingOf(
  scope: Scope,
  { course_id, class_id }: TrendsFilter,
): Promise<Narrowing | null> {
  if (course_id === undefined && class_id === undefined) return null;
  const course = course_id === undefined ? null : (await reachCourse(scope, course_id)).id;
  const ofClass = class_id === undefined ? null : await classOf(scope, class_id, course);
  const id = ofClass?.course_id ?? course!;
  const [students, fewest] = await Promise.all([studentsOf(scope, ofClass?.id ?? null, id), fewestIn(id)]);
  return {
    ...{ course_id: id, students, fewest },
    class_people: ofClass && students.map((student) => student.id),
  };
}

/** Throws `invalid` where fewer learners than the school's smallest group would be shown. */
export function assertEnough(narrowing: Narrowing | null): void {
  if (narrowing && isTooFew(narrowing))
    throw fieldError(
      narrowing.class_people ? "class_id" : "course_id",
      "errors.learning.trends_few",
      "invalid",
      { values: { fewest: narrowing.fewest } },
    );
}

export const isTooFew = ({ students, fewest }: Narrowing): boolean => students.length < fewest;

async function classOf(scope: Scope, given: string, courseId: string | null) {
  const id = await reachClass(scope, given);
  const [row] = await db()
    .select({ id: classes.id, course_id: classes.course_id })
    .from(classes)
    .where(eq(classes.id, id));
  if (!row || (courseId !== null && row.course_id !== courseId))
    throw fieldError("class_id", "errors.course.class_unknown", "not_found");
  return row;
}

async function fewestIn(courseId: string): Promise<number> {
  const [row] = await db()
    .select({ fewest: schools.minimum_group_size })
    .from(courses)
    .innerJoin(schools, eq(schools.id, courses.school_id))
    .where(eq(courses.id, courseId));
  return row!.fewest;
}

/** How often these people attended the course's ended sessions that began on each day; of one session each once. */
export async function attendancesOf(
  { course_id, people }: { course_id: string; people: readonly string[] },
  { from, to, time_zone }: { from: Day; to: Day; time_zone: string },
): Promise<Map<Day, number>> {
  const day = sql`(at at time zone ${time_zone})::date`;
  const held = and(
    ...[eq(sessions.course_id, course_id), eq(sessions.status, "ended"), eq(sessions.left_out, false)],
    isOneOf(attendees.user_id, people),
  );
  const rows = await dbPlanning().execute<{ day: Day; attendances: number }>(sql`
    select ${day}::text as day, count(*)::int as attendances from (${attendances(held)}) came
    where ${day} between ${from} and ${to} group by 1`);
  return new Map([...rows].map((row) => [row.day, row.attendances]));
}
