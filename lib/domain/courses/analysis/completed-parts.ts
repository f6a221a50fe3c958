import "server-only";
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { db, dbPlanning } from "@/lib/db/client";
import { joinStored } from "@/lib/db/stored-progress";
import { classes, enrollments, storedProgress } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { terms } from "@/lib/db/tables/schools";
import type { Day } from "@/lib/platform/time";
import {
  completionsIn,
  computedProgress,
  type Pair,
  progressFacts,
  takersOf,
} from "../lessons/learner-progress";
import { inNoClass } from "./schema";

/** Who is in the class of a filter. */
const ofClass = (filter: string | null): SQL =>
  filter === null
    ? sql`true`
    : filter === inNoClass
      ? sql`${enrollments.class_id} is null`
      : sql`${enrollments.class_id} = ${filter}`;

/**
 * How many parts of a course's lessons its learners completed on each day of the school's zone: a video once the school's threshold of it was covered, a
 * session once they came or completed its recording, an assessment once they submitted. `day` is null for the parts that they have not completed. PDFs and links
 * are left out: their pages may not report them. Of each learner it is read with their stored progress, or computed where that is not current.
 */
export async function completedParts(course: { id: string }, filter: string | null) {
  const facts = await progressFacts([course.id]);
  const theirs = and(eq(enrollments.course_id, course.id), isNull(users.disabled_at), ofClass(filter));
  const days = (progress: SQL) =>
    dbPlanning().execute<{ day: Day | null; parts: number }>(sql`
    with progress as materialized (${progress})
    select day::text, count(*)::int as parts from progress, unnest(completed_days) day group by day
    union all select null, coalesce(sum(parts - cardinality(completed_days)), 0)::int from progress`);
  const taking = sql`${enrollments} join ${users} on ${users.id} = ${enrollments.user_id} ${joinStored(facts)} where ${theirs}`;
  const [stored, others] = await Promise.all([
    days(
      sql`select ${storedProgress.parts}, ${storedProgress.completed_days} from ${taking} and ${storedProgress.course_id} is not null`,
    ),
    dbPlanning().execute<Pair>(
      sql`select ${enrollments.course_id}, ${enrollments.user_id} from ${taking} and ${storedProgress.course_id} is null`,
    ),
  ]);
  if (others.length === 0) return [...stored];
  const computed = computedProgress(takersOf([...others]), await completionsIn(facts, [...others]));
  return [...stored, ...(await days(sql`select parts, completed_days from (${computed}) computed`))];
}

/** The last day of a course's classes, or of this class; null while one has no end. */
export async function lastDayOf(course: { id: string }, filter: string | null): Promise<Day | null> {
  if (filter === inNoClass) return null;
  const end = sql`coalesce(${classes.ends_on}, ${terms.ends_on})`;
  const [row] = await db().execute<{ day: Day | null }>(sql`
    select case when bool_and(${end} is not null) then max(${end})::text end as day
    from ${classes} left join ${terms} on ${terms.id} = ${classes.term_id}
    where ${classes.course_id} = ${course.id} and ${filter === null ? sql`${classes.archived_at} is null` : sql`${classes.id} = ${filter}`}`);
  return row?.day ?? null;
}
