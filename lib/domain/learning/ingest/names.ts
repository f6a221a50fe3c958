import "server-only";
import { getTableName } from "drizzle-orm";
import type { Writing } from "@/lib/auth/pseudonym";
import { textArray } from "@/lib/db/literals";
import { actorTables } from "@/lib/db/tables/facts";
import type { Queries } from "@/lib/db/writer";
import { moveActor } from "./move-actor";
import { lockActors } from "./rows";

/*
 * Under which name a person's rows are while the key of the pseudonyms is replaced (lib/flows/privacy/rotate-key.ts).
 *
 * The replacement stores the new salt beside the former, with a new version, and then gives each person's rows their new name in a transaction that has
 * the locks of both names. So all rows of a person have one name at any moment:
 * - A writer takes the locks of all names that it knows, and then reads the version. If it is its own, these are all the names that the rows can have, and
 *   nobody renames them before its commit: it writes the former name if the rows have that, else the new one. If the version is another, it knows the
 *   names of an earlier key; it writes nothing, and computes them again.
 * - A writer that read the version before it was replaced has the lock of the former name until its commit: the rename waits for it.
 * - One statement sees the rows before the rename or after it. A reader looks for both names, and finds one.
 * - The end takes the locks of all names: nobody writes meanwhile. Then no row has a former name, and no writer gives it to one.
 */

type Person = Writing & { school_id: string };

export const namesOfPerson = ({ actor, former_actor }: Pick<Writing, "actor" | "former_actor">): string[] =>
  former_actor === null ? [actor] : [actor, former_actor];

/** Whether a school's key is another than that of these names. */
export async function isKeyReplaced(sql: Queries, people: readonly Person[]): Promise<boolean> {
  if (people.length === 0) return false;
  const keys = [...new Map(people.map((one) => [`${one.school_id} ${one.key_version}`, one])).values()];
  const [row] = await sql<{ replaced: boolean }[]>`
    select exists (select from unnest(${textArray(keys.map(({ school_id }) => school_id))}::uuid[],
        ${textArray(keys.map(({ key_version }) => key_version))}::uuid[]) k(school_id, version)
      where not exists (select from school_keys s where s.school_id = k.school_id and s.version = k.version)) as replaced`;
  return row!.replaced;
}

/** Which of these names have rows: every actor with an event has this one. */
export async function namesInUse(sql: Queries, names: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ actor: string }[]>`
    select g.actor from unnest(${textArray(names)}::uuid[]) k(actor) join gamification_stats g on g.actor = k.actor`;
  return new Set(rows.map(({ actor }) => actor));
}

/** The name to write; the caller holds the locks of both. */
export const nameToWrite = (
  { actor, former_actor }: Pick<Writing, "actor" | "former_actor">,
  inUse: ReadonlySet<string>,
): string => (former_actor !== null && !inUse.has(actor) && inUse.has(former_actor) ? former_actor : actor);

/** Locks all names of these people until the transaction ends, and returns the one that each one's rows have. Throws when a key was replaced meanwhile. */
export async function lockNames(sql: Queries, people: readonly Person[]): Promise<string[]> {
  const names = people.flatMap(namesOfPerson);
  await lockActors(sql, names);
  if (await isKeyReplaced(sql, people)) throw new Error("the key of the pseudonyms was replaced meanwhile");
  const inUse = await namesInUse(sql, names);
  return people.map((one) => nameToWrite(one, inUse));
}

/** Which of these names any row has. */
export async function namesInTables(sql: Queries, names: readonly string[]): Promise<Set<string>> {
  const found = await Promise.all(
    actorTables.map(
      (table) => sql<{ actor: string }[]>`
        select k.actor from unnest(${textArray(names)}::uuid[]) k(actor)
        where exists (select from ${sql(getTableName(table))} t where t.actor = k.actor)`,
    ),
  );
  return new Set(found.flatMap((rows) => rows.map(({ actor }) => actor)));
}

/** Gives the rows of some people another name; what has it already stays. */
export async function renameActors(
  sql: Queries,
  schoolId: string,
  names: readonly { from: string; into: string }[],
): Promise<void> {
  await lockActors(
    sql,
    names.flatMap(({ from, into }) => [from, into]),
  );
  const inUse = await namesInUse(
    sql,
    names.map(({ into }) => into),
  );
  // A backup that was restored in the middle could have both.
  for (const { from, into } of names.filter(({ into }) => inUse.has(into)))
    await moveActor(sql, schoolId, from, into);
  const free = names.filter(({ into }) => !inUse.has(into));
  const [from, into] = [textArray(free.map((one) => one.from)), textArray(free.map((one) => one.into))];
  for (const table of actorTables)
    await sql`update ${sql(getTableName(table))} t set actor = n.into_name
      from unnest(${from}::uuid[], ${into}::uuid[]) n(from_name, into_name) where t.actor = n.from_name`;
}
