import "server-only";
import { isAdmin, isStaff } from "@/lib/auth/scope";
import { isAnyOf } from "@/lib/db/literals";
import { courseInstructors, enrollments } from "@/lib/db/tables/courses";
import type { RosterRow } from "@/lib/measure/roster";
import { inSteps } from "@/lib/platform/steps";
import type { PeopleIndex, Person } from "./people-index";
import type { Class, Course, CourseIndex } from "./plan-courses";
import { decidedRole, roleDoubt } from "./plan-people";
import { type Change, type Planning, questionKey, readFor } from "./planning";

export type Enrollment = typeof enrollments.$inferSelect;
export type Teaching = typeof courseInstructors.$inferSelect;

/** A row with whom and what it names. */
type Named = { row: RosterRow; person: Person; course: Course; class: Class | null; teaches: boolean };

const keyOf = ({ course_id, user_id }: Teaching) => `${course_id} ${user_id}`;
const placeOf = ({ course, person }: Named): Teaching => ({ course_id: course.id, user_id: person.id });

/** Who is in a course and who teaches it, as a file says: what it adds, changes and takes out. */
export async function planEnrollments(
  planning: Planning,
  { index: people, left }: { index: PeopleIndex; left: ReadonlySet<RosterRow> },
  index: CourseIndex,
) {
  const wanted = new Map<string, Named>();
  const removed: Named[] = [];
  const rows = planning.roster.rows.filter(
    (row) =>
      row.kind === "enrollment" ||
      // What the row of a person who is left out or taken out says of a course is left out too.
      (row.kind === "person" &&
        (row.values.course || row.values.class) &&
        !row.values.removed &&
        !left.has(row)),
  );
  for await (const some of inSteps(rows))
    for (const row of some) {
      const named = namedIn(planning, people, index, row);
      if (!named) continue;
      if (row.values.removed) removed.push(named);
      else want(planning, index, wanted, named);
    }
  return await changesOf(planning, [...wanted.values()], removed);
}

function namedIn(
  planning: Planning,
  people: PeopleIndex,
  index: CourseIndex,
  given: RosterRow,
): Named | null {
  const row: RosterRow = { ...given, kind: "enrollment" };
  const { values } = row;
  const person = people.find(values);
  if (!person) {
    const line = people.lineRefused(values);
    return line === undefined
      ? planning.refuse(row, null, "errors.field.no_such_person")
      : planning.refuse(row, null, "errors.roster.person_wrong", { line });
  }
  const role = decidedRole(planning, row);
  if (role === null) return null;
  if (role && isAdmin({ role })) {
    const decision = planning.decide(row, {
      ...{ ...roleDoubt(row), reason: "errors.roster.role_in_course", values: { role: values.role ?? "" } },
    });
    if (!decision) return null;
    values.role = decision.role;
    return namedIn(planning, people, index, given);
  }
  const course = values.course ? courseOf(planning, index, row, values.course) : undefined;
  if (course === null) return null;
  const found = values.class ? classOf(planning, index, row, course, values.class) : undefined;
  if (found === null) return null;
  const into = course ?? (found && index.course(found.course_id));
  if (!into) return planning.refuse(row, "course", "errors.field.missing");
  const named: Named = {
    row: given,
    person,
    course: into,
    class: found ?? null,
    teaches: Boolean(role && isStaff({ role })),
  };
  return values.removed ? named : openTo(planning, row, named);
}

/** A name that a decision can make a course or class of, is asked once for all rows with it. */
const nameMax = 200;

/** The course of this name, also one that the admin adds; null for a row that is left out. */
function courseOf(planning: Planning, index: CourseIndex, row: RosterRow, name: string): Course | null {
  const course = index.courseNamed(name);
  if (course === "ambiguous")
    return planning.refuse(row, "course", "errors.roster.course_ambiguous", { course: name });
  if (course !== "unknown") return course;
  const canAdd = name.length <= nameMax && !row.values.removed;
  const decision = planning.decide(row, {
    ...{ key: `new_course:${name.slice(0, nameMax)}`, field: "course" },
    ...{ reason: "errors.roster.course_unknown", values: { course: name } },
    options: canAdd ? [{ decision: { do: "add_course" as const }, name }] : [],
  });
  return decision && index.addCourse(planning, name);
}

/** The class of this name, also one that the admin adds; null for a row that is left out. */
function classOf(
  planning: Planning,
  index: CourseIndex,
  row: RosterRow,
  course: Course | undefined,
  name: string,
): Class | null {
  const found = index.classNamed(name, course ?? null);
  if (found === "ambiguous")
    return planning.refuse(row, "class", "errors.roster.class_ambiguous", { class: name });
  if (found !== "unknown") return found;
  const canAdd = course && name.length <= nameMax && !row.values.removed;
  const of = (row.values.course ?? "").slice(0, nameMax);
  const decision = planning.decide(row, {
    ...{ key: `new_class:${of}:${name.slice(0, nameMax)}`, field: "class" },
    ...{ reason: "errors.roster.class_unknown", values: { class: name } },
    options: canAdd ? [{ decision: { do: "add_class" as const }, name }] : [],
  });
  return decision && course ? index.addClass(planning, course, name) : null;
}

