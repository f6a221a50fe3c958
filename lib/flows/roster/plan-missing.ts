import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { textArray } from "@/lib/db/literals";
import { byName } from "@/lib/db/names";
import { users } from "@/lib/db/tables/people";
import { missingNamedMax } from "@/lib/domain/people/imports/schema";
import { nameKey } from "@/lib/domain/sessions/imports/match";
import { inSteps } from "@/lib/platform/steps";
import { type PeopleIndex, type Person, personColumns } from "./people-index";
import { nameIn } from "./plan-people";
import type { Change, Planning } from "./planning";

/** Who is not in a file that lists everyone. */
export type Missing = { students: number; named: string[]; staff: number };

/**
 * The school's active people whom the file does not name: its students are deactivated where that is chosen, all others stay. Whose row is
 * left out is in the file, and so may be whose name a row has that is left out. Null for a file that does not list everyone.
 */
export async function planMissing(
  planning: Planning,
  index: PeopleIndex,
  { changes, namesakes }: { changes: Change<Person>[]; namesakes: ReadonlyMap<string, readonly Person[]> },
  choice: "stay" | "deactivate",
): Promise<Missing | null> {
  const { on, school_id, roster, now } = planning;
  if (!roster.lists_everyone) return null;
  const rows = planning.rowsOf("person");
  const present = await index.allNamed(rows);
  if (namesakes.size > 0)
    for await (const some of inSteps(rows))
      for (const { values } of some)
        for (const { id } of namesakes.get(nameKey(nameIn(values))) ?? []) present.add(id);
  const absent = and(
    ...[eq(users.school_id, school_id), isNull(users.disabled_at)],
    sql`not exists (select from unnest(${textArray([...present])}::uuid[]) as given (id) where given.id = ${users.id})`,
  );
  const counted = await on
    .select({ is_student: sql<boolean>`${users.role} = 'student'`, count: sql<number>`count(*)::int` })
    .from(users)
    .where(absent)
    .groupBy(sql`1`);
  const countOf = (isStudent: boolean) => counted.find((row) => row.is_student === isStudent)?.count ?? 0;
  const [students, staff] = [countOf(true), countOf(false)];
  const isOfStudent = and(absent, eq(users.role, "student"));
  const named = await on
    .select({ name: users.name })
    .from(users)
    .where(isOfStudent)
    .orderBy(byName(users.name), users.id)
    .limit(missingNamedMax);
  const { missing } = planning.counts;
  missing.unchanged = staff + (choice === "stay" ? students : 0);
  if (choice === "deactivate") {
    const gone = await on.select(personColumns).from(users).where(isOfStudent).orderBy(users.id);
    for await (const some of inSteps(gone))
      for (const before of some)
        planning.add("missing", changes, before, {
          ...before,
          disabled_at: now,
          revision: before.revision + 1,
        });
  }
  return { students, named: named.map(({ name }) => name), staff };
}
