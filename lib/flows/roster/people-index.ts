import "server-only";
import { and, asc, eq, gt, isNull, type SQL } from "drizzle-orm";
import { formerlyNamed } from "@/lib/db/former-identities";
import { isAnyOf } from "@/lib/db/literals";
import { users } from "@/lib/db/tables/people";
import { nameKey } from "@/lib/domain/sessions/imports/match";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import type { RosterKind, RosterRow, RosterValues } from "@/lib/measure/roster";
import { inSteps } from "@/lib/platform/steps";
import { type Planning, readFor } from "./planning";

export const personColumns = {
  id: users.id,
  school_id: users.school_id,
  external_id: users.external_id,
  email: users.email,
  username: users.username,
  name: users.name,
  first_name: users.first_name,
  last_name: users.last_name,
  address: users.address,
  role: users.role,
  disabled_at: users.disabled_at,
  version: users.version,
  revision: users.revision,
  created_at: users.created_at,
};
export type Person = Pick<typeof users.$inferSelect, keyof typeof personColumns>;

/** What names a person in a file. */
export const names = ["external_id", "email", "username"] as const;
type Name = (typeof names)[number];

/** A few milliseconds of work. */
const peopleAtOnce = 1000;

/** How a row names its person, as accounts spell it. */
const namesIn = ({ external_id, email, username }: RosterValues): Partial<Record<Name, string>> => ({
  ...(external_id ? { external_id } : {}),
  ...(email ? { email: email.toLowerCase() } : {}),
  ...(username ? { username: username.toLowerCase() } : {}),
});

/** The people of the school and of the file by each of their names. */
export class PeopleIndex {
  private readonly people = new Map<string, Person>();
  private readonly ids = {
    external_id: new Map<string, string>(),
    email: new Map<string, string>(),
    username: new Map<string, string>(),
  };
  /** Names of people who were merged into another: they name that one, who does not get them back. */
  private readonly former = new Set<string>();
  /** Addresses of accounts in other schools. */
  private readonly elsewhere = new Set<string>();
  /** The lines of the people that were left out. */
  private readonly refused = new Map<string, number>();

  /** In steps: a school has tens of thousands of people. */
  static async of(
    { people, former }: Awaited<ReturnType<typeof existingPeople>>,
    schoolId: string,
  ): Promise<PeopleIndex> {
    const index = new PeopleIndex();
    for await (const some of inSteps(people, peopleAtOnce))
      for (const row of some)
        if (row.school_id === schoolId) index.set(row);
        else if (row.email) index.elsewhere.add(row.email);
    for await (const some of inSteps(former, peopleAtOnce))
      for (const [identity, user_id] of some) {
        const name = identity.startsWith("x:") ? "external_id" : "email";
        const value = identity.slice(2);
        // Somebody else may have it since.
        if (index.ids[name].has(value) || !index.people.has(user_id)) continue;
        index.ids[name].set(value, user_id);
        index.former.add(`${name} ${value}`);
      }
    return index;
  }
  /** A person keeps their earlier names too: another row can have those only once this import is done. */
  set(person: Person): void {
    this.people.set(person.id, person);
    for (const name of names) if (person[name]) this.ids[name].set(person[name], person.id);
  }
  by(name: Name, value: string | null | undefined): Person | undefined {
    return this.people.get((value && this.ids[name].get(value)) ?? "");
  }
  /** Whom a row names, by the school's own id first. */
  find(values: RosterValues): Person | undefined {
    const given = namesIn(values);
    return (
      this.by("external_id", given.external_id) ??
      this.by("email", given.email) ??
      this.by("username", given.username)
    );
  }
  isFormer(name: Name, value: string | null | undefined): boolean {
    return Boolean(value && this.former.has(`${name} ${value}`));
  }
  isElsewhere(email: string | null | undefined): boolean {
    return Boolean(email && this.elsewhere.has(email));
  }
  /** By our id: of those whom a row names, and of these namesakes. */
  known(id: string, namesakes: ReadonlyMap<string, readonly Person[]>): Person | undefined {
    return this.people.get(id) ?? [...namesakes.values()].flat().find((one) => one.id === id);
  }
  /** Everybody whom a row names in any way, also one that is left out. */
  async allNamed(rows: readonly RosterRow[]): Promise<Set<string>> {
    const ids = new Set<string>();
    for await (const some of inSteps(rows))
      for (const { values } of some) {
        const given = namesIn(values);
        for (const name of names) {
          const person = this.by(name, given[name]);
          if (person) ids.add(person.id);
        }
      }
    return ids;
  }
  noteRefused({ line, values }: RosterRow): void {
    for (const value of Object.values(namesIn(values)))
      if (!this.refused.has(value)) this.refused.set(value, line);
  }
  lineRefused(values: RosterValues): number | undefined {
    return Object.values(namesIn(values))
      .map((value) => this.refused.get(value))
      .find((line) => line !== undefined);
  }
}

