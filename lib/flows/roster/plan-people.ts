import "server-only";
import { difference } from "@/lib/auth/audit";
import { erasedAmong } from "@/lib/auth/erased-identities";
import { isAdmin, type Role } from "@/lib/auth/scope";
import type { Decision } from "@/lib/domain/people/imports/schema";
import { shownName } from "@/lib/domain/people/users/mutations";
import { userChange } from "@/lib/domain/people/users/schema";
import { nameKey } from "@/lib/domain/sessions/imports/match";
import type { ErrorKey, MessageValues } from "@/lib/language/language";
import type { RosterRow, RosterValues } from "@/lib/measure/roster";
import { newId } from "@/lib/platform/ids";
import { headKey } from "@/lib/platform/read-table";
import { inSteps } from "@/lib/platform/steps";
import { existingPeople, names, namesakesOf, PeopleIndex, type Person } from "./people-index";
import { type Change, correction, type Doubt, type Planning, questionKey } from "./planning";

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

/** The people of a file: whom it adds and changes. */
export async function planPeople(planning: Planning) {
  const index = await PeopleIndex.of(await existingPeople(planning), planning.school_id);
  const namesakes = await namesakesOf(planning, index, nameIn);
  const changes: Change<Person>[] = [];
  /** The lines on which the file has named a person. */
  const lines = new Map<string, number>();
  const left = new Set<RosterRow>();
  const erased = await erasedIn(planning);
  const plan = { planning, index, namesakes, changes, lines, erased };
  for await (const some of inSteps(planning.rowsOf("person")))
    for (const row of some)
      if (planPerson(plan, row) === null) {
        index.noteRefused(row);
        left.add(row);
      }
  return { index, namesakes, changes, left };
}

/** The names in the file of people who were erased. */
async function erasedIn(planning: Planning): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  for await (const some of inSteps(planning.rowsOf("person")))
    for (const { values } of some) for (const name of erasableNames(values)) named.add(name);
  return erasedAmong(planning.school_id, [...named], planning.on);
}

const erasableNames = ({ external_id, email }: Pick<RosterValues, "external_id" | "email">) => [
  ...(external_id ? [`x:${external_id}`] : []),
  ...(email ? [`e:${email.toLowerCase()}`] : []),
];

type PeoplePlan = {
  planning: Planning;
  erased: ReadonlySet<string>;
  index: PeopleIndex;
  namesakes: ReadonlyMap<string, readonly Person[]>;
  changes: Change<Person>[];
  lines: Map<string, number>;
};

/** A row's name, as the person will have it. */
export const nameIn = ({ name, first_name, last_name }: RosterValues): string =>
  name ?? [first_name, last_name].filter(Boolean).join(" ");

/** Null for a row that is left out. */
function planPerson(plan: PeoplePlan, row: RosterRow): Person | undefined | null {
  const { planning, index, lines, changes } = plan;
  const { external_id, email, username, name, first_name, last_name, address } = row.values;
  const given = planning.check(userChange, row, {
    ...{ external_id, email, username, name, first_name, last_name, address },
  });
  if (!given) return null;
  const role = decidedRole(planning, row);
  if (role === null) return null;
  const named = index.find(row.values);
  for (const one of names) if (index.isFormer(one, given[one])) delete given[one];
  if (!named && erasableNames(row.values).some((name) => plan.erased.has(name)))
    return planning.refuse(row, null, "errors.roster.erased");
  const person = whoIs(plan, row, given, named);
  if (person === null) return null;
  const { before } = person;
  if (role && isAdmin({ role }) && !(before && isAdmin(before))) {
    const decision = planning.decide(row, { ...roleDoubt(row), reason: "errors.roster.no_admins" });
    if (!decision) return null;
    row.values.role = decision.role;
    return planPerson(plan, row);
  }
  const { values } = row;
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
  const isRemoved = Boolean(values.removed);
  let after = personAfter(planning, before, given, role, isRemoved);
  if (!after.name) {
    const key = questionKey(row, "name");
    const doubt = { key, field: "name", reason: "errors.field.missing" as const };
    const decision = planning.decide(row, { ...doubt, options: [correction("")] });
    if (!decision) return null;
    row.values.name = decision.value;
    after = personAfter(planning, before, { ...given, name: decision.value }, role, isRemoved);
  }
  if (before && isAdmin(before) && (after.email !== before.email || after.disabled_at !== before.disabled_at))
    return planning.refuse(row, null, "errors.roster.admin_account", { name: before.name });
  lines.set(after.id, row.line);
  index.set(after);
  planning.add("person", changes, before ?? null, after);
  return after;
}

