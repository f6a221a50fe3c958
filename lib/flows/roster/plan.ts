import "server-only";
import { planAssessments } from "./plan-assessments";
import { planCourses } from "./plan-courses";
import { planEnrollments } from "./plan-enrollments";
import { planPeople } from "./plan-people";
import { planResults } from "./plan-results";
import type { Planning } from "./planning";

export type Plan = Awaited<ReturnType<typeof planRoster>>;

/** What importing the file adds, changes and takes out; `planning` counts its rows and names the wrong ones. Writes nothing. */
export async function planRoster(planning: Planning) {
  const { roster, language } = planning;
  for (const { file, line, message } of roster.problems)
    planning.name({ file, line, values: {} }, null, language.t(message.key, message.values));
  const { index, ...courses } = await planCourses(planning);
  const people = await planPeople(planning);
  const enrolled = await planEnrollments(planning, people, index);
  const assessments = await planAssessments(planning, index);
  return {
    ...{ ...courses, people: people.changes, ...enrolled, assessments: assessments.changes },
    results: await planResults(planning, people.index, index, assessments.index, enrolled.enrollments),
  };
}
