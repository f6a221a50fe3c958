import "server-only";
import { and, asc, count, eq, ilike, inArray, or, type SQL, sql } from "drizzle-orm";
import { inSchool, oneInSchool } from "@/lib/auth/reach";
import { isAdmin, isStaff, type Scope } from "@/lib/auth/scope";
import { db, type Tx } from "@/lib/db/client";
import { isFormerlyNamed } from "@/lib/db/former-identities";
import { byName } from "@/lib/db/names";
import { contains } from "@/lib/db/patterns";
import { classes, courseInstructors, courses, enrollments } from "@/lib/db/tables/courses";
import { accountLinks, identities, users } from "@/lib/db/tables/people";
import { isoInstants } from "@/lib/http/contract";
import { listOrder, listPage } from "@/lib/http/list";
import { AppError } from "@/lib/platform/errors";
import {
  listedMax,
  type UserAnswer,
  type UserCounts,
  type UserRow,
  type UserState,
  type UsersAnswer,
  type UsersQuery,
} from "./schema";

/** When a person's latest invitation ends; null without one, and where it was revoked or used. */
const invitationEnds = sql<Date | null>`(
  select case when link.used_at is null and link.revoked_at is null then link.expires_at end
  from ${accountLinks} link where link.user_id = ${users.id} and link.purpose = 'invitation'
  order by link.created_at desc, link.id desc limit 1)`.mapWith(accountLinks.expires_at);

/** Who has a password, a provider's identity or a sign-in has taken their account. */
export const hasTaken = sql<boolean>`(${users.password_hash} is not null or ${users.last_signed_in_at} is not null
  or exists (select from ${identities} where ${identities.user_id} = ${users.id}))`;

const state = sql<UserState>`case
  when ${users.disabled_at} is not null then 'deactivated'
  when ${hasTaken} then 'active'
  when ${invitationEnds} is null then 'not_invited'
  when ${invitationEnds} > now() then 'invited'
  else 'expired' end`;

const rowFields = {
  id: users.id,
  external_id: users.external_id,
  username: users.username,
  email: users.email,
  name: users.name,
  first_name: users.first_name,
  last_name: users.last_name,
  address: users.address,
  role: users.role,
  state,
  invitation_expires_at: sql<Date | null>`case when ${hasTaken} then null else ${invitationEnds} end`.mapWith(
    accountLinks.expires_at,
  ),
  last_signed_in_at: users.last_signed_in_at,
  disabled_at: users.disabled_at,
  revision: users.revision,
  created_at: users.created_at,
};

const oneOf = (expression: SQL | typeof users.role, values: string | undefined) =>
  values === undefined ? undefined : inArray(sql`${expression}::text`, values.split(","));

const isFound = (words: string | undefined) =>
  words
    ? or(
        ...[users.name, users.first_name, users.last_name, users.username, users.email].map((column) =>
          ilike(column, contains(words)),
        ),
      )
    : undefined;

/** The people of an admin's school, deactivated ones too. */
export async function usersOf(scope: Scope, query: UsersQuery): Promise<UsersAnswer> {
  const by = {
    name: byName(users.name),
    username: users.username,
    email: users.email,
    role: sql`${users.role}::text`,
    external_id: users.external_id,
    last_seen: users.last_signed_in_at,
    created: users.created_at,
  };
  const { items, total } = await listPage(
    db()
      .select(rowFields)
      .from(users)
      .where(
        and(
          inSchool(scope, users),
          isFound(query.search),
          oneOf(users.role, query.role),
          oneOf(state, query.state),
        ),
      )
      .orderBy(
        listOrder(query, by, ["name", "username", "email", "role", "external_id"]),
        byName(users.name),
        asc(users.id),
      )
      .$dynamic(),
    query,
  );
  return { items: items.map(isoInstants), total };
}

