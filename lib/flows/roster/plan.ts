import "server-only";
import { planCourses } from "./plan-courses";
import { planEnrollments } from "./plan-enrollments";
import { planPeople } from "./plan-people";
import type { Planning } from "./planning";

export type Plan = Awaited<ReturnType<typeof planRoster>>;

/** What importing the file adds, changes and takes out; `planning` counts its rows and names the wrong ones. Writes nothing. */
export async function planRoster(planning: Planning) {
  const { roster, language } = planning;
  for (const { file, line, message } of roster.problems)
    planning.name({ file, line, values: {} }, null, language.t(message.key, message.values));
  const { index, ...courses } = await planCourses(planning);
  const people = await planPeople(planning);
  return { ...courses, people: people.changes, ...(await planEnrollments(planning, people, index)) };
}
