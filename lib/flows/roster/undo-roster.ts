import "server-only";
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import { audit, plain } from "@/lib/auth/audit";
import { inSchool } from "@/lib/auth/reach";
import { isAdmin } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/client";
import { insertRows } from "@/lib/db/insert-rows";
import { isAnyOf } from "@/lib/db/literals";
import { raiseProgress } from "@/lib/db/stored-progress";
import { classes, courseInstructors, courses, enrollments, lessons } from "@/lib/db/tables/courses";
import { columnsOfAccess, userColumns } from "@/lib/db/tables/facts";
import { accountLinks, rosterImports, users } from "@/lib/db/tables/people";
import { assessments, results } from "@/lib/db/tables/results";
import { schools, terms } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { playbacks, videos, viewerProgress } from "@/lib/db/tables/videos";
import { transaction } from "@/lib/db/tx";
import { undoDays } from "@/lib/domain/people/imports/schema";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { inSteps } from "@/lib/platform/steps";
import { type BeforeRoster, removePlaces, written } from "./write";

const rowsAtOnce = 1000;
const dayMs = 86_400_000;

/**
 * Undoes an import within 30 days, of a course whose results the caller must have reached, or of a school by an admin: what it added is removed unless something else refers to it or it was edited since, what it changed
 * is restored unless it was changed since. Says how many stay. Throws `not_found`, `conflict`.
 */
export async function undoRosterImport(ctx: Context, importId: string, course: { id: string } | null = null) {
  const { scope, now } = ctx;
  return await transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(rosterImports)
      .where(
        and(
          eq(rosterImports.id, importId),
          course ? eq(rosterImports.course_id, course.id) : isNull(rosterImports.course_id),
          course || isAdmin(scope) ? inSchool(scope, rosterImports) : sql`false`,
        ),
      )
      .for("update");
    if (!row) throw new AppError("not_found", "errors.roster.unknown");
    const { school_id, imported_at } = row;
    if (row.undone_at) throw new AppError("conflict", "errors.imports.undone");
    if (!imported_at) throw new AppError("conflict", "errors.roster.not_imported");
    if (now.getTime() - imported_at.getTime() > undoDays * dayMs)
      throw new AppError("conflict", "errors.roster.too_late", { values: { days: undoDays } });
    await tx.select({ id: schools.id }).from(schools).where(eq(schools.id, school_id)).for("no key update");
    const before = row.before as Partial<BeforeRoster>;
    await restorePlaces(tx, before, imported_at);
    const { added = [], changed = [] } = before.results ?? {};
    for await (const some of inSteps([...added, ...changed.map(({ id }) => id)], rowsAtOnce))
      await raiseProgress(tx, isAnyOf(results.id, some));
    const stay = { results: 0, assessments: 0, people: 0, courses: 0, classes: 0, terms: 0 };
    for (const kind of ["results", "assessments", "people", "classes", "courses", "terms"] as const) {
      await restoreChanged(tx, ctx, school_id, kind, before[kind]?.changed ?? []);
      stay[kind] = await removeAdded(tx, kind, before[kind]?.added ?? []);
    }
    await tx
      .update(rosterImports)
      .set({ undone_at: now, undone_by: scope.user_id, before: {} })
      .where(eq(rosterImports.id, importId));
    await audit(tx, ctx, {
      ...{ school_id, action: "roster_import.undo", target: { type: "roster_import", id: importId } },
      detail: { stay },
    });
    return { import_id: importId, stay };
  });
}

type Places = BeforeRoster["teaches"];
const rowOf = ([course_id, user_id]: Places[number]) => ({ course_id, user_id });

/** Who is in a course and who teaches it, as before. An enrollment that was changed since stays. */
async function restorePlaces(
  tx: Tx,
  { enrolled = [], left = [], teaches = [], teachesNoMore = [] }: Partial<BeforeRoster>,
  importedAt: Date,
): Promise<void> {
  const added = enrolled.filter(({ before }) => before === undefined);
  const moved = enrolled.filter(({ before }) => before !== undefined);
  // Who was taken out and enrolled again since is enrolled by somebody else.
  for await (const some of inSteps(added, rowsAtOnce))
    await removePlaces(
      tx,
      enrollments,
      some.map(({ place }) => rowOf(place)),
      sql`${enrollments.created_at} = ${importedAt.toISOString()}::timestamptz`,
    );
  for (const { place, before, after } of moved) {
    const { course_id, user_id } = rowOf(place);
    await tx
      .update(enrollments)
      .set({ class_id: before ?? null })
      .where(
        and(
          ...[eq(enrollments.course_id, course_id), eq(enrollments.user_id, user_id)],
          after === null ? isNull(enrollments.class_id) : eq(enrollments.class_id, after),
        ),
      );
  }
  for await (const some of inSteps(teaches, rowsAtOnce))
    await removePlaces(tx, courseInstructors, some.map(rowOf));
  const again = left.map(({ place, class_id, created_at }) => ({
    ...{ ...rowOf(place), class_id, created_at: new Date(created_at) },
  }));
  await insertRows(tx, enrollments, await stillThere(tx, again), "ignore");
  await insertRows(tx, courseInstructors, await stillThere(tx, teachesNoMore.map(rowOf)), "ignore");
}

