import "server-only";
import { eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import { audit, difference } from "@/lib/auth/audit";
import type { Tx } from "@/lib/db/client";
import { uniqueConflict } from "@/lib/db/unique";
import type { Context } from "@/lib/http/context";
import { isoInstants } from "@/lib/http/contract";

/* How courses, lessons, materials, classes, terms, assessments and results are written: each change with its revision and its audit row. */

type Noun = "course" | "lesson" | "material" | "class" | "term" | "assessment" | "result";
type Written = PgTable & { id: AnyPgColumn; revision: AnyPgColumn };
type Row = { id: string; revision: number; archived_at?: Date | null };
type Place = { noun: Noun; school_id: string };

/** Inserts a row, with its audit row; returns its id. */
export async function insertRow<Table extends Written>(
  tx: Tx,
  ctx: Context,
  { noun, school_id }: Place,
  table: Table,
  values: Table["$inferInsert"],
): Promise<string> {
  const [row] = (await tx
    .insert(table)
    .values(values as never)
    .returning()) as Row[];
  if (!row) throw new Error("an insert returned no row");
  const { id, created_at: _, ...after } = row as Row & { created_at?: Date };
  await audit(tx, ctx, {
    school_id,
    action: `${noun}.create`,
    target: { type: noun, id },
    detail: { after },
  });
  return id;
}

/** Writes a row's changed columns and raises its revision, with its audit row. Returns whether anything changed. */
export async function updateRow<Table extends Written, Values extends Row>(
  tx: Tx,
  ctx: Context,
  { noun, school_id }: Place,
  table: Table,
  before: Values,
  after: Values,
): Promise<boolean> {
  const { keys, ...detail } = difference(before, after);
  if (keys.length === 0) return false;
  const changed: Record<string, unknown> = Object.fromEntries(keys.map((key) => [key, after[key]]));
  await tx
    .update(table)
    .set({ ...changed, revision: sql`${getTableColumns(table).revision} + 1` } as never)
    .where(eq(table.id, before.id));
  const verb = keys.includes("archived_at") ? (after.archived_at ? "archive" : "restore") : "update";
  await audit(tx, ctx, {
    school_id,
    action: `${noun}.${verb}`,
    target: { type: noun, id: before.id },
    detail,
  });
  return true;
}

/** Deletes a row, with its audit row, which keeps what it was; `lost`: what else goes with it. */
export async function deleteRow<Table extends Written>(
  tx: Tx,
  ctx: Context,
  { noun, school_id }: Place,
  table: Table,
  before: Row,
  lost: Record<string, unknown> = {},
): Promise<void> {
  await tx.delete(table).where(eq(table.id, before.id));
  await audit(tx, ctx, {
    school_id,
    action: `${noun}.delete`,
    target: { type: noun, id: before.id },
    detail: { before: isoInstants(before), ...lost },
  });
}

/** A row as its edit leaves it: the given values, and when it was archived. */
export function edited<Values extends Row>(
  row: Values,
  {
    archived,
    revision: _,
    ...given
  }: { archived?: boolean | undefined; revision?: number | undefined } & {
    [Key in keyof Values]?: Values[Key] | undefined;
  },
  now: Date,
): Values {
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const archived_at = archived === undefined ? row.archived_at : archived ? (row.archived_at ?? now) : null;
  return { ...row, ...values, ...(archived_at === undefined ? {} : { archived_at }) };
}

/** Runs the work; an external id that another row has becomes a conflict that names the field. */
export async function withExternalId<T>(work: Promise<T>): Promise<T> {
  const taken = { path: "external_id", reason: "errors.course.external_id_taken" } as const;
  try {
    return await work;
  } catch (error) {
    throw uniqueConflict(error, {
      courses_external_id: taken,
      lessons_external_id: taken,
      materials_external_id: taken,
      classes_external_id: taken,
      terms_external_id: taken,
      assessments_external_id: taken,
      results_external_id: taken,
      results_attempt: { path: "attempt", reason: "errors.result.attempt_taken" },
    });
  }
}

/** The next place after the rows of this table. */
export const nextPosition = (position: AnyPgColumn, table: PgTable, where: SQL): SQL<number> =>
  sql<number>`(select coalesce(max(${position}), 0) + 1 from ${table} where ${where})`;
