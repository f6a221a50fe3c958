import "server-only";
import { eq } from "drizzle-orm";
import { difference } from "@/lib/auth/audit";
import { classes, courses } from "@/lib/db/tables/courses";
import { terms } from "@/lib/db/tables/schools";
import { classItem, termItem } from "@/lib/domain/courses/classes/forms";
import { courseItem } from "@/lib/domain/courses/forms";
import type { RosterKind, RosterRow } from "@/lib/measure/roster";
import { newId } from "@/lib/platform/ids";
import { inSteps } from "@/lib/platform/steps";
import type { Change, Planning } from "./planning";

export type Term = typeof terms.$inferSelect;
export type Course = typeof courses.$inferSelect;
export type Class = typeof classes.$inferSelect;

export const keyOf = (name: string) => name.trim().toLowerCase();
const put = <Row>(map: Map<string, Row[]>, key: string, row: Row) =>
  map.set(key, [...(map.get(key) ?? []), row]);

/** The courses and classes of the school and of the file, as rows name them. */
export class CourseIndex {
  private readonly byId = new Map<string, Course>();
  private readonly byTitle = new Map<string, Course[]>();
  private readonly classesById = new Map<string, Class[]>();
  private readonly classesByName = new Map<string, Class[]>();
  private readonly all = new Map<string, Course>();
  private readonly classesOf = new Map<string, Class[]>();

  /** What decisions about enrollments add. */
  readonly added = { courses: [] as Change<Course>[], classes: [] as Change<Class>[] };

  constructor(
    courses: Iterable<Course>,
    classes: Iterable<Class>,
    /** Of the file: its own ids go before those of classes that it does not have. */
    inFile: ReadonlySet<string>,
    private readonly terms: ReadonlyMap<string, Term>,
  ) {
    for (const course of courses) this.set(course);
    for (const one of classes) {
      const isOther = one.external_id && inFile.has(one.external_id) && !inFile.has(one.id);
      if (one.external_id && !isOther) put(this.classesById, one.external_id, one);
      put(this.classesByName, keyOf(one.name), one);
      put(this.classesOf, one.course_id, one);
    }
  }
  private set(course: Course): void {
    this.all.set(course.id, course);
    if (course.external_id) this.byId.set(course.external_id, course);
    put(this.byTitle, keyOf(course.title), course);
  }
  /** A course of this name, which is its ID too: that stays when the title is edited. */
  addCourse(planning: Planning, name: string): Course {
    const course: Course = {
      ...{ ...made(planning), school_id: planning.school_id, external_id: name, title: name },
      ...{ description: null, archived_at: null },
    };
    this.set(course);
    this.added.courses.push({ before: null, after: course });
    planning.count("course", "new");
    return course;
  }
  addClass(planning: Planning, course: Course, name: string): Class {
    const one: Class = {
      ...{ ...made(planning), course_id: course.id, external_id: name, name },
      ...{ term_id: null, starts_on: null, ends_on: null, archived_at: null },
    };
    put(this.classesById, name, one);
    put(this.classesByName, keyOf(name), one);
    put(this.classesOf, course.id, one);
    this.added.classes.push({ before: null, after: one });
    planning.count("class", "new");
    return one;
  }
  /** The course of this id; the one of a class is always known. */
  course(id: string): Course {
    return this.all.get(id)!;
  }
  /** By the school's own id, else by title. */
  courseNamed(given: string): Course | "unknown" | "ambiguous" {
    const course = this.byId.get(given);
    return course ?? onlyOne(this.byTitle.get(keyOf(given)));
  }
  /** By the school's own id, else by name; of this course if one is given. */
  classNamed(given: string, course: Course | null): Class | "unknown" | "ambiguous" {
    const of = (some: Class[] = []) => some.filter(({ course_id }) => !course || course_id === course.id);
    const byId = of(this.classesById.get(given));
    return onlyOne(byId.length ? byId : of(this.classesByName.get(keyOf(given))));
  }
  /** The first day of a class: its own, else its term's. */
  startOf({ starts_on, term_id }: Class): string {
    return starts_on ?? (term_id && this.terms.get(term_id)?.starts_on) ?? "";
  }
  /** From which days of a course are counted: the first day of the class, else of the course's first class. */
  firstDay(course: Course, classId: string | null): string {
    const days = (this.classesOf.get(course.id) ?? []).flatMap((one) =>
      classId === null || one.id === classId ? this.startOf(one) || [] : [],
    );
    return days.sort()[0] ?? (classId === null ? "" : this.firstDay(course, null));
  }
}

