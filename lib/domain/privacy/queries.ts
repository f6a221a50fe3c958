import "server-only";
import { and, asc, count, desc, eq, isNull, ne, sql } from "drizzle-orm";
import { areTeaching, inSchool } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { users } from "@/lib/db/tables/people";
import { dataExportParts, dataExports } from "@/lib/db/tables/privacy";
import { sessions } from "@/lib/db/tables/sessions";
import { backgroundWork } from "@/lib/db/tables/work";
import { isoInstants } from "@/lib/http/contract";
import { AppError } from "@/lib/platform/errors";
import type { DataExport } from "./schema";

/** The person whose data the caller may have: themself, or for an admin somebody of their school. Throws `forbidden`, `not_found`. */
export async function reachOwner(scope: Scope, given: string) {
  const own = given === scope.user_id;
  if (!own && !isAdmin(scope)) throw new AppError("forbidden", "errors.general.admins_only");
  const [person] = await db()
    .select({ id: users.id, school_id: users.school_id })
    .from(users)
    .where(own ? eq(users.id, given) : and(sql`${users.id}::text = ${given}`, inSchool(scope, users)));
  if (!person) throw new AppError("not_found", "errors.account.person_unknown");
  return person;
}

const listed = () =>
  db()
    .select({
      id: dataExports.id,
      user_id: dataExports.user_id,
      created_at: dataExports.created_at,
      ready_at: dataExports.ready_at,
      expires_at: dataExports.expires_at,
      rows: dataExports.rows,
      bytes: dataExports.bytes,
      done: backgroundWork.done,
      total: backgroundWork.total,
      work: backgroundWork.state,
    })
    .from(dataExports)
    .leftJoin(backgroundWork, eq(backgroundWork.id, dataExports.work_id));

type Listed = Awaited<ReturnType<typeof listed>>[number];

function toExport({ work, done, total, ...row }: Listed, now: Date): DataExport {
  const isOpen = work === "waiting" || work === "running";
  const state = row.ready_at
    ? row.expires_at && row.expires_at <= now
      ? "expired"
      : "ready"
    : isOpen
      ? "preparing"
      : "failed";
  const url = state === "ready" ? `/api/users/${row.user_id}/exports/${row.id}` : null;
  return { ...isoInstants(row), state, done: done ?? row.rows ?? 0, total: total ?? row.rows, url };
}

/** The files of a person's data that were made, the newest first. */
export async function exportsOf(scope: Scope, given: string, now: Date): Promise<DataExport[]> {
  const { id } = await reachOwner(scope, given);
  const rows = await listed()
    .where(eq(dataExports.user_id, id))
    .orderBy(desc(dataExports.created_at), desc(dataExports.id))
    .limit(10);
  return rows.map((row) => toExport(row, now));
}

/** One of them. Throws `not_found`. */
export async function exportOf(
  scope: Scope,
  given: string,
  exportId: string,
  now: Date,
): Promise<DataExport> {
  const { id } = await reachOwner(scope, given);
  const [row] = await listed().where(and(eq(dataExports.id, exportId), eq(dataExports.user_id, id)));
  if (!row) throw new AppError("not_found", "errors.privacy.export_unknown");
  return toExport(row, now);
}

/** The file's bytes, a part at a time. */
export async function* exportBytes(exportId: string): AsyncGenerator<Uint8Array> {
  const numbers = await db()
    .select({ number: dataExportParts.number })
    .from(dataExportParts)
    .where(eq(dataExportParts.export_id, exportId))
    .orderBy(asc(dataExportParts.number));
  for (const { number } of numbers) {
    const [part] = await db()
      .select({ body: dataExportParts.body })
      .from(dataExportParts)
      .where(and(eq(dataExportParts.export_id, exportId), eq(dataExportParts.number, number)));
    if (!part) throw new Error("the file was deleted while it was read");
    yield new Uint8Array(part.body);
  }
}

/** What must be decided before a person is erased: how many sessions they teach, and who of the staff could get them. */
export async function beforeErasure(person: { id: string; school_id: string | null }) {
  const [[taught], successors] = await Promise.all([
    db().select({ count: count() }).from(sessions).where(eq(sessions.instructor_id, person.id)),
    db()
      .select({ id: users.id, name: users.name })
      .from(users)
      .where(
        and(
          person.school_id === null ? isNull(users.school_id) : eq(users.school_id, person.school_id),
          ...[ne(users.id, person.id), areTeaching(users), isNull(users.disabled_at)],
        ),
      )
      .orderBy(byName(users.name), users.id)
      .limit(500),
  ]);
  return { taught: taught?.count ?? 0, successors };
}