/** The role that a row names, or that was decided for its word; null for a row that is left out because of it. */
export function decidedRole(planning: Planning, row: RosterRow): Role | undefined | null {
  const role = roleOf(row.values);
  if (role !== null) return role;
  const word = row.values.role ?? "";
  const decision = planning.decide(row, {
    ...{ ...roleDoubt(row), reason: "errors.roster.role", values: { role: word } },
  });
  if (!decision) return null;
  row.values.role = decision.role;
  return decision.role;
}

const roleOptions = (["student", "instructor", "assistant"] as const).map((role) => ({
  decision: { do: "as_role" as const, role },
  name: null,
}));

/** What a word for a role means is asked once for all rows with it. */
export const roleDoubt = ({ values: { role = "" } }: RosterRow) => ({
  ...{ key: `role:${role.slice(0, 200)}`, field: "role", options: roleOptions },
});

type Given = ReturnType<(typeof userChange)["parse"]>;

const sameAs = (person: Person, given: Given, role: Role | undefined): boolean =>
  (role === undefined || role === person.role) &&
  Object.entries(given).every(([key, value]) => value === undefined || value === person[key as keyof Person]);

/** Whom a row is about, none for somebody new; null for a row that is left out because its names are not those of one person. */
function whoIs(
  plan: PeoplePlan,
  row: RosterRow,
  given: Given,
  named: Person | undefined,
): { before: Person | undefined } | null {
  const { planning, namesakes } = plan;
  const key = questionKey(row, "who");
  const doubt = conflictOf(plan.index, given, named) ?? (named ? null : namesakeDoubt(given, row, namesakes));
  if (!doubt) return planning.decisionOf(key) ? planning.refuseOvertaken(row, key) : { before: named };
  const decision = planning.decide(row, { key, ...doubt });
  if (!decision) return null;
  if (decision.do === "same_person") {
    const before = named?.id === decision.user_id ? named : plan.index.known(decision.user_id, namesakes);
    return { before };
  }
  if (decision.do !== "without") return { before: undefined };
  delete given[decision.field];
  delete row.values[decision.field];
  // Without it the row may name somebody else, or nobody.
  const before = plan.index.find(row.values);
  const next = conflictOf(plan.index, given, before);
  return next ? planning.refuse(row, next.field, next.reason, next.values) : { before };
}

type WhoDecision = Extract<Decision, { do: "same_person" | "new_person" | "without" }>;
type WhoDoubt = Omit<Doubt, "key" | "options" | "reason" | "values"> & {
  reason: ErrorKey;
  values: MessageValues;
  options: { decision: WhoDecision; name: string | null }[];
};

const samePerson = ({ id, name }: Person) => ({
  decision: { do: "same_person" as const, user_id: id },
  name,
});

/** Why the names of a row are not those of one person. */
function conflictOf(index: PeopleIndex, given: Given, person: Person | undefined): WhoDoubt | null {
  const named = names.filter((name) => given[name]);
  const without = (field: "email" | "username") =>
    named.length > 1 ? [{ decision: { do: "without" as const, field }, name: null }] : [];
  if (index.isElsewhere(given.email))
    return {
      ...{ field: "email", reason: "errors.field.taken_by_another", values: {} },
      options: without("email"),
    };
  for (const name of ["email", "username"] as const) {
    const other = index.by(name, given[name]);
    if (other && person && other.id !== person.id)
      return {
        ...{ field: name, reason: "errors.roster.of_another", values: { name: other.name } },
        options: without(name),
      };
  }
  if (!person?.external_id || !given.external_id || person.external_id === given.external_id) return null;
  const by = index.by("email", given.email) === person ? "email" : "username";
  return {
    ...{ field: "external_id", reason: "errors.roster.other_id" },
    values: { name: person.name, id: person.external_id },
    options: [samePerson(person), ...without(by)],
  };
}

/** Whether somebody new may be a person of the same name. With an ID each they are two. */
function namesakeDoubt(
  given: Given,
  { values }: RosterRow,
  namesakes: PeoplePlan["namesakes"],
): WhoDoubt | null {
  if (values.removed) return null;
  const same = (namesakes.get(nameKey(nameIn(values))) ?? []).filter(
    ({ external_id }) => !external_id || !given.external_id,
  );
  const [first] = same;
  if (!first) return null;
  return {
    ...{ field: null, reason: "errors.roster.same_name" },
    values: { name: first.name, email: first.email ?? "none", id: first.external_id ?? "none" },
    options: [...same.map(samePerson), { decision: { do: "new_person" }, name: null }],
  };
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