/** The one that is meant: of several the only one that is not archived. */
export function onlyOne<Row extends { archived_at: Date | null }>(
  rows: Row[] = [],
): Row | "unknown" | "ambiguous" {
  const open = rows.filter(({ archived_at }) => !archived_at);
  if (open.length > 1) return "ambiguous";
  return open[0] ?? rows[0] ?? "unknown";
}

/** The terms, courses and classes of a file: what it adds and changes. */
export async function planCourses(planning: Planning) {
  const { on, school_id } = planning;
  const [oldTerms, oldCourses, oldClasses] = await Promise.all([
    on.select().from(terms).where(eq(terms.school_id, school_id)),
    on.select().from(courses).where(eq(courses.school_id, school_id)),
    on
      .select({ class: classes })
      .from(classes)
      .innerJoin(courses, eq(courses.id, classes.course_id))
      .where(eq(courses.school_id, school_id)),
  ]);
  const plannedTerms = await upsert(planning, "term", oldTerms, byExternalId, termAfter);
  const plannedCourses = await upsert(planning, "course", oldCourses, byExternalId, courseAfter);
  const courseOf = new Map(
    plannedCourses.rows.flatMap((row) => (row.external_id ? [[row.external_id, row]] : [])),
  );
  const termOf = new Map(
    plannedTerms.rows.flatMap((row) => (row.external_id ? [[row.external_id, row]] : [])),
  );
  const classRows = oldClasses.map((row) => row.class);
  const classOf = new Map(classRows.flatMap((row) => (row.external_id ? [[row.external_id, row]] : [])));
  /** The course that a class's row names; one that says only which class is taken out means the class that there is. */
  const parentOf = ({ course, external_id = "" }: RosterRow["values"]) =>
    course === undefined
      ? plannedCourses.rows.find(({ id }) => id === classOf.get(external_id)?.course_id)
      : courseOf.get(course);
  const plannedClasses = await upsert(
    planning,
    "class",
    classRows,
    (row, values) => `${row.course_id ?? parentOf(values)?.id} ${row.external_id}`,
    (_, row, before) => classAfter(planning, row, before, parentOf(row.values), termOf),
  );
  const index = new CourseIndex(
    plannedCourses.rows,
    plannedClasses.rows,
    plannedClasses.inFile,
    new Map(plannedTerms.rows.map((row) => [row.id, row])),
  );
  return {
    index,
    terms: plannedTerms.changes,
    courses: plannedCourses.changes,
    classes: plannedClasses.changes,
  };
}

type Upserted = { id: string; external_id: string | null; revision: number };
type Named = { external_id?: string | null; course_id?: string };

const byExternalId = ({ external_id }: Named): string => external_id ?? "";