/** Null where nobody, or not this person, can be put into the course. */
function openTo(planning: Planning, row: RosterRow, named: Named): Named | null {
  const { person, course, teaches } = named;
  if (person.disabled_at) return planning.refuse(row, null, "errors.course.deactivated");
  if (course.archived_at) return planning.refuse(row, "course", "errors.course.archived");
  if (named.class?.archived_at) return planning.refuse(row, "class", "errors.course.class_archived");
  if (teaches && !isStaff(person))
    return planning.refuse(row, "role", "errors.roster.student_teaches", { name: person.name });
  return named;
}

/** Puts a row among the wanted. Of two classes of one course a person is in the one that begins later. */
function want(planning: Planning, index: CourseIndex, wanted: Map<string, Named>, named: Named): void {
  const key = `${keyOf(placeOf(named))} ${named.teaches}`;
  const earlier = wanted.get(key);
  if (!earlier) return void wanted.set(key, named);
  if (earlier.class?.id === named.class?.id || named.teaches) {
    // An instructor of two classes teaches one course.
    if (named.teaches) planning.count("enrollment", "unchanged");
    else
      planning.refuse(enrollmentOf(named), "class", "errors.roster.same_enrollment", {
        line: earlier.row.line,
      });
    return;
  }
  const startOf = (one: Named) => (one.class ? index.startOf(one.class) : "");
  const [kept, left] = startOf(named) >= startOf(earlier) ? [named, earlier] : [earlier, named];
  const row = enrollmentOf(left);
  const decision = planning.decide(row, {
    ...{ key: questionKey(row, "other_class"), field: "class" },
    ...{ reason: "errors.roster.other_class", values: { line: kept.row.line } },
    options: [{ decision: { do: "this_class" as const }, name: left.class?.name ?? null }],
  });
  wanted.set(key, decision ? left : kept);
  if (decision)
    planning.refuse(enrollmentOf(kept), "class", "errors.roster.class_chosen", { line: left.row.line });
}

const enrollmentOf = ({ row }: Named): RosterRow => ({ ...row, kind: "enrollment" });

async function changesOf(planning: Planning, wanted: readonly Named[], removed: readonly Named[]) {
  const { on, now } = planning;
  const ids = [...new Set([...wanted, ...removed].map(({ person }) => person.id))];
  const learning = await readFor(ids, (some) =>
    on.select().from(enrollments).where(isAnyOf(enrollments.user_id, some)),
  );
  const teaching = await readFor(ids, (some) =>
    on.select().from(courseInstructors).where(isAnyOf(courseInstructors.user_id, some)),
  );
  const enrolled = new Map(learning.map((row) => [keyOf(row), row]));
  const taught = new Map(teaching.map((row) => [keyOf(row), row]));
  const changes: Change<Enrollment>[] = [];
  const teaches: Teaching[] = [];
  for await (const some of inSteps(wanted))
    for (const named of some) {
      const place = placeOf(named);
      const key = keyOf(place);
      if (named.teaches) {
        planning.count("enrollment", taught.has(key) ? "unchanged" : "new");
        if (!taught.has(key)) teaches.push(place);
        continue;
      }
      const before = enrolled.get(key) ?? null;
      // Without a class, people keep the class that they have.
      const class_id = named.class?.id ?? before?.class_id ?? null;
      const after = { ...place, class_id, created_at: before?.created_at ?? now };
      planning.add("enrollment", changes, before, after);
    }
  const kept = new Set(wanted.map((named) => `${keyOf(placeOf(named))} ${named.teaches}`));
  const gone = { enrollments: new Map<string, Enrollment>(), teaching: new Map<string, Teaching>() };
  for (const named of removed) {
    const key = keyOf(placeOf(named));
    const learns = enrolled.get(key);
    const isIn = !named.class || learns?.class_id === named.class.id;
    const isKept = kept.has(`${key} ${named.teaches}`);
    const takenOut = !isKept && (named.teaches ? taught.has(key) : learns !== undefined && isIn);
    planning.count("enrollment", takenOut ? "changed" : "unchanged");
    if (!takenOut) continue;
    if (named.teaches) gone.teaching.set(key, placeOf(named));
    else gone.enrollments.set(key, learns!);
  }
  return {
    enrollments: changes,
    removed: [...gone.enrollments.values()],
    teaches,
    teachesNoMore: [...gone.teaching.values()],
  };
}
