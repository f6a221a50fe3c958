import "server-only";
import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import { courseInstructors, enrollments } from "@/lib/db/tables/courses";
import { schools } from "@/lib/db/tables/schools";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import type { ErrorKey } from "@/lib/language/language";
import { AppError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import { isAdmin, isStaff, isTeaching, type Scope, teachingRoles } from "./scope";

/*
 * Who may see what: as SQL for a query's WHERE, and as a predicate for what was read already. Everybody but the installation's admin
 * is limited to one school. In it an admin sees all, an instructor what they teach, an assistant what belongs to the courses that they
 * are assigned to, a student none of this.
 */

/** A table's columns, or those of an alias of it. */
type Columns<Names extends string> = Record<Names, AnyColumn>;

const all = sql`true`;
const none = sql`false`;

/** The installation's admin, who belongs to no school. */
export const reachesEverySchool = (scope: Scope): boolean => isAdmin(scope) && scope.school_id === null;

/** Whether the scope includes this school. */
export const reachesSchool = (scope: Scope, schoolId: string | null): boolean =>
  reachesEverySchool(scope) || scope.school_id === schoolId;

/** The rows of the scope's schools. */
export const inSchool = (scope: Scope, { school_id }: Columns<"school_id">): SQL =>
  reachesEverySchool(scope) ? all : sql`${school_id} = ${scope.school_id}`;

/**
 * The row with this id or external id in the scope's schools; `read` selects two rows at most. Throws `not_found`,
 * also for an external id that several schools have, which the installation's admin can see.
 */
export async function oneInSchool<Row extends { id: string }>(
  scope: Scope,
  {
    table,
    unknown,
    given,
  }: { table: Columns<"id" | "external_id" | "school_id">; unknown: ErrorKey; given: string },
  read: (where: SQL, order: SQL) => PromiseLike<Row[]>,
): Promise<Row> {
  const byExternalId = sql`${table.external_id} = ${given}`;
  const named = uuidPattern.test(given) ? sql`(${table.id} = ${given} or ${byExternalId})` : byExternalId;
  const [row, other] = await read(
    sql`${inSchool(scope, table)} and ${named}`,
    sql`${table.id}::text = ${given} desc`,
  );
  if (!row || (other && row.id !== given)) throw new AppError("not_found", unknown);
  return row;
}

/** Whether the scope teaches the course in this column or assists in it; always true for an admin. */
export const teaches = (scope: Scope, courseId: AnyColumn): SQL =>
  isAdmin(scope)
    ? all
    : sql`exists (select from ${courseInstructors}
        where ${courseInstructors.course_id} = ${courseId} and ${courseInstructors.user_id} = ${scope.user_id})`;

/** Whether a breakdown of the course in this column has its small groups as one (lib/measure/small-groups.ts): for all but its own instructors. */
export const foldsSmallGroups = (scope: Scope, courseId: AnyColumn): SQL<boolean> =>
  sql<boolean>`not exists (select from ${courseInstructors}
    where ${courseInstructors.course_id} = ${courseId} and ${courseInstructors.user_id} = ${scope.user_id})`;

const taught = (scope: Scope, table: Columns<"school_id">, courseId: AnyColumn): SQL =>
  isStaff(scope) ? sql`(${inSchool(scope, table)} and ${teaches(scope, courseId)})` : none;

/** The courses whose numbers a scope may read: an admin's their school's, other staff's those they are assigned to. */
export const reachesCourses = (scope: Scope, courses: Columns<"id" | "school_id">): SQL =>
  taught(scope, courses, courses.id);

/** The videos whose numbers a scope may read: those of the courses that it reaches. */
export const reachesVideos = (scope: Scope, videos: Columns<"course_id" | "school_id">): SQL =>
  taught(scope, videos, videos.course_id);

/**
 * The sessions whose numbers a scope may read: an admin's their school's, an instructor's those they teach, an assistant's those of
 * their courses.
 */
export function reachesSessions(
  scope: Scope,
  table: Columns<"course_id" | "instructor_id" | "school_id">,
): SQL {
  if (!isStaff(scope)) return none;
  if (isAdmin(scope)) return inSchool(scope, table);
  const own = isTeaching(scope)
    ? sql`${table.instructor_id} = ${scope.user_id}`
    : teaches(scope, table.course_id);
  return sql`(${inSchool(scope, table)} and ${own})`;
}

/**
 * The funnels that a scope may read: an admin those of their school, other staff those of the courses that they reach, without learning events,
 * which belong to no course.
 */
export const reachesFunnels = (scope: Scope, table: Columns<"course_id" | "school_id" | "steps">): SQL =>
  isAdmin(scope)
    ? inSchool(scope, table)
    : sql`(${taught(scope, table, table.course_id)} and not ${table.steps} @> '[{"kind": "event"}]'::jsonb)`;

/** Whose learning is read: the reader's own, or, by staff, that of somebody whom they reach. */
export type Learner = Pick<Scope, "user_id">;

/**
 * Whether a scope may read a person's learning events and what earned them XP, which belong to no course: their own, and an admin those of their
 * school. Of a person without a school there are none. Anybody who reaches the person may read how much XP they have, as on the leaderboard.
 */
export const reachesLearningEvents = (
  scope: Scope,
  person: Learner & { school_id: string | null },
): person is Learner & { school_id: string } =>
  person.school_id !== null &&
  (person.user_id === scope.user_id || (isAdmin(scope) && reachesSchool(scope, person.school_id)));

/** The courses that a person takes. */
export const takesCourse = ({ user_id }: Learner, courseId: AnyColumn): SQL =>
  sql`exists (select from ${enrollments}
    where ${enrollments.course_id} = ${courseId} and ${enrollments.user_id} = ${user_id})`;

const concerns = (learner: Learner, table: Columns<"id" | "course_id">): SQL =>
  sql`(${takesCourse(learner, table.course_id)} or exists (
    select from ${attendees} where ${attendees.session_id} = ${table.id} and ${attendees.user_id} = ${learner.user_id}))`;

/**
 * The sessions that are for a person: those of the courses that they take, and those that they are registered for or attended. Of somebody
 * else's, those whose numbers the scope may read.
 */
export const isForPerson = (
  scope: Scope,
  table: Columns<"id" | "course_id" | "instructor_id" | "school_id">,
  learner: Learner = scope,
): SQL =>
  sql`(${learner.user_id === scope.user_id ? inSchool(scope, table) : reachesSessions(scope, table)} and ${concerns(learner, table)})`;

/** The courses that a learner takes; of somebody else's, those that the scope reaches. */
export const isTakenBy = (scope: Scope, table: Columns<"id" | "school_id">, learner: Learner = scope): SQL =>
  sql`(${learner.user_id === scope.user_id ? all : reachesCourses(scope, table)} and ${takesCourse(learner, table.id)})`;

/** The imports into sessions that a scope reaches; if the session was removed with the import, an instructor sees their own imports. */
export function reachesImports(scope: Scope, table: Columns<"school_id" | "session_id" | "user_id">): SQL {
  if (!isStaff(scope)) return none;
  if (isAdmin(scope)) return inSchool(scope, table);
  const session = sql`select from ${sessions} where ${sessions.id} = ${table.session_id}`;
  return sql`(${inSchool(scope, table)} and (
    exists (${session} and ${reachesSessions(scope, sessions)})
    or (${table.user_id} = ${scope.user_id} and not exists (${session}))))`;
}

/** Rows of people who teach, assist or run the school. */
export const areStaff = ({ role }: Columns<"role">): SQL => sql`${role} <> 'student'`;

/** Rows of people who can be a session's instructor. */
export const areTeaching = ({ role }: Columns<"role">): SQL => sql`${role} in ${teachingRoles}`;

/** The people of an instructor's school whom they know: the staff, and the learners of their courses. */
export const knownTo = (instructorId: string, table: Columns<"id" | "role">): SQL =>
  sql`(${areStaff(table)} or exists (
    select from ${enrollments} join ${courseInstructors} on ${courseInstructors.course_id} = ${enrollments.course_id}
    where ${enrollments.user_id} = ${table.id} and ${courseInstructors.user_id} = ${instructorId}))`;

/** The people whom a scope may find by name: an admin their school's, an instructor those whom they know. */
export function reachesPeople(scope: Scope, table: Columns<"id" | "role" | "school_id">): SQL {
  if (!isStaff(scope)) return none;
  if (isAdmin(scope)) return inSchool(scope, table);
  return sql`(${inSchool(scope, table)} and ${knownTo(scope.user_id, table)})`;
}

/**
 * The people whose learning a scope may read, as far as it is the scope's: whom it may find, and who attended its sessions or watched its
 * videos, where their names stand.
 */
export const reachesLearners = (scope: Scope, table: Columns<"id" | "role" | "school_id">): SQL =>
  sql`(${reachesPeople(scope, table)}
    or (${inSchool(scope, table)} and (exists (
      select from ${attendees} join ${sessions} on ${sessions.id} = ${attendees.session_id}
      where ${attendees.user_id} = ${table.id} and ${reachesSessions(scope, sessions)})
    or exists (
      select from ${viewerProgress} join ${videos} on ${videos.id} = ${viewerProgress.video_id}
      where ${viewerProgress.viewer_id} = 'u:' || ${table.id} and ${reachesVideos(scope, videos)}))))`;

/** Notes about learners: an admin's those of their school, other staff's those about who takes a course of theirs; never those about oneself. */
export function reachesNotes(scope: Scope, table: Columns<"school_id" | "user_id">): SQL {
  if (!isStaff(scope)) return none;
  const others = sql`${inSchool(scope, table)} and ${table.user_id} <> ${scope.user_id}`;
  if (isAdmin(scope)) return sql`(${others})`;
  return sql`(${others} and exists (
    select from ${enrollments} join ${courseInstructors} on ${courseInstructors.course_id} = ${enrollments.course_id}
    where ${enrollments.user_id} = ${table.user_id} and ${courseInstructors.user_id} = ${scope.user_id}))`;
}

/**
 * The people whom a scope may name in one of its sessions: whom it may find, and who is in the session already. Anybody else is
 * invited by address and stays unseen, or sequential ids and guessed addresses would tell whose they are.
 */
export const reachesPeopleIn = (
  scope: Scope,
  sessionId: string,
  table: Columns<"id" | "role" | "school_id">,
): SQL =>
  sql`(${reachesPeople(scope, table)} or exists (
    select from ${attendees} where ${attendees.session_id} = ${sessionId} and ${attendees.user_id} = ${table.id}))`;

/** Whether a school is the only one, besides made-up ones: its admins then run the installation. */
export const runsInstallationOf = (schoolId: AnyColumn | string): SQL =>
  sql`(${schoolId}::uuid is not null and not exists (select from ${schools} where ${schools.demo} = (${schools.id} = ${schoolId}::uuid)))`;

/** Whether the scope's school is. */
export const isOnlySchool = (scope: Scope): SQL =>
  isAdmin(scope) && scope.school_id !== null ? runsInstallationOf(scope.school_id) : none;

/**
 * Alerts: an admin's those of their school, other staff's those of the sessions that they reach and of the courses that they teach or assist in. Those of
 * the installation belong to no school: who runs it reads them.
 */
export function reachesAlerts(scope: Scope, table: Columns<"school_id" | "session_id" | "course_id">): SQL {
  if (!isStaff(scope)) return none;
  if (reachesEverySchool(scope)) return all;
  if (isAdmin(scope))
    return sql`(${inSchool(scope, table)} or (${table.school_id} is null and ${isOnlySchool(scope)}))`;
  return sql`(${inSchool(scope, table)} and (${teaches(scope, table.course_id)} or exists (
    select from ${sessions} where ${sessions.id} = ${table.session_id} and ${reachesSessions(scope, sessions)})))`;
}

/** Work in the background: what a scope began, and for an admin all of their school. */
export function reachesWork(scope: Scope, table: Columns<"school_id" | "created_by">): SQL {
  if (!isStaff(scope)) return none;
  if (isAdmin(scope)) return inSchool(scope, table);
  return sql`${table.created_by} = ${scope.user_id}`;
}
