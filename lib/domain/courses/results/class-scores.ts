import "server-only";
import { sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { enrollments } from "@/lib/db/tables/courses";
import { assessments, results } from "@/lib/db/tables/results";
import { fewest } from "@/lib/measure/evidence";
import type { MiddleHalf } from "@/lib/measure/quantiles";

/** The middle half of the best scores of a class in an assessment, in per cent, and of how many people. */
export type ClassScores = MiddleHalf & { people: number };

/**
 * How a learner's class did in each of these assessments: everybody who is in the same class of the course, the learner too; who is in no class
 * is compared with the others in none. Nothing of fewer than 5 people. The caller must have reached the assessments.
 */
export async function classScores(
  userId: string,
  assessmentIds: readonly string[],
): Promise<Map<string, ClassScores>> {
  if (assessmentIds.length === 0) return new Map();
  const rows = await db().execute<{ id: string; people: number; half: [number, number, number] }>(sql`
    with own as (
      select ${enrollments.course_id} as course_id, ${enrollments.class_id} as class_id
      from ${enrollments} where ${enrollments.user_id} = ${userId}
    ), best as (
      select ${assessments.id} as id, max(${results.points}) / ${assessments.maximum_points} * 100 as score
      from ${assessments} join own on own.course_id = ${assessments.course_id}
        join ${enrollments} on ${enrollments.course_id} = own.course_id
          and ${enrollments.class_id} is not distinct from own.class_id
        join ${results} on ${results.assessment_id} = ${assessments.id} and ${results.user_id} = ${enrollments.user_id}
      where ${isAnyOf(assessments.id, assessmentIds)} and ${results.points} is not null
      group by ${assessments.id}, ${results.user_id}
    )
    select id, count(*)::int as people, percentile_cont(array[0.25, 0.5, 0.75]) within group (order by score) as half
    from best group by id having count(*) >= ${sql.raw(String(fewest.people_for_rate))}`);
  return new Map(
    rows.map(({ id, people, half: [low, median, high] }) => [id, { people, low, median, high }]),
  );
}