/** Of these places those whose course and person exist. */
async function stillThere<Place extends { course_id: string; user_id: string }>(tx: Tx, places: Place[]) {
  const idsIn = async (table: typeof users | typeof courses, ids: string[]) =>
    new Set(
      (await tx.select({ id: table.id }).from(table).where(isAnyOf(table.id, ids))).map(({ id }) => id),
    );
  const people = await idsIn(
    users,
    places.map(({ user_id }) => user_id),
  );
  const existing = await idsIn(
    courses,
    places.map(({ course_id }) => course_id),
  );
  return places.filter(({ course_id, user_id }) => existing.has(course_id) && people.has(user_id));
}

type Kind = keyof typeof written;

/** Restores the values that nobody has changed since. */
async function restoreChanged(
  tx: Tx,
  ctx: Context,
  school_id: string,
  kind: Kind,
  changed: BeforeRoster[Kind]["changed"],
): Promise<void> {
  const { table } = written[kind];
  for (const { id, before, after } of changed) {
    const [row] = (await tx
      .select()
      .from(table as PgTable)
      .where(eq(table.id, id))
      .for("update")) as Record<string, unknown>[];
    if (!row) continue;
    const keys = Object.keys(before).filter(
      (key) => key !== "revision" && key !== "version" && plain(row[key]) === after[key],
    );
    if (keys.length === 0) continue;
    const values = Object.fromEntries(
      keys.map((key) => {
        const value = before[key];
        return [key, key.endsWith("_at") && typeof value === "string" ? new Date(value) : value];
      }),
    );
    await tx
      .update(table)
      .set({
        ...values,
        revision: sql`${table.revision} + 1`,
        // Another address ends all access, as in an edit.
        ...(kind === "people" && keys.includes("email") ? { version: sql`${users.version} + 1` } : {}),
      } as never)
      .where(eq(table.id, id));
    if (kind !== "people" || !keys.some((key) => key === "role" || key === "disabled_at")) continue;
    await audit(tx, ctx, {
      ...{ school_id, action: "user.update", target: { type: "user", id } },
      detail: { before: pick(row, keys), after: pick(before, keys) },
    });
  }
}

const pick = (row: Record<string, unknown>, keys: string[]) =>
  Object.fromEntries(
    ["role", "disabled_at"].flatMap((key) => (keys.includes(key) ? [[key, plain(row[key])]] : [])),
  );

/** Nothing in this column names the row. */
const unnamed = (column: AnyPgColumn, id: SQL | AnyPgColumn): SQL =>
  sql`not exists (select from ${column.table} where ${column} = ${id})`;

/** What must be true of a row that the import added for it to be removed: nobody has edited it, and nothing names it. */
const removable: Record<Kind, SQL[]> = {
  results: [sql`${results.revision} = 1`],
  assessments: [sql`${assessments.revision} = 1`, unnamed(results.assessment_id, assessments.id)],
  people: [
    sql`${users.revision} = 1 and ${users.version} = 1 and ${users.last_signed_in_at} is null and ${users.password_hash} is null`,
    ...[...userColumns, ...columnsOfAccess].map((column) => unnamed(column, users.id)),
    ...[playbacks.viewer_id, viewerProgress.viewer_id].map((column) =>
      unnamed(column, sql`'u:' || ${users.id}`),
    ),
  ],
  classes: [
    sql`${classes.revision} = 1`,
    unnamed(enrollments.class_id, classes.id),
    unnamed(accountLinks.class_id, classes.id),
    unnamed(assessments.class_id, classes.id),
  ],
  courses: [
    sql`${courses.revision} = 1`,
    ...[
      ...[lessons.course_id, classes.course_id, enrollments.course_id, courseInstructors.course_id],
      ...[videos.course_id, sessions.course_id, accountLinks.course_id, assessments.course_id],
    ].map((column) => unnamed(column, courses.id)),
  ],
  terms: [sql`${terms.revision} = 1`, unnamed(classes.term_id, terms.id)],
};

/** Removes what nothing refers to; returns how many stay. */
async function removeAdded(tx: Tx, kind: Kind, added: readonly string[]): Promise<number> {
  const { table } = written[kind];
  let stay = 0;
  for await (const some of inSteps(added, rowsAtOnce)) {
    const removed = await tx
      .delete(table as PgTable)
      .where(and(isAnyOf(table.id, some), ...removable[kind]))
      .returning({ id: table.id });
    const left = some.length - removed.length;
    if (left === 0) continue;
    const [there] = await tx
      .select({ count: sql<number>`count(*)::int` })
      .from(table as PgTable)
      .where(isAnyOf(table.id, some));
    stay += there?.count ?? 0;
  }
  return stay;
}
