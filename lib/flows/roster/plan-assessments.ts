import "server-only";
import { and, eq, gt } from "drizzle-orm";
import { difference } from "@/lib/auth/audit";
import { courses } from "@/lib/db/tables/courses";
import { assessments, results } from "@/lib/db/tables/results";
import { assessmentItem, assessmentKinds } from "@/lib/domain/courses/assessments/forms";
import type { RosterRow } from "@/lib/measure/roster";
import { newId } from "@/lib/platform/ids";
import { headKey } from "@/lib/platform/read-table";
import { inSteps } from "@/lib/platform/steps";
import { isDayCount, numberIn } from "./cells";
import { type Class, type Course, type CourseIndex, keyOf, onlyOne } from "./plan-courses";
import type { Change, Planning } from "./planning";

export type Assessment = typeof assessments.$inferSelect;
type Kind = Assessment["kind"];

/** What files call each kind. */
const kindWords: Record<Kind, readonly string[]> = {
  quiz: ["quiz", "test", "computermarked", "cuestionario", "questionnaire", "questionário"],
  assignment: ["assignment", "essay", "homework", "tutormarked", "aufgabe", "tarea", "devoir", "tarefa"],
  exam: ["exam", "finalexam", "prüfung", "klausur", "examen", "exame"],
};
const kindOf = (text: string): Kind | null =>
  assessmentKinds.find((kind) => kindWords[kind].includes(headKey(text))) ?? null;

/** The assessments of the school, or of the one course of the import, and of the file: as rows name them. */
export class AssessmentIndex {
  private readonly byId = new Map<string, Assessment[]>();
  private readonly byTitle = new Map<string, Assessment[]>();

  constructor(existing: Iterable<Assessment>) {
    for (const one of existing) this.set(one);
  }
  set(assessment: Assessment): void {
    const { external_id, title } = assessment;
    if (external_id) put(this.byId, external_id, assessment);
    put(this.byTitle, keyOf(title), assessment);
  }
  /** By the school's own id, else by title; of this course if one is given. */
  named(given: string, course: Course | null): Assessment | "unknown" | "ambiguous" {
    const of = (some: Assessment[] = []) =>
      some.filter(({ course_id }) => !course || course_id === course.id);
    const byId = of(this.byId.get(given));
    return onlyOne(byId.length ? byId : of(this.byTitle.get(keyOf(given))));
  }
}

const put = (map: Map<string, Assessment[]>, key: string, assessment: Assessment) =>
  map.set(key, [...(map.get(key) ?? []).filter(({ id }) => id !== assessment.id), assessment]);

/** The course that a row names, or the one of the import; null for a row that is left out. */
export function courseOfRow(planning: Planning, index: CourseIndex, row: RosterRow): Course | null {
  const { course: given } = row.values;
  const only = planning.course_id ? index.course(planning.course_id) : null;
  if (!given) return only ?? planning.refuse(row, "course", "errors.field.missing");
  const course = index.courseNamed(given);
  if (course === "unknown" || course === "ambiguous")
    return planning.refuse(row, "course", `errors.roster.course_${course}`, { course: given });
  if (only && course.id !== only.id)
    return planning.refuse(row, "course", "errors.roster.another_course", { course: only.title });
  return course;
}

/** The assessments of a file: what it adds and changes. */
export async function planAssessments(planning: Planning, index: CourseIndex) {
  const { on, school_id, course_id } = planning;
  const existing = await on
    .select({ assessment: assessments })
    .from(assessments)
    .innerJoin(courses, eq(courses.id, assessments.course_id))
    .where(course_id ? eq(courses.id, course_id) : eq(courses.school_id, school_id));
  const named = new AssessmentIndex(existing.map(({ assessment }) => assessment));
  const changes: Change<Assessment>[] = [];
  const lines = new Map<string, number>();
  for await (const some of inSteps(planning.rowsOf("assessment")))
    for (const row of some) await planAssessment(planning, index, named, changes, lines, row);
  return { index: named, changes };
}

