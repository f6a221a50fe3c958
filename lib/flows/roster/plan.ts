import "server-only";
import { planAssessments } from "./plan-assessments";
import { planCourses } from "./plan-courses";
import { planEnrollments } from "./plan-enrollments";
import { planMissing } from "./plan-missing";
import { planPeople } from "./plan-people";
import { planResults } from "./plan-results";
import type { Planning } from "./planning";

export type Plan = Awaited<ReturnType<typeof planRoster>>;

/** What importing the file adds, changes and takes out; `planning` counts its rows and names the wrong ones. Writes nothing. */
export async function planRoster(planning: Planning, choice: "stay" | "deactivate") {
  for (const problem of planning.roster.problems) planning.nameUnread(problem);
  const { index, ...planned } = await planCourses(planning);
  const people = await planPeople(planning);
  const enrolled = await planEnrollments(planning, people, index);
  const assessments = await planAssessments(planning, index);
  const results = await planResults(planning, people.index, index, assessments.index, enrolled.enrollments);
  const missing = await planMissing(planning, people.index, people, choice);
  const { added } = index;
  return {
    ...{ missing, terms: planned.terms, people: people.changes },
    courses: [...planned.courses, ...added.courses],
    classes: [...planned.classes, ...added.classes],
    ...{ ...enrolled, assessments: assessments.changes, results },
  };
}
