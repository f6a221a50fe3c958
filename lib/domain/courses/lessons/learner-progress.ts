import "server-only";
import { createHash } from "node:crypto";
import { eq, isNull, type SQL, sql } from "drizzle-orm";
import { takersWithSessions } from "@/lib/db/attendance";
import { db, dbPlanning } from "@/lib/db/client";
import { lastActivity } from "@/lib/db/course-activity";
import { isAnyOf } from "@/lib/db/literals";
import { changedPairs, courseFacts, joinStored, type ProgressFacts } from "@/lib/db/stored-progress";
import { courses, enrollments, lessons, storedProgress } from "@/lib/db/tables/courses";
import { schools } from "@/lib/db/tables/schools";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { mean } from "@/lib/measure/quantiles";
import type { Day } from "@/lib/platform/time";
import { isCompleted } from "../progress";
import {
  type Completions,
  completionCounts,
  completionsOf,
  knownMaterials,
  type Material,
} from "./completed-materials";
import { partsOfTaker, uuids } from "./lesson-parts";

export type Pair = { course_id: string; user_id: string };
export const pairKey = ({ course_id, user_id }: Pair): string => `${course_id} ${user_id}`;

/** How far somebody is in the lessons of a course of which they have parts: in each, in per cent, not rounded; null while it cannot be known. */
export type TakerProgress = Pair & {
  lesson_ids: string[];
  percentages: (number | null)[];
  /** Whether they did anything of it. */
  begun: boolean[];
  /** The least of the percentages that are known. */
  least_percentage: number | null;
  last_active_at: Date | string | null;
};

/** All that is stored: also how many parts they have that have a time once they are completed, and the days on which they completed some of these, in order. */
export type WholeProgress = TakerProgress & { parts: number; completed_days: Day[] };

/** With the PDFs and links of the courses that somebody has completed. */
export type KnownFacts = ProgressFacts & { known: readonly Material[] };

/** What decides which stored progress in these courses is current, of these users or of all who take the courses. */
export async function progressFacts(
  courseIds: readonly string[],
  userIds?: readonly string[],
): Promise<KnownFacts> {
  const [ofCourses, changed, known] = await Promise.all([
    courseFacts(courseIds),
    changedPairs(courseIds),
    knownMaterials(courseIds),
  ]);
  const ofCourse = new Map<string, string[]>();
  for (const { course_id, id } of known) getOrInsert(ofCourse, course_id, () => []).push(id);
  const text = (id: string) => ofCourse.get(id)?.toSorted().join(" ") ?? "";
  return {
    courses: new Map([...ofCourses].map(([id, facts]) => [id, hashOf(`${facts} ${text(id)}`)])),
    with_materials: [...ofCourse.keys()],
    completions: await completionCounts(known, courseIds, userIds),
    changed,
    known,
  };
}

/** Which of the known PDFs and links the people of these enrollments have completed. */
export const completionsIn = ({ known }: KnownFacts, pairs: readonly Pair[]): Promise<Completions> =>
  completionsOf(known, [...new Set(pairs.map(({ user_id }) => user_id))]);

const hashOf = (text: string): bigint => createHash("sha256").update(text).digest().readBigInt64BE();

const given = (pairs: readonly Pair[]) => {
  const of = (key: keyof Pair) => uuids(pairs.map((pair) => pair[key]));
  return sql`unnest(${of("course_id")}, ${of("user_id")}) given(course_id, user_id)
    join ${enrollments} on ${enrollments.course_id} = given.course_id and ${enrollments.user_id} = given.user_id`;
};

/**
 * The progress of takers (`course_id`, `user_id`, `class_id`, `since`) computed from their facts, as `lessonProgress` (../progress.ts) has it, with the further
 * columns of `takers`.
 */
export const computedProgress = (takers: SQL, completions: Completions): SQL => sql`
  with ${takersWithSessions(takers)}
  select takers.*, own.*, ${lastActivity} as last_active_at
  from takers cross join lateral (
    with part as materialized (${partsOfTaker(completions)})
    select progress.*, dated.* from (
      select coalesce(array_agg(lesson_id order by lesson_id), '{}') as lesson_ids,
        coalesce(array_agg(percentage::float8 order by lesson_id), '{}') as percentages,
        coalesce(array_agg(begun order by lesson_id), '{}') as begun, min(percentage)::float8 as least_percentage
      from (select lesson_id, avg(done) * 100 as percentage, bool_or(begun) as begun from part group by lesson_id) lesson
    ) progress, (
      select count(*)::int as parts, coalesce(array_agg(day order by day) filter (where day is not null), '{}') as completed_days
      from (select (part.at at time zone zone.name)::date as day from part cross join (
        select ${schools.time_zone} as name from ${courses} join ${schools} on ${schools.id} = ${courses.school_id}
        where ${courses.id} = takers.course_id offset 0) zone where part.dated) one
    ) dated) own`;