const namingPeople = ["person", "enrollment", "result"] as const satisfies RosterKind[];

/** Whom the rows name, also by a name of somebody who was merged into them. Each name is asked for by itself, by its index. */
export async function existingPeople(planning: Planning) {
  const { on, school_id } = planning;
  const named = namingPeople.flatMap((kind) => planning.rowsOf(kind));
  const given = new Map(names.map((name) => [name, new Set<string>()]));
  for await (const some of inSteps(named, 1000))
    for (const { values } of some)
      for (const [name, value] of Object.entries(namesIn(values)) as [Name, string][])
        given.get(name)?.add(value);
  const of = (name: Name) => [...(given.get(name) ?? [])];
  const inSchool = eq(users.school_id, school_id);
  const read = (values: readonly string[], where: (some: readonly string[]) => SQL | undefined) =>
    readFor(values, (some) => on.select(personColumns).from(users).where(where(some)));
  const former = [
    ...(await formerlyNamed(school_id, { external_ids: of("external_id"), emails: of("email") }, on)),
  ];
  const byId = [
    ...(await read(of("external_id"), (some) => and(inSchool, isAnyOf(users.external_id, some)))),
    ...(await read(
      former.map(([, id]) => id),
      (some) => isAnyOf(users.id, some),
    )),
  ];
  // Most of a school that is imported again is read by now: nobody has their other names.
  const isRead = new Set<string | null>();
  for await (const some of inSteps(byId, peopleAtOnce))
    for (const { email, username } of some) isRead.add(email).add(username);
  const unread = (name: Name) => of(name).filter((value) => !isRead.has(value));
  const people = [
    ...byId,
    // An address is one person of the whole installation.
    ...(await read(unread("email"), (some) => isAnyOf(users.email, some))),
    ...(await read(unread("username"), (some) => and(inSchool, isAnyOf(users.username, some)))),
  ];
  return { people, former };
}

const namesakesAtOnce = 1000;
/** A longer menu would not be read. */
const namesakesMax = 5;

/**
 * Active people of the school with the names of the file's new ones, whom no row names: the same person under another address or ID,
 * or another of the same name.
 */
export async function namesakesOf(
  planning: Planning,
  index: PeopleIndex,
  nameOf: (values: RosterValues) => string,
) {
  const { on, school_id } = planning;
  const rows = planning.rowsOf("person");
  const wanted = new Set<string>();
  for await (const some of inSteps(rows))
    for (const { values } of some) if (!index.find(values)) wanted.add(nameKey(nameOf(values)));
  wanted.delete("");
  const found = new Map<string, Person[]>();
  if (wanted.size === 0) return found;
  const named = await index.allNamed(rows);
  const ids: string[] = [];
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const some = await on
      .select({ id: users.id, name: users.name })
      .from(users)
      .where(and(eq(users.school_id, school_id), isNull(users.disabled_at), gt(users.id, after)))
      .orderBy(asc(users.id))
      .limit(namesakesAtOnce);
    for await (const part of inSteps(some))
      for (const { id, name } of part) if (!named.has(id) && wanted.has(nameKey(name))) ids.push(id);
    if (some.length < namesakesAtOnce) break;
    after = some.at(-1)!.id;
  }
  const people = await readFor(ids, (some) =>
    on.select(personColumns).from(users).where(isAnyOf(users.id, some)),
  );
  for (const person of people) {
    const same = getOrInsert(found, nameKey(person.name), () => []);
    if (same.length < namesakesMax) same.push(person);
  }
  return found;
}
