import "server-only";
import { and, eq, gt, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { actorsOf, pseudonymsOf } from "@/lib/auth/pseudonym";
import { isTakenBy, type Learner } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db, dbPlanning } from "@/lib/db/client";
import { isAnyOf, textArray } from "@/lib/db/literals";
import { courses, enrollments, lessons, materials } from "@/lib/db/tables/courses";
import { gamificationStats, learningEvents } from "@/lib/db/tables/learning";
import { getOrInsert } from "@/lib/measure/get-or-insert";

/*
 * Who has completed which PDF or link, as the school's own pages report it (`material_complete`), by the material's id or external id. Of a
 * material that nobody has completed nothing is known: its pages may not report it.
 */

/** More are not read. */
const materialsMax = 2000;

const selectMaterials = (where: SQL | undefined) =>
  db()
    .select({
      id: materials.id,
      external_id: materials.external_id,
      lesson_id: materials.lesson_id,
      course_id: lessons.course_id,
      school_id: courses.school_id,
    })
    .from(materials)
    .innerJoin(lessons, eq(lessons.id, materials.lesson_id))
    .innerJoin(courses, eq(courses.id, lessons.course_id))
    .where(
      and(
        where,
        inArray(materials.type, ["pdf", "link"]),
        ...[materials.archived_at, lessons.archived_at, courses.archived_at].map((column) => isNull(column)),
      ),
    )
    .limit(materialsMax);
export type Material = Awaited<ReturnType<typeof selectMaterials>>[number];

const namesOf = (rows: readonly Material[]) => [
  ...new Set(rows.flatMap(({ id, external_id }) => (external_id ? [id, external_id] : [id]))),
];

/** An event that says that the material of the column `name` was completed, in this school. */
const completion = (schoolId: string): SQL =>
  sql`${learningEvents.properties} ->> 'material_id' = name
    and ${learningEvents.event_type} = 'material_complete' and ${learningEvents.school_id} = ${schoolId}`;

/** The PDFs and links of the courses that a learner takes, of somebody else's those that the scope reaches; `completed` is null where nothing is known. */
export async function takenMaterials(scope: Scope, learner: Learner = scope) {
  const rows = await selectMaterials(isTakenBy(scope, courses, learner));
  const schoolId = rows[0]?.school_id;
  if (!schoolId) return [];
  const actors = await pseudonymsOf(schoolId, learner.user_id);
  const found = await db().execute<{ name: string; completed: boolean }>(sql`
    select name, exists (select from ${learningEvents}
        where ${isAnyOf(learningEvents.actor, actors)} and ${completion(schoolId)}) as completed
    from unnest(${textArray(namesOf(rows))}::text[]) name
    where exists (select from ${learningEvents} where ${completion(schoolId)})`);
  const known = new Map([...found].map(({ name, completed }) => [name, completed]));
  return rows.map(({ id, external_id, lesson_id, course_id }) => {
    const told = [id, external_id ?? id].flatMap((name) => known.get(name) ?? []);
    return { lesson_id, course_id, completed: told.length ? told.some(Boolean) : null };
  });
}

/** The PDFs and links of these courses that somebody has completed. */
export async function knownMaterials(courseIds: readonly string[]): Promise<Material[]> {
  const known = new Set<Material>();
  for (const [schoolId, rows] of bySchool(await selectMaterials(isAnyOf(courses.id, courseIds)))) {
    const named = byMaterialName(rows);
    const told = await dbPlanning().execute<{ name: string }>(sql`
      select name from unnest(${textArray([...named.keys()])}::text[]) name
      where exists (select from ${learningEvents} where ${completion(schoolId)})`);
    for (const { name } of told) for (const material of named.get(name) ?? []) known.add(material);
  }
  return [...known];
}

/** How many completions of materials each of these people has sent in the schools of these materials, or of all who take these courses; without those who sent none. */
export async function completionCounts(
  known: readonly Material[],
  courseIds: readonly string[],
  userIds?: readonly string[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  if (known.length === 0) return counts;
  const people = userIds ?? (await takersOf(courseIds));
  const { actor, materials_completed } = gamificationStats;
  for (const schoolId of bySchool(known).keys()) {
    const userOf = await actorsOf(schoolId, people);
    const rows = await db()
      .select({ actor, materials_completed })
      .from(gamificationStats)
      .where(and(isAnyOf(actor, [...userOf.keys()]), gt(materials_completed, 0)));
    for (const row of rows) counts.set(userOf.get(row.actor)!, row.materials_completed);
  }
  return counts;
}

async function takersOf(courseIds: readonly string[]): Promise<string[]> {
  const rows = await db()
    .selectDistinct({ user_id: enrollments.user_id })
    .from(enrollments)
    .where(isAnyOf(enrollments.course_id, courseIds));
  return rows.map(({ user_id }) => user_id);
}

export type Completions = {
  known: readonly Material[];
  completed: { material_id: string; user_id: string }[];
};

/** Which of these PDFs and links each of these people has completed: as rows for a statement. */
export async function completionsOf(
  known: readonly Material[],
  userIds: readonly string[],
): Promise<Completions> {
  const completed = new Map<string, { material_id: string; user_id: string }>();
  for (const [schoolId, rows] of bySchool(known)) {
    const named = byMaterialName(rows);
    const userOf = await actorsOf(schoolId, userIds);
    const done = await dbPlanning().execute<{ name: string; actor: string }>(sql`
      select distinct name, actor from unnest(${textArray([...named.keys()])}::text[]) name
        join ${learningEvents} on ${completion(schoolId)}
      where ${isAnyOf(learningEvents.actor, [...userOf.keys()])}`);
    for (const { name, actor } of done)
      for (const { id: material_id } of named.get(name) ?? []) {
        const user_id = userOf.get(actor)!;
        completed.set(`${material_id} ${user_id}`, { material_id, user_id });
      }
  }
  return { known, completed: [...completed.values()] };
}

function bySchool(rows: readonly Material[]): Map<string, Material[]> {
  const schools = new Map<string, Material[]>();
  for (const row of rows) getOrInsert(schools, row.school_id, () => []).push(row);
  return schools;
}

function byMaterialName(rows: readonly Material[]): Map<string, Material[]> {
  const named = new Map<string, Material[]>();
  for (const row of rows) for (const name of namesOf([row])) getOrInsert(named, name, () => []).push(row);
  return named;
}