async function planAssessment(
  planning: Planning,
  index: CourseIndex,
  named: AssessmentIndex,
  changes: Change<Assessment>[],
  lines: Map<string, number>,
  row: RosterRow,
): Promise<void> {
  const course = courseOfRow(planning, index, row);
  if (!course) return;
  const { external_id, title } = row.values;
  const found = named.named(external_id ?? title ?? "", course);
  const before =
    typeof found === "string" || (external_id && found.external_id !== external_id) ? null : found;
  const after = await assessmentAfter(planning, index, course, row, before);
  if (!after) return;
  const earlier = lines.get(after.id);
  if (earlier !== undefined) {
    planning.refuse(row, external_id ? "external_id" : "title", "errors.roster.same_id", { line: earlier });
    return;
  }
  lines.set(after.id, row.line);
  named.set(after);
  planning.add("assessment", changes, before, after);
}

async function assessmentAfter(
  planning: Planning,
  index: CourseIndex,
  course: Course,
  row: RosterRow,
  before: Assessment | null,
): Promise<Assessment | null> {
  const { external_id, title = before?.title, kind: word } = row.values;
  if (course.archived_at) return planning.refuse(row, "course", "errors.course.archived");
  const kind = word ? kindOf(word) : before?.kind;
  if (!kind) return planning.refuse(row, "kind", "errors.roster.assessment_kind", { kind: word ?? "" });
  const group = row.values.class ? index.classNamed(row.values.class, course) : null;
  if (group === "unknown" || group === "ambiguous")
    return planning.refuse(row, "class", `errors.roster.class_${group}`, { class: row.values.class ?? "" });
  const due_at = dueAt(planning, index, course, group, row);
  if (due_at === null) return null;
  const numbers: { weight?: number; maximum_points?: number } = {};
  for (const field of ["weight", "maximum_points"] as const) {
    const number = numberIn(row.values[field]);
    if (number === null)
      return planning.refuse(row, field, "errors.roster.not_a_number", { value: row.values[field] ?? "" });
    if (number !== undefined) numbers[field] = number;
  }
  const item = planning.check(assessmentItem, row, {
    ...{ external_id, title, kind, due_at: due_at?.toISOString() },
    ...numbers,
  });
  if (!item) return null;
  const start: Assessment = before ?? {
    ...{ id: newId(), course_id: course.id, lesson_id: null, class_id: null, external_id: null },
    ...{ kind, title: item.title, due_at: null, weight: null, maximum_points: 100, questions: [] },
    ...{ archived_at: null, revision: 1, created_at: planning.now },
  };
  const after = {
    ...start,
    ...{ kind, title: item.title, external_id: item.external_id ?? start.external_id },
    ...{ due_at: due_at ?? start.due_at, class_id: group?.id ?? start.class_id },
    ...{ weight: item.weight ?? start.weight, maximum_points: item.maximum_points ?? start.maximum_points },
  };
  if (before && after.maximum_points < before.maximum_points) {
    const [above] = await planning.on
      .select({ points: results.points })
      .from(results)
      .where(and(eq(results.assessment_id, before.id), gt(results.points, after.maximum_points)))
      .limit(1);
    if (above)
      return planning.refuse(row, "maximum_points", "errors.assessment.below_results", {
        points: above.points ?? 0,
      });
  }
  const isChanged = before && difference(before, after).keys.length > 0;
  return isChanged ? { ...after, revision: before.revision + 1 } : after;
}

/** Undefined without one, null for a row that is left out because of it. */
function dueAt(
  planning: Planning,
  index: CourseIndex,
  course: Course,
  group: Class | null,
  row: RosterRow,
): Date | undefined | null {
  const { due_at: text } = row.values;
  const start = isDayCount(text) ? index.firstDay(course, group?.id ?? null) : "";
  if (isDayCount(text) && !start) return planning.refuse(row, "due_at", "errors.roster.no_first_day");
  const at = planning.instantIn(text, { start, time_zone: planning.time_zone, dayEnd: true });
  return at === null ? planning.refuse(row, "due_at", "errors.roster.date", { value: text ?? "" }) : at;
}
