import "server-only";
import { and, eq, or, type SQL, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { reachesCourses, reachesPeople } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db, type Tx } from "@/lib/db/client";
import { formerlyNamed } from "@/lib/db/former-identities";
import { insertRows } from "@/lib/db/insert-rows";
import { isAnyOf, textArray } from "@/lib/db/literals";
import { auditLog } from "@/lib/db/tables/audit";
import { classes, courses, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import type { Language } from "@/lib/language/language";
import { AppError, asAppError, fieldError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import { parse } from "@/lib/platform/problem";
import { reachClass } from "../classes/queries";
import { lockOpenCourse } from "../mutations";
import { byIdOrExternalId, reachCourse } from "../queries";
import { type EnrolledPerson, type EnrollRequest, enrolledPerson } from "./forms";
import { reachEnrollment } from "./queries";
import type { EnrollAnswer } from "./schema";

type Person = { id: string; name: string; disabled: boolean };
type Named = { index: number; person: EnrolledPerson };
type Result = EnrollAnswer["results"][number];

/**
 * Enrolls people of the school in a course, and moves those who are in it into the class. A name that is wrong stops no other; the same
 * list again changes nothing. An instructor enrolls whom they may find: learners of their courses, and staff. Throws as `reachCourse`
 * does, and `conflict` for an archived course or class.
 */
export async function enrollPeople(
  ctx: Context,
  courseId: string,
  { class_id, people, from_class_id, dry_run }: EnrollRequest,
  language: Language,
): Promise<EnrollAnswer> {
  const course = await reachCourse(ctx.scope, courseId);
  const into = class_id ? await openClass(ctx.scope, course.id, class_id) : null;
  const { named, results } = parsed(people, language);
  if (from_class_id)
    for (const { user_id } of await peopleOf(ctx.scope, from_class_id))
      named.push({ index: people.length + named.length, person: { user_id } });
  const find = await finderOf(ctx, course, named);
  await transaction(async (tx) => {
    await lockOpenCourse(tx, course.id);
    const found = named.map(({ index, person }) => ({ index, found: find(person) }));
    const before = await classesBefore(
      tx,
      course.id,
      found.flatMap(({ found: one }) => one?.id ?? []),
    );
    const after = new Map<string, string | null>();
    for (const { index, found: person } of found) {
      const failure = refusalOf(person, language);
      if (!person || failure) {
        results.push({ index, ...failure! });
        continue;
      }
      const known = after.has(person.id) ? after.get(person.id) : before.get(person.id);
      const outcome =
        known === undefined ? "enrolled" : into !== null && known !== into ? "moved" : "unchanged";
      if (outcome !== "unchanged") after.set(person.id, into);
      results.push({
        index,
        status: outcome === "enrolled" ? 201 : 200,
        outcome,
        user_id: person.id,
        name: person.name,
      });
    }
    if (dry_run || after.size === 0) return;
    const rows = [...after].map(([user_id, class_id]) => ({
      course_id: course.id,
      user_id,
      class_id,
      created_at: ctx.now,
    }));
    await insertRows(tx, enrollments, rows, ["class_id"]);
    const was = (user_id: string) => before.get(user_id);
    await audit(tx, ctx, {
      school_id: course.school_id,
      action: "enrollment.add",
      target: { type: "course", id: course.id },
      detail: {
        before: Object.fromEntries(rows.map(({ user_id }) => [user_id, was(user_id) ?? null])),
        added: rows.filter(({ user_id }) => was(user_id) === undefined).map(({ user_id }) => user_id),
        class_id: into,
      },
    });
  });
  results.sort((a, b) => a.index - b.index);
  const count = (outcome: string) =>
    results.filter((one) => "outcome" in one && one.outcome === outcome).length;
  return {
    success: true,
    dry_run,
    enrolled: count("enrolled"),
    moved: count("moved"),
    unchanged: count("unchanged"),
    failed: results.filter((one) => !("outcome" in one)).length,
    results,
  };
}

/** The names that can be read, and a result for each that cannot. */
function parsed(people: readonly unknown[], language: Language): { named: Named[]; results: Result[] } {
  const named: Named[] = [];
  const results: Result[] = [];
  for (const [index, given] of people.entries())
    try {
      named.push({ index, person: parse(enrolledPerson, given, { root: `people[${index}]`, language }) });
    } catch (error) {
      const failure = asAppError(error);
      results.push({
        index,
        status: failure.status,
        code: failure.code,
        message: failure.detailIn(language),
      });
    }
  return { named, results };
}

async function openClass(scope: Scope, courseId: string, given: string): Promise<string> {
  const { class: found } = await reachClass(scope, courseId, given);
  if (found.archived_at) throw new AppError("conflict", "errors.course.class_archived");
  return found.id;
}

/** Everybody in a class of a course that the scope teaches. */
async function peopleOf(scope: Scope, classId: string) {
  const [found] = await db()
    .select({ id: classes.id })
    .from(classes)
    .innerJoin(courses, eq(courses.id, classes.course_id))
    .where(and(byIdOrExternalId(classes, classId), reachesCourses(scope, courses)))
    .orderBy(sql`${classes.id}::text = ${classId} desc`)
    .limit(1);
  if (!found) throw fieldError("from_class_id", "errors.course.class_unknown", "not_found");
  return db()
    .select({ user_id: enrollments.user_id })
    .from(enrollments)
    .where(eq(enrollments.class_id, found.id));
}

/** An hour: as long as an undo can be meant. */
const undoHours = 1;

/** Whom the scope has just removed from this course: they can put them back, even where they know them from no other course. */
const justRemoved = ({ scope, now }: Context, courseId: string): SQL =>
  sql`exists (select from ${auditLog}
    where ${auditLog.actor_id} = ${scope.user_id} and ${auditLog.action} = 'enrollment.remove'
      and ${auditLog.target_type} = 'course' and ${auditLog.target_id} = ${courseId} and ${auditLog.detail} ->> 'user_id' = ${users.id}::text
      and ${auditLog.at} > ${new Date(now.getTime() - undoHours * 3_600_000).toISOString()}::timestamptz)`;

/** Finds each named person among those whom the scope may enroll, by one query. */
async function finderOf(ctx: Context, course: { id: string; school_id: string }, named: readonly Named[]) {
  const given = (key: keyof EnrolledPerson) => [...new Set(named.flatMap(({ person }) => person[key] ?? []))];
  const ids = given("user_id");
  const uuids = ids.filter((id) => uuidPattern.test(id)).map((id) => id.toLowerCase());
  const emails = given("email");
  const former = await formerlyNamed(course.school_id, { ids: uuids, external_ids: ids, emails });
  const rows = await db()
    .select({
      id: users.id,
      name: users.name,
      external_id: users.external_id,
      email: users.email,
      username: users.username,
      disabled: sql<boolean>`(${users.disabled_at} is not null)`,
    })
    .from(users)
    .where(
      and(
        eq(users.school_id, course.school_id),
        or(
          isAnyOf(users.id, [...uuids, ...former.values()]),
          isAnyOf(users.external_id, ids),
          isAnyOf(users.email, emails),
          isAnyOf(users.username, given("username")),
        ),
        or(reachesPeople(ctx.scope, users), justRemoved(ctx, course.id)),
      ),
    );
  const by = (key: "id" | "external_id" | "email" | "username") =>
    new Map(rows.flatMap((row) => (row[key] === null ? [] : [[row[key], row] as const])));
  const [byId, byExternalId, byEmail, byUsername] = [
    by("id"),
    by("external_id"),
    by("email"),
    by("username"),
  ];
  const formerly = (identity: string) => byId.get(former.get(identity) ?? "");
  return ({ user_id = "", email = "", username = "" }: EnrolledPerson): Person | undefined =>
    byId.get(user_id.toLowerCase()) ??
    byExternalId.get(user_id) ??
    byEmail.get(email) ??
    byUsername.get(username) ??
    formerly(`u:${user_id.toLowerCase()}`) ??
    formerly(`x:${user_id}`) ??
    formerly(`e:${email}`);
}

function refusalOf(person: Person | undefined, language: Language) {
  if (!person) return { status: 404, code: "not_found", message: language.t("errors.field.no_such_person") };
  if (person.disabled)
    return { status: 409, code: "conflict", message: language.t("errors.course.deactivated") };
  return null;
}

/** The class of each of these people who take the course: null without one. */
async function classesBefore(tx: Tx, courseId: string, userIds: readonly string[]) {
  const rows = await tx
    .select({ user_id: enrollments.user_id, class_id: enrollments.class_id })
    .from(enrollments)
    .where(
      and(
        eq(enrollments.course_id, courseId),
        sql`${enrollments.user_id} = any(${textArray(userIds)}::uuid[])`,
      ),
    )
    .for("update");
  return new Map(rows.map(({ user_id, class_id }) => [user_id, class_id]));
}

/** Takes a person out of a course; what they did stays. Enrolling them again undoes it. Throws as `reachEnrollment` does. */
export async function removeEnrollment(ctx: Context, courseId: string, userId: string) {
  const { course, enrollment } = await reachEnrollment(ctx.scope, courseId, userId);
  const { user_id, class_id, enrolled_at } = enrollment;
  await transaction(async (tx) => {
    const rows = await tx
      .delete(enrollments)
      .where(and(eq(enrollments.course_id, course.id), eq(enrollments.user_id, user_id)))
      .returning({ user_id: enrollments.user_id });
    if (rows.length === 0) throw new AppError("not_found", "errors.course.not_enrolled");
    await audit(tx, ctx, {
      school_id: course.school_id,
      action: "enrollment.remove",
      target: { type: "course", id: course.id },
      detail: { user_id, before: { class_id, enrolled_at: enrolled_at.toISOString() } },
    });
  });
  return { user_id, class_id };
}
