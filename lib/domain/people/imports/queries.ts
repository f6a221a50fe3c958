import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { inSchool } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { rosterImports, users } from "@/lib/db/tables/people";
import { backgroundWork } from "@/lib/db/tables/work";
import { isoInstants } from "@/lib/http/contract";
import { listPage } from "@/lib/http/list";
import { AppError } from "@/lib/platform/errors";
import {
  noCounts,
  type RosterCounts,
  type RosterImportRow,
  type RosterImportsQuery,
  type WrongRow,
} from "./schema";

const undoer = alias(users, "undoer");

const selectImports = () =>
  db()
    .select({
      id: rosterImports.id,
      file_name: rosterImports.file_name,
      format: sql<"csv" | "oneroster">`${rosterImports.format}`,
      imported_by: users.name,
      created_at: rosterImports.created_at,
      imported_at: rosterImports.imported_at,
      undone_at: rosterImports.undone_at,
      undone_by: undoer.name,
      work_id: rosterImports.work_id,
      state: backgroundWork.state,
      counts: rosterImports.counts,
      wrong_total: rosterImports.wrong_total,
    })
    .from(rosterImports)
    .leftJoin(users, eq(users.id, rosterImports.user_id))
    .leftJoin(undoer, eq(undoer.id, rosterImports.undone_by))
    .leftJoin(backgroundWork, eq(backgroundWork.id, rosterImports.work_id));
type Selected = Awaited<ReturnType<typeof selectImports>>[number];

type Course = { id: string } | null;

/** An admin's imports of their school; those of a course, which the caller must have reached. */
const isOf = (scope: Scope, course: Course) =>
  course
    ? eq(rosterImports.course_id, course.id)
    : and(isNull(rosterImports.course_id), isAdmin(scope) ? inSchool(scope, rosterImports) : sql`false`);

function toRow({ counts, ...row }: Selected): RosterImportRow {
  const sum = (outcome: string) => Object.values(counts).reduce((all, one) => all + (one[outcome] ?? 0), 0);
  return { ...isoInstants(row), added: sum("new"), changed: sum("changed") };
}

/** The imported rosters of the admin's school, or the imports of this course's results, the latest first. */
export async function rosterImportList(scope: Scope, query: RosterImportsQuery, course: Course = null) {
  const { items, total } = await listPage(
    selectImports()
      .where(isOf(scope, course))
      .orderBy(desc(rosterImports.created_at), desc(rosterImports.id))
      .$dynamic(),
    query,
  );
  return { items: items.map(toRow), total };
}

/** An import of an earlier version counted fewer kinds. */
const countsOf = (counts: Selected["counts"]): RosterCounts => ({ ...noCounts(), ...counts }) as RosterCounts;

/** One import, with the rows that it left out. Throws `not_found`. */
export async function rosterImport(scope: Scope, id: string, course: Course = null) {
  const [row] = await selectImports().where(and(eq(rosterImports.id, id), isOf(scope, course)));
  if (!row) throw new AppError("not_found", "errors.roster.unknown");
  const [left] = await db()
    .select({ wrong: rosterImports.wrong })
    .from(rosterImports)
    .where(eq(rosterImports.id, id));
  return {
    ...toRow(row),
    counts: row.imported_at ? countsOf(row.counts) : null,
    wrong: (left?.wrong ?? []) as WrongRow[],
  };
}