/** How many people of the school there are of each role, and in each state. */
export async function countUsers(scope: Scope): Promise<UserCounts> {
  const rows = await db()
    .select({ role: users.role, state, people: count() })
    .from(users)
    .where(inSchool(scope, users))
    .groupBy(users.role, sql`2`);
  const roles: UserCounts["roles"] = {};
  const states: UserCounts["states"] = {};
  for (const row of rows) {
    roles[row.role] = (roles[row.role] ?? 0) + row.people;
    states[row.state] = (states[row.state] ?? 0) + row.people;
  }
  return { total: rows.reduce((sum, { people }) => sum + people, 0), roles, states };
}

/** The row of this id, as the routes answer it. */
export async function userRowOf(from: Tx | ReturnType<typeof db>, id: string): Promise<UserRow> {
  const [row] = await from.select(rowFields).from(users).where(eq(users.id, id));
  if (!row) throw new AppError("not_found", "errors.account.person_unknown");
  return isoInstants(row);
}

/** The id of an admin's person by id or external id, also by those of somebody who was merged into them. Throws `not_found`. */
export async function reachUser(scope: Scope, given: string): Promise<string> {
  const ids = (where: SQL | undefined, order: SQL | typeof users.id = users.id) =>
    db().select({ id: users.id }).from(users).where(where).orderBy(order).limit(2);
  const table = { table: users, unknown: "errors.account.person_unknown", given } as const;
  const { id } = await oneInSchool(scope, table, ids).catch(async (error: unknown) => {
    const [formerly, another] = await ids(and(inSchool(scope, users), isFormerlyNamed(given)));
    if (!formerly || another) throw error;
    return formerly;
  });
  return id;
}

/**
 * One person with what they take and teach, for an admin of their school and for themself. Throws `forbidden` for others and
 * `not_found`.
 */
export async function userOf(scope: Scope, given: string): Promise<UserAnswer> {
  const own = given === scope.user_id;
  if (!own && !isAdmin(scope)) throw new AppError("forbidden", "errors.general.admins_only");
  const id = own ? given : await reachUser(scope, given);
  const row = await userRowOf(db(), id);
  const [taken, taught, students] = await Promise.all([
    enrollmentsOf(id),
    isStaff(row) ? classesOf(id) : [],
    isStaff(row) ? studentsOf(id) : [],
  ]);
  return { ...row, enrollments: taken.map(isoInstants), classes: taught, students };
}

const enrollmentsOf = (id: string) =>
  db()
    .select({
      course_id: courses.id,
      course_title: courses.title,
      class_id: classes.id,
      class_name: classes.name,
      enrolled_at: enrollments.created_at,
    })
    .from(enrollments)
    .innerJoin(courses, eq(courses.id, enrollments.course_id))
    .leftJoin(classes, eq(classes.id, enrollments.class_id))
    .where(eq(enrollments.user_id, id))
    .orderBy(byName(courses.title), courses.id)
    .limit(listedMax);

const classesOf = (id: string) =>
  db()
    .select({
      id: classes.id,
      name: classes.name,
      course_id: courses.id,
      course_title: courses.title,
      student_count: sql<number>`(select count(*)::int from ${enrollments} where ${enrollments.class_id} = ${classes.id})`,
    })
    .from(courseInstructors)
    .innerJoin(courses, eq(courses.id, courseInstructors.course_id))
    .innerJoin(classes, eq(classes.course_id, courses.id))
    .where(eq(courseInstructors.user_id, id))
    .orderBy(byName(courses.title), byName(classes.name), classes.id)
    .limit(listedMax);

const studentsOf = (id: string) =>
  db()
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(
      inArray(
        users.id,
        db()
          .select({ id: enrollments.user_id })
          .from(enrollments)
          .innerJoin(courseInstructors, eq(courseInstructors.course_id, enrollments.course_id))
          .where(eq(courseInstructors.user_id, id)),
      ),
    )
    .orderBy(byName(users.name), users.id)
    .limit(listedMax);
