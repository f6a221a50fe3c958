import "server-only";
import { and, desc, eq, ilike, or, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { contains } from "@/lib/db/patterns";
import { classes, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { isoInstants } from "@/lib/http/contract";
import { listOrder, listPage } from "@/lib/http/list";
import { AppError } from "@/lib/platform/errors";
import { byIdOrExternalId, reachCourse } from "../queries";
import type { EnrollmentsQuery } from "./forms";

const selectEnrollments = () =>
  db()
    .select({
      user_id: users.id,
      name: users.name,
      email: users.email,
      username: users.username,
      external_id: users.external_id,
      class_id: enrollments.class_id,
      class_name: classes.name,
      enrolled_at: enrollments.created_at,
    })
    .from(enrollments)
    .innerJoin(users, eq(users.id, enrollments.user_id))
    .leftJoin(classes, eq(classes.id, enrollments.class_id));

/** Who takes a course, one page of them. Throws as `reachCourse` does. */
export async function enrollmentList(
  scope: Scope,
  courseId: string,
  { q, class_id, limit, offset, ...order }: EnrollmentsQuery,
) {
  const course = await reachCourse(scope, courseId);
  const words = q && contains(q);
  const { items, total } = await listPage(
    selectEnrollments()
      .where(
        and(
          eq(enrollments.course_id, course.id),
          class_id ? byIdOrExternalId(classes, class_id) : undefined,
          words
            ? or(
                ...[users.name, users.email, users.username, users.external_id].map((column) =>
                  ilike(column, words),
                ),
              )
            : undefined,
        ),
      )
      .orderBy(
        listOrder(
          order,
          {
            name: byName(users.name),
            class: byName(sql`coalesce(${classes.name}, '')`),
            enrolled: enrollments.created_at,
          },
          ["name", "class"],
        ),
        byName(users.name),
        desc(users.id),
      )
      .$dynamic(),
    { limit, offset },
  );
  return { items: items.map(isoInstants), total };
}

/** Whether and where a person takes a course, by their id or external id. Throws as `reachCourse` does, and `not_found`. */
export async function reachEnrollment(scope: Scope, courseId: string, given: string) {
  const course = await reachCourse(scope, courseId);
  const [row] = await selectEnrollments()
    .where(and(eq(enrollments.course_id, course.id), byIdOrExternalId(users, given)))
    .orderBy(sql`${users.id}::text = ${given} desc`)
    .limit(1);
  if (!row) throw new AppError("not_found", "errors.course.not_enrolled");
  return { course, enrollment: row };
}
