import "server-only";
import { and, eq, type SQL } from "drizzle-orm";
import { difference } from "@/lib/auth/audit";
import { isAdmin, type Role } from "@/lib/auth/scope";
import { formerlyNamed } from "@/lib/db/former-identities";
import { isAnyOf } from "@/lib/db/literals";
import { users } from "@/lib/db/tables/people";
import { shownName } from "@/lib/domain/people/users/mutations";
import { userChange } from "@/lib/domain/people/users/schema";
import type { RosterKind, RosterRow, RosterValues } from "@/lib/measure/roster";
import { newId } from "@/lib/platform/ids";
import { headKey } from "@/lib/platform/read-table";
import { inSteps } from "@/lib/platform/steps";
import { type Change, type Planning, readFor } from "./planning";

const columns = {
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
export type Person = Pick<typeof users.$inferSelect, keyof typeof columns>;

/** What files call each role; OneRoster's words among them. */
const roleWords: Record<Role, readonly string[]> = {
  student: [
    ...["student", "learner", "pupil", "lernende", "lernender", "schüler", "schülerin", "studierende"],
    ...["estudiante", "alumno", "alumna", "étudiant", "étudiante", "élève", "estudante", "aluno", "aluna"],
  ],
  instructor: [
    ...["instructor", "teacher", "lehrkraft", "lehrer", "lehrerin", "docente", "profesor", "profesora"],
    ...["enseignant", "enseignante", "professor", "professora"],
  ],
  assistant: ["assistant", "aide", "assistenz", "asistente", "assistante", "assistente"],
  admin: [
    ...["admin", "administrator", "districtadministrator", "siteadministrator", "systemadministrator"],
    ...["administrador", "administradora", "administrateur", "administratrice"],
  ],
};
const roleByWord = new Map(
  Object.entries(roleWords).flatMap(([role, words]) => words.map((word) => [word, role as Role] as const)),
);

/** The role that a row names; undefined without one, null for a word that is no role. */
export const roleOf = ({ role }: RosterValues): Role | null | undefined =>
  role ? (roleByWord.get(headKey(role)) ?? null) : undefined;

const names = ["external_id", "email", "username"] as const;
type Name = (typeof names)[number];

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

  constructor({ people, former }: Awaited<ReturnType<typeof existingPeople>>, schoolId: string) {
    for (const row of people)
      if (row.school_id === schoolId) this.set(row);
      else if (row.email) this.elsewhere.add(row.email);
    for (const [identity, user_id] of former) {
      const [name, value] = [identity.startsWith("x:") ? "external_id" : "email", identity.slice(2)] as const;
      // Somebody else may have it since.
      if (this.ids[name].has(value) || !this.people.has(user_id)) continue;
      this.ids[name].set(value, user_id);
      this.former.add(`${name} ${value}`);
    }
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

const namingPeople: ReadonlySet<RosterKind> = new Set(["person", "enrollment", "result"]);

/** Whom the rows name, also by a name of somebody who was merged into them. Each name is asked for by itself, by its index. */
async function existingPeople({ on, school_id, roster }: Planning) {
  const named = roster.rows.filter(({ kind }) => namingPeople.has(kind));
  const given = new Map(names.map((name) => [name, new Set<string>()]));
  for await (const some of inSteps(named, 1000))
    for (const { values } of some)
      for (const [name, value] of Object.entries(namesIn(values)) as [Name, string][])
        given.get(name)?.add(value);
  const of = (name: Name) => [...(given.get(name) ?? [])];
  const inSchool = eq(users.school_id, school_id);
  const read = (values: readonly string[], where: (some: readonly string[]) => SQL | undefined) =>
    readFor(values, (some) => on.select(columns).from(users).where(where(some)));
  const former = [
    ...(await formerlyNamed(school_id, { external_ids: of("external_id"), emails: of("email") }, on)),
  ];
  const people = [
    // An address is one person of the whole installation.
    ...(await read(of("email"), (some) => isAnyOf(users.email, some))),
    ...(await read(of("external_id"), (some) => and(inSchool, isAnyOf(users.external_id, some)))),
    ...(await read(of("username"), (some) => and(inSchool, isAnyOf(users.username, some)))),
    ...(await read(
      former.map(([, id]) => id),
      (some) => isAnyOf(users.id, some),
    )),
  ];
  return { people, former };
}

/** The people of a file: whom it adds and changes. */
export async function planPeople(planning: Planning) {
  const index = new PeopleIndex(await existingPeople(planning), planning.school_id);
  const changes: Change<Person>[] = [];
  /** The lines on which the file has named a person. */
  const lines = new Map<string, number>();
  const left = new Set<RosterRow>();
  for await (const some of inSteps(planning.rowsOf("person")))
    for (const row of some)
      if (planPerson(planning, index, changes, lines, row) === null) {
        index.noteRefused(row);
        left.add(row);
      }
  return { index, changes, left };
}

/** Null for a row that is left out. */
function planPerson(
  planning: Planning,
  index: PeopleIndex,
  changes: Change<Person>[],
  lines: Map<string, number>,
  row: RosterRow,
): Person | undefined | null {
  const { values } = row;
  const { external_id, email, username, name, first_name, last_name, address } = values;
  const given = planning.check(userChange, row, {
    ...{ external_id, email, username, name, first_name, last_name, address },
  });
  if (!given) return null;
  const before = index.find(values);
  for (const name of names) if (index.isFormer(name, given[name])) delete given[name];
  const role = roleOf(values);
  if (role === null) return planning.refuse(row, "role", "errors.roster.role", { role: values.role ?? "" });
  const conflict = conflictOf(index, given, before);
  if (conflict) return planning.refuse(row, ...conflict);
  if (role && isAdmin({ role }) && !(before && isAdmin(before)))
    return planning.refuse(row, "role", "errors.roster.no_admins");

  const earlier = before && lines.get(before.id);
  if (before && earlier !== undefined) {
    // A list of enrollments repeats its people.
    if ((values.course || values.class) && sameAs(before, given, role)) return before;
    return planning.refuse(row, null, "errors.roster.same_person", { line: earlier });
  }
  if (!before && values.removed) {
    planning.count("person", "unchanged");
    return undefined;
  }
  const after = personAfter(planning, before, given, role, Boolean(values.removed));
  if (!after.name) return planning.refuse(row, "name", "errors.field.missing");
  if (before && isAdmin(before) && (after.email !== before.email || after.disabled_at !== before.disabled_at))
    return planning.refuse(row, null, "errors.roster.admin_account", { name: before.name });
  lines.set(after.id, row.line);
  index.set(after);
  planning.add("person", changes, before ?? null, after);
  return after;
}

type Given = ReturnType<(typeof userChange)["parse"]>;

const sameAs = (person: Person, given: Given, role: Role | undefined): boolean =>
  (role === undefined || role === person.role) &&
  Object.entries(given).every(([key, value]) => value === undefined || value === person[key as keyof Person]);

/** Why the names of a row are not those of one person, as its column and reason. */
function conflictOf(
  index: PeopleIndex,
  given: Given,
  person: Person | undefined,
): Parameters<Planning["refuse"]> extends [unknown, ...infer Rest] ? Rest | null : never {
  if (index.isElsewhere(given.email)) return ["email", "errors.field.taken_by_another"];
  for (const name of ["email", "username"] as const) {
    const other = index.by(name, given[name]);
    if (other && person && other.id !== person.id)
      return [name, "errors.roster.of_another", { name: other.name }];
  }
  if (person?.external_id && given.external_id && person.external_id !== given.external_id)
    return ["external_id", "errors.roster.other_id", { name: person.name, id: person.external_id }];
  return null;
}

function personAfter(
  { school_id, now }: Planning,
  before: Person | undefined,
  given: Given,
  role: Role | undefined,
  removed: boolean,
): Person {
  const start: Person = before ?? {
    ...{ id: newId(), school_id, external_id: null, email: null, username: null, name: "" },
    ...{ first_name: null, last_name: null, address: null, role: "student", disabled_at: null },
    ...{ version: 1, revision: 1, created_at: now },
  };
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const after: Person = {
    ...start,
    ...values,
    name: shownName(given, before),
    role: before && isAdmin(before) ? before.role : (role ?? start.role),
    disabled_at: removed ? (start.disabled_at ?? now) : start.disabled_at,
  };
  if (!before || difference(before, after).keys.length === 0) return after;
  // The database raises the version for a role and a deactivation (users_raise_version).
  return {
    ...after,
    revision: before.revision + 1,
    version: before.version + (after.email === before.email ? 0 : 1),
  };
}
