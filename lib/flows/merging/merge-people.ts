import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { writingOf } from "@/lib/auth/pseudonym";
import { forgetSubject } from "@/lib/auth/token-subjects";
import type { Tx } from "@/lib/db/client";
import { raiseProgress } from "@/lib/db/stored-progress";
import { courseInstructors, enrollments } from "@/lib/db/tables/courses";
import { userColumns } from "@/lib/db/tables/facts";
import { formerIdentities, users } from "@/lib/db/tables/people";
import { practiceSessions } from "@/lib/db/tables/practice";
import { results } from "@/lib/db/tables/results";
import { queriesOf, transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import { moveActor } from "@/lib/domain/learning/ingest/move-actor";
import { lockNames, namesOfPerson } from "@/lib/domain/learning/ingest/names";
import { reachUser, userRowOf } from "@/lib/domain/people/users/queries";
import type { MergeUser, UserRow } from "@/lib/domain/people/users/schema";
import { moveUser } from "@/lib/domain/sessions/mutations/move-user";
import { moveViewer } from "@/lib/domain/videos/ingest/move-viewer";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";

type User = typeof users.$inferSelect;

/** Beacons that a process has accepted for the duplicate before it knew of the merging are stored by then (lib/auth/token-subjects.ts). */
const lateSeconds = 120;

/**
 * Makes two people of one school one: all facts of the duplicate are the person's, their account and its access end, and what named
 * them names the person. It cannot be undone. Throws `not_found`, `invalid`, and `conflict` for the caller's own account.
 */
export async function mergePeople(ctx: Context, given: string, input: MergeUser): Promise<UserRow> {
  const id = await reachUser(ctx.scope, given);
  const duplicateId = await reachUser(ctx.scope, input.duplicate_id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found")
      throw fieldError("duplicate_id", "errors.field.no_such_person", "not_found");
    throw error;
  });
  if (duplicateId === id) throw fieldError("duplicate_id", "errors.field.another_person");
  const merged = await transaction(async (tx) => {
    // Both are locked, so that nothing new can name the duplicate.
    const rows = await tx
      .select()
      .from(users)
      .where(inArray(users.id, [id, duplicateId]))
      .orderBy(users.id)
      .for("update");
    const person = rows.find((row) => row.id === id);
    const duplicate = rows.find((row) => row.id === duplicateId);
    if (!person || !duplicate) throw new AppError("not_found", "errors.account.person_unknown");
    const role = assertMergeable(ctx, person, duplicate, input.role);
    const after = mergedUser(person, duplicate, role);

    await moveFacts(tx, duplicate, { id, name: after.name, email: after.email }, person.school_id!);
    await moveEnrollments(tx, id, duplicateId);
    await numberAttempts(tx, id, duplicateId);
    // Both may have named a request alike. Nobody repeats those of an account that ends.
    await tx
      .update(practiceSessions)
      .set({ idempotency_key: null })
      .where(eq(practiceSessions.user_id, duplicateId));
    for (const column of userColumns)
      await tx
        .update(column.table)
        .set({ [column.name]: id })
        .where(eq(column, duplicateId));
    await raiseProgress(tx, eq(results.user_id, id));
    // Ends their sessions, tokens and streams, which deleting the row would not tell the other processes.
    await tx
      .update(users)
      .set({ version: sql`${users.version} + 1` })
      .where(eq(users.id, duplicateId));
    await tx.delete(users).where(eq(users.id, duplicateId));
    await tx
      .update(users)
      .set({ ...after, revision: sql`${users.revision} + 1` })
      .where(eq(users.id, id));
    await tx.insert(formerIdentities).values(
      formerNamesOf(duplicate, after).map((identity) => ({
        identity,
        school_id: duplicate.school_id!,
        user_id: id,
      })),
    );
    await enqueueWork(tx, ctx, {
      kind: "merge_people",
      input: { duplicate_id: duplicateId, email: duplicate.email },
      school_id: person.school_id,
      begins_at: new Date(ctx.now.getTime() + lateSeconds * 1000),
    });
    await audit(tx, ctx, {
      school_id: person.school_id,
      action: "user.merge",
      target: { type: "user", id },
      detail: { before: [trace(person), trace(duplicate)], after: trace({ ...person, ...after }) },
    });
    return userRowOf(tx, id);
  });
  forgetSubject(duplicateId);
  return merged;
}

/** A person in the audit log: names and addresses do not enter it. */
const trace = ({ id, role, disabled_at, created_at }: User) => ({ id, role, disabled_at, created_at });

/** The role that the person has afterwards, which the caller chooses where the two have different ones. */
function assertMergeable(ctx: Context, person: User, duplicate: User, chosen: User["role"] | undefined) {
  if (person.school_id === null || person.school_id !== duplicate.school_id)
    throw fieldError("duplicate_id", "errors.field.of_same_school");
  if (duplicate.id === ctx.scope.user_id) throw new AppError("conflict", "errors.account.own_account");
  const role = chosen ?? person.role;
  if (chosen === undefined ? person.role !== duplicate.role : ![person.role, duplicate.role].includes(role))
    throw fieldError("role", "errors.field.role_of_both");
  if (person.id === ctx.scope.user_id && role !== person.role)
    throw new AppError("conflict", "errors.account.own_account");
  return role;
}

