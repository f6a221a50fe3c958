import "server-only";
import { desc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { reachesImports, reachesPeople, reachesSchool } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db, raw, sql } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { users } from "@/lib/db/tables/people";
import { imports, sessions } from "@/lib/db/tables/sessions";
import { listPage } from "@/lib/http/list";
import type { ReportPerson } from "@/lib/measure/attendance-report";
import { AppError } from "@/lib/platform/errors";
import { reachableSessions } from "../queries/reach";
import { addressesOf, type Candidate, nameKey, type SchoolUser } from "./match";
import type { ImportRow, ImportsQuery } from "./schema";

const i = alias(imports, "i");
/** The imports that a scope sees (lib/auth/reach.ts). */
const reachableImports = (scope: Scope) => raw(reachesImports(scope, i));

/** Reports that were imported, the latest first; those undone too. An instructor sees those of their sessions. */
export async function importList(
  scope: Scope,
  page: ImportsQuery,
): Promise<{ items: ImportRow[]; total: number }> {
  const importer = alias(users, "importer");
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
        imported_by: importer.name,
        imported_at: imports.created_at,
        undone_at: imports.undone_at,
        undone_by: undoer.name,
      })
      .from(imports)
      .innerJoin(importer, eq(importer.id, imports.user_id))
      .leftJoin(undoer, eq(undoer.id, imports.undone_by))
      .leftJoin(sessions, eq(sessions.id, imports.session_id))
      .where(reachesImports(scope, imports))
      .orderBy(desc(imports.created_at), desc(imports.id))
      .$dynamic(),
    page,
  );
  return {
    items: items.map((row) => ({
      ...row,
      imported_at: row.imported_at.toISOString(),
      undone_at: row.undone_at?.toISOString() ?? null,
    })),
    total,
  };
}

/** One import, for whoever reaches its session. Throws `not_found` outside the scope's school, `forbidden` for another's. */
export async function reachImport(
  scope: Scope,
  importId: string,
): Promise<{ school_id: string; session_id: string; file_hash: string }> {
  const [row] = await sql()<{ school_id: string; session_id: string; file_hash: string; mine: boolean }[]>`
    select i.school_id, i.session_id, i.file_hash, (${reachableImports(scope)}) as mine
    from imports i where i.id = ${importId}`;
  if (!row || !reachesSchool(scope, row.school_id))
    throw new AppError("not_found", "There is no such import.");
  if (!row.mine) throw new AppError("forbidden", "This report is of somebody else's session.");
  return row;
}

/** The import of this very file that stands in a school; null when there is none. */
export async function importOfFile(
  schoolId: string,
  fileHash: string,
): Promise<{ import_id: string; session_id: string } | null> {
  const [row] = await sql()<{ import_id: string; session_id: string }[]>`
    select id as import_id, session_id from imports
    where school_id = ${schoolId} and file_hash = ${fileHash} and undone_at is null limit 1`;
  return row ?? null;
}

/** Rows of a school are read so many at a time, and only those kept whom a report may mean. */
const batch = 5000;

/**
 * Whom of the school the people of a report may be: by address or id anybody, for that is certain; by name an admin's all, and
 * an instructor's the staff and the learners of their courses. `course_id` is the course of the session.
 */
export async function knownPeople(
  scope: Scope,
  schoolId: string,
  courseId: string | null,
  people: readonly Pick<ReportPerson, "name" | "email" | "external_id">[],
): Promise<Candidate[]> {
  const addresses = [...new Set(people.flatMap(addressesOf))];
  const ids = [...new Set(people.flatMap((person) => person.external_id ?? []))];
  const names = new Set(people.map((person) => nameKey(person.name)).filter(Boolean));
  const columns = sql()`u.id as user_id, u.name, u.email, u.external_id, exists (
    select from enrollments e where e.user_id = u.id and e.course_id = ${courseId}::uuid) as enrolled`;
  const found = new Map<string, Candidate>();
  const certain = await sql()<Candidate[]>`
    select ${columns} from users u where u.school_id = ${schoolId}
      and (u.email = any(${textArray(addresses)}::text[]) or u.external_id = any(${textArray(ids)}::text[]))`;
  for (const one of certain) found.set(one.user_id, one);
  const candidates = sql()<Candidate[]>`
    select ${columns} from users u
    where u.school_id = ${schoolId} and u.disabled_at is null and ${raw(reachesPeople(scope, alias(users, "u")))}`.cursor(
    batch,
  );
  for await (const rows of candidates)
    for (const one of rows) if (names.has(nameKey(one.name))) found.set(one.user_id, one);
  return [...found.values()];
}

/** The users of a school whom decisions name, by id. */
export async function usersById(schoolId: string, ids: readonly string[]): Promise<Map<string, SchoolUser>> {
  const rows = await sql()<SchoolUser[]>`
    select id as user_id, name, email from users
    where school_id = ${schoolId} and id = any(${textArray([...new Set(ids)])}::uuid[])`;
  return new Map(rows.map((user) => [user.user_id, user]));
}

export type ImportTarget = { session_id: string; title: string; starts_at: Date };

/** The sessions of a school that a report may be of: those reached that begin near its start, the nearest first. */
export async function sessionsNear(
  scope: Scope,
  schoolId: string,
  at: Date,
  withinMs: number,
): Promise<ImportTarget[]> {
  const [from, to] = [new Date(at.getTime() - withinMs), new Date(at.getTime() + withinMs)];
  return await sql()<ImportTarget[]>`
    select s.id as session_id, s.title, s.begun_at as starts_at from sessions s
    where ${reachableSessions(scope)} and s.school_id = ${schoolId} and s.status in ('scheduled', 'ended')
      and s.begun_at between ${from} and ${to}
    order by abs(extract(epoch from s.begun_at - ${at}::timestamptz)), s.id limit 10`;
}

/** The sessions of a school that have begun and are reached, the latest first: what a report can be put into. */
export async function latestSessions(
  scope: Scope,
  schoolId: string,
  now: Date,
  limit: number,
): Promise<ImportTarget[]> {
  return await sql()<ImportTarget[]>`
    select s.id as session_id, s.title, s.begun_at as starts_at from sessions s
    where ${reachableSessions(scope)} and s.school_id = ${schoolId} and s.status in ('scheduled', 'ended')
      and s.scheduled_start < ${now}
    order by s.scheduled_start desc, s.id limit ${limit}`;
}

/** A school's zone, and by which rules its sessions are counted. */
export async function schoolRules(
  schoolId: string,
): Promise<{ time_zone: string; on_time_minutes: number; attendance_minimum_seconds: number }> {
  const [school] = await sql()<
    { time_zone: string; on_time_minutes: number; attendance_minimum_seconds: number }[]
  >`
    select time_zone, on_time_minutes,
      attendance_minimum_seconds from schools where id = ${schoolId}`;
  if (!school) throw new AppError("not_found", "There is no such school.");
  return school;
}
