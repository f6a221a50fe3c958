import { type Actor, actorNames, type Target, type World } from "./access-world";
import type { Sent } from "./requests";

/* How the cases of access-cases.ts say who may do what. */

type Outcome = "ok" | 400 | 403 | 404 | 409;
/** Outcomes for own, others, otherSchool, missing; a single outcome applies to all four. */
type Row = Outcome | [own: Outcome, others: Outcome, otherSchool: Outcome, missing: Outcome];
export type Expected = Record<Actor, Row>;
export const expectedFor = (row: Row, index: number): Outcome | undefined =>
  Array.isArray(row) ? row[index] : row;

/** Who can read a video's or a course's numbers: staff those of their courses, an admin their school's. */
export const staffReach: Expected = {
  student: 403,
  instructor: ["ok", 403, 404, 404],
  otherInstructor: [403, "ok", 404, 404],
  assistant: ["ok", 403, 404, 404],
  schoolAdmin: ["ok", "ok", 404, 404],
  otherSchoolAdmin: [404, 404, "ok", 404],
  installationAdmin: ["ok", "ok", "ok", 404],
};
export const staffOnly: Expected = {
  student: 403,
  instructor: "ok",
  otherInstructor: "ok",
  assistant: "ok",
  schoolAdmin: "ok",
  otherSchoolAdmin: "ok",
  installationAdmin: "ok",
};
/** The same without assistants: changes of settings, and exports of what is personal. */
export const teachingReach: Expected = { ...staffReach, assistant: 403 };
export const teachingOnly: Expected = { ...staffOnly, assistant: 403 };
export const adminsOnly: Expected = { ...teachingOnly, instructor: 403, otherInstructor: 403 };
/** What a person of the staff began themselves, and for an admin that of their school. */
export const ownOrSchools: Expected = {
  ...staffReach,
  instructor: ["ok", 404, 404, 404],
  otherInstructor: [404, "ok", 404, 404],
  assistant: 404,
};
/** An admin's own school. */
export const adminReach: Expected = { ...teachingReach, instructor: 403, otherInstructor: 403 };
export const everyone = (row: Row): Expected =>
  Object.fromEntries(actorNames.map((name) => [name, row])) as Expected;

export const ownInSchool: Expected = {
  ...everyone(["ok", "ok", 404, 404]),
  otherSchoolAdmin: [404, 404, "ok", 404],
  installationAdmin: ["ok", "ok", "ok", 404],
};

export type Ids = World["targets"][Target];
export type Case = { expected: Expected; sent?: (ids: Ids) => Sent };