/** The person's row afterwards: what they have, else what the duplicate has. A password goes with the address that it signs in. */
export function mergedUser(person: User, duplicate: User, role: User["role"]) {
  const or = <Key extends keyof User>(key: Key): User[Key] => person[key] ?? duplicate[key];
  const lastSeen = [person, duplicate].flatMap((one) => one.last_signed_in_at?.getTime() ?? []);
  return {
    name: person.name,
    role,
    external_id: or("external_id"),
    email: or("email"),
    username: or("username"),
    first_name: or("first_name"),
    last_name: or("last_name"),
    address: or("address"),
    language: or("language"),
    password_hash: person.email === null ? or("password_hash") : person.password_hash,
    last_signed_in_at: lastSeen.length > 0 ? new Date(Math.max(...lastSeen)) : null,
    created_at: new Date(Math.min(person.created_at.getTime(), duplicate.created_at.getTime())),
  };
}

/** What named the duplicate and names the person from now on, besides what is in the person's own row. */
const formerNamesOf = (
  { id, external_id, email }: User,
  kept: Pick<User, "external_id" | "email">,
): string[] => [
  `u:${id}`,
  ...(external_id && external_id !== kept.external_id ? [`x:${external_id}`] : []),
  ...(email && email !== kept.email ? [`e:${email}`] : []),
];

/** What sessions, videos and learning events have of somebody. Facts that come later are moved by calling it again. */
async function moveFacts(
  tx: Tx,
  from: Pick<User, "id" | "email">,
  into: Pick<User, "id" | "name" | "email">,
  schoolId: string,
): Promise<void> {
  const writing = async (id: string) => ({ ...(await writingOf(schoolId, id)), school_id: schoolId });
  const [duplicate, person] = [await writing(from.id), await writing(into.id)];
  await moveUser(tx, from, into);
  await moveViewer(queriesOf(tx), `u:${from.id}`, `u:${into.id}`);
  const [, actor] = await lockNames(queriesOf(tx), [duplicate, person]);
  for (const name of namesOfPerson(duplicate)) await moveActor(queriesOf(tx), schoolId, name, actor!);
}

/** Courses that only one of them takes or teaches. A course that both take is taken since the earlier enrollment. */
async function moveEnrollments(tx: Tx, id: string, duplicateId: string): Promise<void> {
  const theirs = tx
    .$with("theirs")
    .as(tx.delete(enrollments).where(eq(enrollments.user_id, duplicateId)).returning());
  await tx
    .with(theirs)
    .insert(enrollments)
    .select(
      tx
        .select({
          course_id: theirs.course_id,
          user_id: sql<string>`${id}::uuid`.as("user_id"),
          class_id: theirs.class_id,
          created_at: theirs.created_at,
        })
        .from(theirs),
    )
    .onConflictDoUpdate({
      target: [enrollments.course_id, enrollments.user_id],
      set: {
        class_id: sql`coalesce(${enrollments.class_id}, excluded.class_id)`,
        created_at: sql`least(${enrollments.created_at}, excluded.created_at)`,
      },
    });
  const own = tx
    .select({ course_id: courseInstructors.course_id })
    .from(courseInstructors)
    .where(eq(courseInstructors.user_id, id));
  await tx
    .delete(courseInstructors)
    .where(and(eq(courseInstructors.user_id, duplicateId), inArray(courseInstructors.course_id, own)));
}

/** The duplicate's attempts at an assessment follow the person's. */
async function numberAttempts(tx: Tx, id: string, duplicateId: string): Promise<void> {
  const own = tx.$with("own").as(
    tx
      .select({
        assessment_id: results.assessment_id,
        last: sql<number>`max(${results.attempt})`.as("last"),
      })
      .from(results)
      .where(eq(results.user_id, id))
      .groupBy(results.assessment_id),
  );
  await tx
    .with(own)
    .update(results)
    .set({ attempt: sql`${results.attempt} + ${own.last}` })
    .from(own)
    .where(and(eq(results.user_id, duplicateId), eq(results.assessment_id, own.assessment_id)));
}

/** Moves what was stored for a merged person meanwhile: by a process that had not been told yet. */
export async function moveLateFacts({
  duplicate_id,
  email,
}: {
  duplicate_id: string;
  email: string | null;
}): Promise<void> {
  await transaction(async (tx) => {
    const [into] = await tx
      .select({
        id: users.id,
        name: users.name,
        email: users.email,
        school_id: formerIdentities.school_id,
      })
      .from(formerIdentities)
      .innerJoin(users, eq(users.id, formerIdentities.user_id))
      .where(eq(formerIdentities.identity, `u:${duplicate_id}`));
    if (into) await moveFacts(tx, { id: duplicate_id, email }, into, into.school_id);
  });
}
