import "server-only";
import { difference } from "@/lib/auth/audit";
import { isAnyOf } from "@/lib/db/literals";
import { enrollments } from "@/lib/db/tables/courses";
import { results } from "@/lib/db/tables/results";
import type { RosterRow } from "@/lib/measure/roster";
import { newId } from "@/lib/platform/ids";
import { inSteps } from "@/lib/platform/steps";
import { isDayCount, numberIn, yesIn } from "./cells";
import type { PeopleIndex, Person } from "./people-index";
import type { Assessment, AssessmentIndex } from "./plan-assessments";
import type { CourseIndex } from "./plan-courses";
import type { Enrollment } from "./plan-enrollments";
import { type Change, type Planning, readFor } from "./planning";

export type Result = typeof results.$inferSelect;

/** A row with whom and what it names. */
type Named = { row: RosterRow; person: Person; assessment: Assessment; class_id: string | null };

/** People whose results are read in one statement: a few thousand rows. */
const peopleAtOnce = 200;
/** Enrollments that are looked at in one step: a few milliseconds of work. */
const placesAtOnce = 1000;

const keyOf = ({ assessment_id, user_id, attempt }: Pick<Result, "assessment_id" | "user_id" | "attempt">) =>
  `${assessment_id} ${user_id} ${attempt}`;

/** The results of a file: what it adds and changes. People must take the course by now, or by the same file. */
export async function planResults(
  planning: Planning,
  people: PeopleIndex,
  courses: CourseIndex,
  assessments: AssessmentIndex,
  enrolled: readonly Change<Enrollment>[],
): Promise<Change<Result>[]> {
  const rows = planning.rowsOf("result");
  if (rows.length === 0) return [];
  const ids = new Set<string>();
  for await (const some of inSteps(rows, 1000))
    for (const { values } of some) {
      const person = people.find(values);
      if (person) ids.add(person.id);
    }
  const classes = await classesOf(planning, [...ids], enrolled);
  const existing = new Map<string, Result>();
  for await (const some of inSteps([...ids], peopleAtOnce))
    for (const row of await planning.on.select().from(results).where(isAnyOf(results.user_id, some)))
      existing.set(keyOf(row), row);
  const lines = new Map<string, number>();
  const changes: Change<Result>[] = [];
  for await (const some of inSteps(rows))
    for (const row of some) {
      const named = namedIn(planning, people, courses, assessments, classes, row);
      const attempt = named && attemptIn(planning, row);
      if (!named || attempt === null) continue;
      const place = { assessment_id: named.assessment.id, user_id: named.person.id, attempt };
      const key = keyOf(place);
      const earlier = lines.get(key);
      if (earlier !== undefined) {
        planning.refuse(row, null, "errors.roster.same_result", { line: earlier });
        continue;
      }
      const before = existing.get(key) ?? null;
      const after = resultAfter(planning, courses, named, before ?? fresh(planning, place));
      if (!after) continue;
      lines.set(key, row.line);
      planning.add("result", changes, before, before ? changed(planning, before, after) : after);
    }
  return changes;
}

const placeOf = ({ course_id, user_id }: Pick<Enrollment, "course_id" | "user_id">) =>
  `${course_id} ${user_id}`;

/** The class of each person in each course that they take: null without one. */
async function classesOf({ on }: Planning, ids: readonly string[], enrolled: readonly Change<Enrollment>[]) {
  const rows = await readFor(ids, (some) =>
    on.select().from(enrollments).where(isAnyOf(enrollments.user_id, some)),
  );
  const classes = new Map<string, string | null>();
  for await (const some of inSteps([...rows, ...enrolled.map(({ after }) => after)], placesAtOnce))
    for (const row of some) classes.set(placeOf(row), row.class_id);
  return classes;
}

