import "server-only";
import { eq, type SQL, sql } from "drizzle-orm";
import { db, dbPlanning } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { factsOf, joinFacts, joinStored } from "@/lib/db/stored-progress";
import { courses, enrollments, storedProgress } from "@/lib/db/tables/courses";
import {
  completionsIn,
  computedProgress,
  computeWhole,
  type KnownFacts,
  type Pair,
  pairKey,
  progressFacts,
  storedWhole,
  takersOf,
  type WholeProgress,
} from "./learner-progress";

/* The stored progress of enrollments: written by a job (lib/flows/jobs/progress.ts), verified by the rebuild of the roll-ups. */

/** Enrollments in the courses of these facts of which no progress is stored, or one of earlier facts. */
export async function staleEnrollments(facts: KnownFacts, limit: number): Promise<Pair[]> {
  const rows = await dbPlanning().execute<Pair>(sql`
    select ${enrollments.course_id}, ${enrollments.user_id} from ${enrollments} ${joinStored(facts)}
    where ${isAnyOf(enrollments.course_id, [...facts.courses.keys()])} and ${storedProgress.course_id} is null limit ${limit}`);
  return [...rows];
}

/** Computes the progress of those of these pairs that are enrollments, and stores it. The facts must have been read before, with those of the enrollments' courses. */
export async function storeProgress(pairs: readonly Pair[], facts: KnownFacts): Promise<void> {
  if (pairs.length === 0) return;
  const takers = sql`
    select one.*, ${factsOf(facts, sql`coalesce(${storedProgress.version}, 0)`)} as facts
    from (${takersOf(pairs)}) one
      join ${enrollments} on ${enrollments.course_id} = one.course_id and ${enrollments.user_id} = one.user_id
      ${joinFacts(facts)}
      left join ${storedProgress} on ${storedProgress.course_id} = one.course_id and ${storedProgress.user_id} = one.user_id`;
  const written = [
    ...["facts", "lesson_ids", "percentages", "begun", "least_percentage"],
    ...["parts", "completed_days", "last_active_at"],
  ];
  const list = (pick: (name: SQL) => SQL) =>
    sql.join(
      written.map((name) => pick(sql`${sql.identifier(name)}`)),
      sql`, `,
    );
  await dbPlanning().execute(sql`
    insert into ${storedProgress} (course_id, user_id, ${list((name) => name)})
    select course_id, user_id, ${list((name) => name)} from (${computedProgress(takers, await completionsIn(facts, pairs))}) computed
    order by course_id, user_id
    on conflict (course_id, user_id) do update set ${list((name) => sql`${name} = excluded.${name}`)}`);
}

export type ProgressDifference = Pair & { stored: WholeProgress; computed: WholeProgress };

const isClose = (one: number | null | undefined, other: number | null | undefined) =>
  one == null || other == null ? one === other : Math.abs(one - other) < 1e-6;

const isSame = (one: WholeProgress, other: WholeProgress): boolean =>
  one.lesson_ids.join() === other.lesson_ids.join() &&
  one.begun.join() === other.begun.join() &&
  one.percentages.length === other.percentages.length &&
  one.percentages.every((percentage, index) => isClose(percentage, other.percentages[index])) &&
  isClose(one.least_percentage, other.least_percentage) &&
  one.parts === other.parts &&
  one.completed_days.join() === other.completed_days.join() &&
  timeOf(one) === timeOf(other);

const timeOf = ({ last_active_at: at }: WholeProgress) => (at === null ? null : new Date(at).getTime());

/** Computes again the stored progress of these enrollments that is said to be current, and corrects what differs; there should be nothing. */
export async function verifyProgress(pairs: readonly Pair[]): Promise<ProgressDifference[]> {
  const facts = await progressFacts([...new Set(pairs.map(({ course_id }) => course_id))]);
  const stored = await storedWhole(pairs, facts);
  const computed = new Map((await computeWhole(stored, facts)).map((one) => [pairKey(one), one] as const));
  const differences = stored.flatMap((one) => {
    const own = computed.get(pairKey(one));
    return own && !isSame(one, own)
      ? [{ course_id: one.course_id, user_id: one.user_id, stored: one, computed: own }]
      : [];
  });
  await storeProgress(differences, facts);
  return differences;
}

/** All enrollments of a school, or of all. */
export async function enrollmentsOf(schoolId: string | null): Promise<Pair[]> {
  return await db()
    .select({ course_id: enrollments.course_id, user_id: enrollments.user_id })
    .from(enrollments)
    .innerJoin(courses, eq(courses.id, enrollments.course_id))
    .where(schoolId ? eq(courses.school_id, schoolId) : undefined)
    .orderBy(enrollments.course_id, enrollments.user_id);
}