export const takersOf = (pairs: readonly Pair[]): SQL => sql`
  select ${enrollments.course_id} as course_id, ${enrollments.user_id} as user_id, ${enrollments.class_id} as class_id,
    ${enrollments.created_at} as since
  from ${given(pairs)}`;

/** The columns of `TakerProgress` in a part of a statement. As JSON, since the driver reads the nulls in an array as numbers. */
const columns = (of: SQL): SQL => sql`${of}.course_id, ${of}.user_id, to_json(${of}.lesson_ids) as lesson_ids,
  to_json(${of}.percentages) as percentages, to_json(${of}.begun) as begun, ${of}.least_percentage, ${of}.last_active_at`;

/** The columns of `WholeProgress`: everybody has many days, and most pages show none. */
const wholeColumns = (of: SQL): SQL =>
  sql`${columns(of)}, ${of}.parts, to_json(${of}.completed_days) as completed_days`;

const read = async <Row extends Pair>(pairs: readonly Pair[], statement: SQL): Promise<Row[]> =>
  pairs.length === 0 ? [] : ([...(await dbPlanning().execute<Row>(statement))] as Row[]);

const computed = async (of: (from: SQL) => SQL, pairs: readonly Pair[], facts: KnownFacts) =>
  sql`select ${of(sql`computed`)} from (${computedProgress(takersOf(pairs), await completionsIn(facts, pairs))}) computed`;
const stored = (of: (from: SQL) => SQL, pairs: readonly Pair[], facts: ProgressFacts) => sql`
  select ${of(sql`${storedProgress}`)} from ${given(pairs)} ${joinStored(facts)} where ${storedProgress.course_id} is not null`;

/** The progress of these enrollments computed from their facts. */
export const computeProgress = async (pairs: readonly Pair[], facts: KnownFacts) =>
  read<TakerProgress>(pairs, await computed(columns, pairs, facts));
export const computeWhole = async (pairs: readonly Pair[], facts: KnownFacts) =>
  read<WholeProgress>(pairs, await computed(wholeColumns, pairs, facts));

/** The stored progress of those of these enrollments of which it is current. */
export const storedOf = (pairs: readonly Pair[], facts: ProgressFacts) =>
  read<TakerProgress>(pairs, stored(columns, pairs, facts));
export const storedWhole = (pairs: readonly Pair[], facts: ProgressFacts) =>
  read<WholeProgress>(pairs, stored(wholeColumns, pairs, facts));

/** The progress in each of these enrollments: the stored one where it is current, else computed. The caller must have reached their courses. */
export async function takerProgress(pairs: readonly Pair[]): Promise<TakerProgress[]> {
  const idsOf = (key: keyof Pair) => [...new Set(pairs.map((pair) => pair[key]))];
  const facts = await progressFacts(idsOf("course_id"), idsOf("user_id"));
  const stored = await storedOf(pairs, facts);
  const have = new Set(stored.map(pairKey));
  return [
    ...stored,
    ...(await computeProgress(
      pairs.filter((pair) => !have.has(pairKey(pair))),
      facts,
    )),
  ];
}

/** How far somebody is in a course that they take. */
export type EnrollmentProgress = Pair & {
  lessons: number;
  /** Those of which something can be known. */
  lessons_known: number;
  lessons_completed: number;
  /** The mean of the known lessons, not rounded; null without one. */
  mastery_percentage: number | null;
};

/** The progress in each of these enrollments. The caller must have reached their courses. */
export async function enrollmentProgress(pairs: readonly Pair[]): Promise<EnrollmentProgress[]> {
  if (pairs.length === 0) return [];
  const [progress, ofCourses] = await Promise.all([
    takerProgress(pairs),
    db()
      .select({
        id: courses.id,
        threshold: schools.completion_threshold,
        lessons: sql<number>`(select count(*)::int from ${lessons}
          where ${lessons.course_id} = ${courses.id} and ${isNull(lessons.archived_at)})`,
      })
      .from(courses)
      .innerJoin(schools, eq(schools.id, courses.school_id))
      .where(isAnyOf(courses.id, [...new Set(pairs.map(({ course_id }) => course_id))])),
  ]);
  const byId = new Map(ofCourses.map((course) => [course.id, course]));
  return progress.map(({ course_id, user_id, percentages }) => {
    const { lessons, threshold } = byId.get(course_id)!;
    const known = percentages.filter((one) => one !== null);
    return {
      ...{ course_id, user_id, lessons, lessons_known: known.length },
      lessons_completed: known.filter((one) => isCompleted(one, threshold)).length,
      mastery_percentage: known.length ? mean(known) : null,
    };
  });
}