/** The rows of one kind, with those that the file adds and changes. */
async function upsert<Row extends Upserted>(
  planning: Planning,
  kind: RosterKind,
  existing: readonly Row[],
  keyIn: (row: Named, values: RosterRow["values"]) => string,
  afterOf: (planning: Planning, row: RosterRow, before: Row | undefined) => Row | "skip" | null,
) {
  const rows = new Map(existing.map((row) => [row.id, row]));
  const byKey = new Map(existing.flatMap((row) => (row.external_id ? [[keyIn(row, {}), row] as const] : [])));
  const lines = new Map<string, number>();
  const inFile = new Set<string>();
  const changes: Change<Row>[] = [];
  for await (const some of inSteps(planning.rowsOf(kind)))
    for (const row of some) {
      const { external_id } = row.values;
      if (!external_id) {
        planning.refuse(row, "external_id", "errors.field.missing");
        continue;
      }
      const key = keyIn(row.values, row.values);
      const earlier = lines.get(key);
      if (earlier !== undefined) {
        planning.refuse(row, "external_id", "errors.roster.same_id", { line: earlier });
        continue;
      }
      const before = byKey.get(key);
      const after = afterOf(planning, row, before);
      if (after === null) continue;
      lines.set(key, row.line);
      if (after === "skip") {
        planning.count(kind, "unchanged");
        continue;
      }
      const isChanged = before && difference(before, after).keys.length > 0;
      const written = isChanged ? { ...after, revision: before.revision + 1 } : after;
      planning.add(kind, changes, before ?? null, written);
      rows.set(written.id, written);
      inFile.add(written.id).add(external_id);
    }
  return { rows: [...rows.values()], changes, inFile };
}

/** What a row says, in place of what was there; what it leaves empty stays. */
const given = <Values extends object>(values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]: Exclude<Values[Key], undefined>;
  };

const made = ({ now }: Planning) => ({ id: newId(), revision: 1, created_at: now });

function termAfter(planning: Planning, row: RosterRow, before: Term | undefined): Term | "skip" | null {
  const { external_id, name, starts_on, ends_on, removed } = row.values;
  if (removed) return before ? planning.refuse(row, "removed", "errors.roster.term_stays") : "skip";
  const item = planning.check(termItem, row, { external_id, name, starts_on, ends_on });
  if (!item) return null;
  const { school_id: _, ...values } = item;
  const start = before ?? { ...made(planning), school_id: planning.school_id };
  return { ...start, ...values, external_id: external_id ?? null };
}

/** Archives what a row takes out. */
const archivedAt = ({ now }: Planning, removed: string | undefined, before: Date | null) =>
  removed ? (before ?? now) : before;

function courseAfter(planning: Planning, row: RosterRow, before: Course | undefined): Course | "skip" | null {
  const { external_id, title = before?.title, removed } = row.values;
  if (removed && !before) return "skip";
  const item = planning.check(courseItem, row, { external_id, title });
  if (!item) return null;
  const start = before ?? {
    ...made(planning),
    ...{ school_id: planning.school_id, description: null, archived_at: null },
  };
  return {
    ...start,
    ...given({ title: item.title }),
    external_id: external_id ?? null,
    archived_at: archivedAt(planning, removed, start.archived_at),
  };
}

function classAfter(
  planning: Planning,
  row: RosterRow,
  before: Class | undefined,
  parent: Course | undefined,
  termOf: ReadonlyMap<string, Term>,
): Class | "skip" | null {
  const { external_id, name = before?.name, course = "", term, removed } = row.values;
  if (removed && !before) return "skip";
  if (!parent) return planning.refuse(row, "course", "errors.roster.course_unknown", { course });
  if (parent.archived_at && !before) return planning.refuse(row, "course", "errors.course.archived");
  const termRow = term ? termOf.get(term) : undefined;
  if (term && !termRow) return planning.refuse(row, "term", "errors.roster.term_unknown", { term });
  const item = planning.check(classItem, row, { external_id, name });
  if (!item) return null;
  const start = before ?? {
    ...made(planning),
    ...{ course_id: parent.id, term_id: null, starts_on: null, ends_on: null, archived_at: null },
  };
  return {
    ...start,
    name: item.name,
    external_id: external_id ?? null,
    ...given({ term_id: termRow?.id }),
    archived_at: archivedAt(planning, removed, start.archived_at),
  };
}