function namedIn(
  planning: Planning,
  people: PeopleIndex,
  courses: CourseIndex,
  assessments: AssessmentIndex,
  classes: ReadonlyMap<string, string | null>,
  row: RosterRow,
): Named | null {
  const { assessment: given, course: courseGiven } = row.values;
  if (!given) return planning.refuse(row, "assessment", "errors.field.missing");
  const course = courseGiven ? courses.courseNamed(courseGiven) : null;
  if (course === "unknown" || course === "ambiguous")
    return planning.refuse(row, "course", `errors.roster.course_${course}`, { course: courseGiven ?? "" });
  const assessment = assessments.named(given, course);
  if (assessment === "unknown" || assessment === "ambiguous")
    return planning.refuse(row, "assessment", `errors.roster.assessment_${assessment}`, {
      assessment: given,
    });
  if (assessment.archived_at) return planning.refuse(row, "assessment", "errors.assessment.archived");
  const person = people.find(row.values);
  const class_id = person && classes.get(placeOf({ course_id: assessment.course_id, user_id: person.id }));
  // Whether somebody else of the school exists is not said.
  if (!person || class_id === undefined) return planning.refuse(row, null, "errors.course.not_enrolled");
  if (assessment.class_id && class_id !== assessment.class_id)
    return planning.refuse(row, null, "errors.result.other_class");
  return { row, person, assessment, class_id };
}

/** The first attempt where none is given; null for a row that is left out. */
function attemptIn(planning: Planning, row: RosterRow): number | null {
  const attempt = numberIn(row.values.attempt);
  if (attempt === undefined) return 1;
  if (attempt === null || !Number.isInteger(attempt) || attempt < 1 || attempt > 1000)
    return planning.refuse(row, "attempt", "errors.roster.not_a_number", { value: row.values.attempt ?? "" });
  return attempt;
}

const fresh = (
  { now, user_id }: Planning,
  place: Pick<Result, "assessment_id" | "user_id" | "attempt">,
): Result => ({
  ...{ id: newId(), ...place, external_id: null, points: null, submitted_at: null, carried_over: false },
  ...{ answers: [], recorded_by: user_id, revision: 1, created_at: now },
});

/** The result as the row leaves it; null for a row that is left out. */
function resultAfter(
  planning: Planning,
  courses: CourseIndex,
  { row, assessment, class_id }: Named,
  start: Result,
): Result | null {
  const { points: pointsText, percentage: shareText, submitted_at: when, carried_over } = row.values;
  const field = pointsText ? "points" : "percentage";
  const number = numberIn(pointsText ?? shareText);
  if (number === null)
    return planning.refuse(row, field, "errors.roster.not_a_number", {
      value: pointsText ?? shareText ?? "",
    });
  const most = field === "points" ? assessment.maximum_points : 100;
  if (number !== undefined && number < 0)
    return planning.refuse(row, field, "errors.field.at_least", { minimum: 0 });
  if (number !== undefined && number > most)
    return planning.refuse(row, field, "errors.result.above_maximum", { maximum: most });
  const carried = yesIn(carried_over);
  if (carried === null) return planning.refuse(row, "carried_over", "errors.field.true_or_false");
  const course = courses.course(assessment.course_id);
  const firstDay = isDayCount(when) ? courses.firstDay(course, class_id) : "";
  if (isDayCount(when) && !firstDay)
    return planning.refuse(row, "submitted_at", "errors.roster.no_first_day");
  const submitted_at = planning.instantIn(when, {
    start: firstDay,
    time_zone: planning.time_zone,
    dayEnd: false,
  });
  if (submitted_at === null)
    return planning.refuse(row, "submitted_at", "errors.roster.date", { value: when ?? "" });
  const points =
    number === undefined
      ? start.points
      : field === "points"
        ? number
        : (number / 100) * assessment.maximum_points;
  return {
    ...start,
    points,
    submitted_at: submitted_at ?? start.submitted_at,
    carried_over: carried ?? start.carried_over,
  };
}

/** With the next revision, and who recorded it, if it differs. */
const changed = ({ user_id }: Planning, before: Result, after: Result): Result =>
  difference(before, after, ["points", "submitted_at", "carried_over"]).keys.length === 0
    ? before
    : { ...after, recorded_by: user_id, revision: before.revision + 1 };
