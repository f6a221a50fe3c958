import "server-only";
import { and, asc, between, desc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { reachesImports, reachesPeople, reachesSchool, reachesSessions } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { batches } from "@/lib/db/batches";
import { db, type Tx } from "@/lib/db/client";
import { formerlyNamed } from "@/lib/db/former-identities";
import { isAnyOf } from "@/lib/db/literals";
import { enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { imports, sessions } from "@/lib/db/tables/sessions";
import { isoInstants } from "@/lib/http/contract";
import { listPage } from "@/lib/http/list";
import type { ReportPerson } from "@/lib/measure/attendance-report";
import { AppError } from "@/lib/platform/errors";
import { inSteps, mapInSteps } from "@/lib/platform/steps";
import { addressesOf, type Candidate, nameKey, type SchoolUser } from "./match";
import type { ImportsQuery } from "./schema";

/** Imported reports, the latest first, including undone ones. An instructor sees those of their sessions. */
export async function importList(scope: Scope, query: ImportsQuery) {
  const undoer = alias(users, "undoer");
  const { items, total } = await listPage(
    db()
      .select({
        id: imports.id,
        file_name: imports.file_name,
        format: imports.format,
        presence: imports.presence,
        people: imports.people,
        session_id: imports.session_id,
        session_title: sessions.title,
        made_session: imports.made_session,
        user_id: imports.user_id,
        imported_by: users.name,
        imported_at: imports.created_at,
        undone_at: imports.undone_at,
        undone_by: undoer.name,
      })
      .from(imports)
      .leftJoin(users, eq(users.id, imports.user_id))
      .leftJoin(undoer, eq(undoer.id, imports.undone_by))
      .leftJoin(sessions, eq(sessions.id, imports.session_id))
      .where(reachesImports(scope, imports))
      .orderBy(desc(imports.created_at), desc(imports.id))
      .$dynamic(),
    query,
  );
  return { items: items.map(isoInstants), total };
}

/** One import into a session that the scope reaches. Throws `not_found` outside the scope's school, `forbidden` for another instructor's. */
export async function reachImport(scope: Scope, importId: string) {
  const [row] = await db()
    .select({
      school_id: imports.school_id,
      session_id: imports.session_id,
      file_hash: imports.file_hash,
      reached: sql<boolean>`${reachesImports(scope, imports)}`,
    })
    .from(imports)
    .where(eq(imports.id, importId));
  if (!row || !reachesSchool(scope, row.school_id)) throw new AppError("not_found", "errors.imports.unknown");
  if (!row.reached) throw new AppError("forbidden", "errors.imports.of_another");
  return row;
}

/** The import of the same file in a school that is not undone; null when there is none. */
export async function importOfFile(schoolId: string, fileHash: string, on: Pick<Tx, "select"> = db()) {
  const [row] = await on
    .select({ import_id: imports.id, session_id: imports.session_id })
    .from(imports)
    .where(and(eq(imports.school_id, schoolId), eq(imports.file_hash, fileHash), isNull(imports.undone_at)))
    .limit(1);
  return row ?? null;
}

/** The batch size of reading a school's people; only those whose name is in the report are kept. */
const batchSize = 5000;

/** Whom of the people that the scope may find those of a report may be, by address, id or name. */
export async function possibleUsers(
  scope: Scope,
  schoolId: string,
  courseId: string | null,
  people: readonly Pick<ReportPerson, "name" | "email" | "external_id">[],
): Promise<Candidate[]> {
  const addresses = [...new Set(people.flatMap(addressesOf))];
  const ids = [...new Set(people.flatMap((person) => person.external_id ?? []))];
  const names = new Set(await mapInSteps(people, (person) => nameKey(person.name)));
  names.delete("");
  const enrolled = sql`exists (
    select from ${enrollments}
    where ${enrollments.user_id} = ${users.id} and ${enrollments.course_id} = ${courseId}::uuid)`;
  const columns = {
    user_id: users.id,
    name: users.name,
    email: users.email,
    external_id: users.external_id,
    // Nested: as a column the builder would drop the table names.
    enrolled: sql<boolean>`${enrolled}`,
  };
  const former = await formerlyNamed(schoolId, { external_ids: ids, emails: addresses });
  const byAddressOrId = await db()
    .select(columns)
    .from(users)
    .where(
      and(
        eq(users.school_id, schoolId),
        reachesPeople(scope, users),
        or(
          isAnyOf(users.email, addresses),
          isAnyOf(users.external_id, ids),
          isAnyOf(users.id, [...former.values()]),
        ),
      ),
    );
  const formerOf = (kind: "e:" | "x:", id: string) =>
    [...former].flatMap(([identity, of]) =>
      of === id && identity.startsWith(kind) ? [identity.slice(kind.length)] : [],
    );
  const candidates = new Map<string, Candidate>(
    byAddressOrId.map((one) => [
      one.user_id,
      { ...one, former_emails: formerOf("e:", one.user_id), former_ids: formerOf("x:", one.user_id) },
    ]),
  );
  const everybody = db()
    .select(columns)
    .from(users)
    .where(and(eq(users.school_id, schoolId), isNull(users.disabled_at), reachesPeople(scope, users)));
  for await (const rows of batches(everybody, "user_id", batchSize))
    for await (const some of inSteps(rows))
      for (const one of some)
        if (names.has(nameKey(one.name)) && !candidates.has(one.user_id))
          candidates.set(one.user_id, { ...one, former_emails: [], former_ids: [] });
  return [...candidates.values()];
}

/** The users of a school whom decisions name, by id, as far as the scope may find them. */
export async function usersById(
  scope: Scope,
  schoolId: string,
  ids: readonly string[],
): Promise<Map<string, SchoolUser>> {
  const rows = await db()
    .select({ user_id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(and(eq(users.school_id, schoolId), reachesPeople(scope, users), isAnyOf(users.id, ids)));
  return new Map(rows.map((user) => [user.user_id, user]));
}

/** A session that a report can be imported into. */
const target = { session_id: sessions.id, title: sessions.title, starts_at: sessions.begun_at };

const isTarget = (scope: Scope, schoolId: string) =>
  and(
    eq(sessions.school_id, schoolId),
    reachesSessions(scope, sessions),
    inArray(sessions.status, ["scheduled", "ended"]),
  );

/** The sessions that begin near this instant, the nearest first. */
export async function sessionsNear(scope: Scope, schoolId: string, at: Date, withinMs: number) {
  const [from, to] = [new Date(at.getTime() - withinMs), new Date(at.getTime() + withinMs)];
  const distance = sql`abs(extract(epoch from ${sessions.begun_at} - ${at.toISOString()}::timestamptz))`;
  return await db()
    .select(target)
    .from(sessions)
    .where(and(isTarget(scope, schoolId), between(sessions.begun_at, from, to)))
    .orderBy(distance, sessions.id)
    .limit(10);
}

/** The sessions scheduled before now, the latest first. */
export async function latestSessions(scope: Scope, schoolId: string, now: Date, limit: number) {
  return await db()
    .select(target)
    .from(sessions)
    .where(and(isTarget(scope, schoolId), lt(sessions.scheduled_start, now)))
    .orderBy(desc(sessions.scheduled_start), asc(sessions.id))
    .limit(limit);
}

/** A school's time zone and its attendance rules. */
export async function schoolRules(schoolId: string) {
  const [school] = await db()
    .select({
      time_zone: schools.time_zone,
      on_time_minutes: schools.on_time_minutes,
      attendance_minimum_seconds: schools.attendance_minimum_seconds,
      attendance_minimum_percent: schools.attendance_minimum_percent,
    })
    .from(schools)
    .where(eq(schools.id, schoolId));
  if (!school) throw new AppError("not_found", "errors.general.school_unknown");
  return school;
}
