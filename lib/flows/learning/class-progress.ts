import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { enrollmentProgress } from "@/lib/domain/courses/lessons/learner-progress";
import { fewest } from "@/lib/measure/evidence";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { type MiddleHalf, middleHalf } from "@/lib/measure/quantiles";

/** The middle half of the mastery of a class, in per cent, and of how many people. */
export type ClassProgress = MiddleHalf & { people: number };

/** The progress of more people of one class is not computed for one learner's page. */
export const comparedMax = 500;

/**
 * How far the learner's class is in each of these courses: everybody who is in the same class and not deactivated, the learner too; who is in no
 * class is compared with the others in none. Nothing of fewer than 5 people or more than 500. The caller
 * must have reached the courses.
 */
export async function classProgress(
  userId: string,
  courseIds: readonly string[],
): Promise<Map<string, ClassProgress>> {
  if (courseIds.length === 0) return new Map();
  const own = alias(enrollments, "own");
  const rows = await db()
    .select({
      course_id: enrollments.course_id,
      user_id: enrollments.user_id,
      people: sql<number>`count(*) over (partition by ${enrollments.course_id})::int`,
    })
    .from(own)
    .innerJoin(
      enrollments,
      and(
        eq(enrollments.course_id, own.course_id),
        sql`${enrollments.class_id} is not distinct from ${own.class_id}`,
      ),
    )
    .innerJoin(users, eq(users.id, enrollments.user_id))
    .where(and(eq(own.user_id, userId), isAnyOf(own.course_id, courseIds), isNull(users.disabled_at)));
  const progress = await enrollmentProgress(
    rows.filter(({ people }) => people >= fewest.people_for_rate && people <= comparedMax),
  );
  const values = new Map<string, number[]>();
  for (const { course_id, mastery_percentage: mastery } of progress)
    if (mastery !== null) getOrInsert(values, course_id, () => []).push(mastery);
  return new Map(
    [...values].flatMap(([id, all]) => {
      const half = all.length < fewest.people_for_rate ? null : middleHalf(all);
      return half ? [[id, { ...half, people: all.length }] as const] : [];
    }),
  );
}
