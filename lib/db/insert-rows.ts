import "server-only";
import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { inSteps } from "@/lib/platform/steps";
import type { Tx } from "./client";
import { textArray } from "./literals";

/** Rows in one statement: a few milliseconds of work. */
const rowsAtOnce = 1000;

type Conflict<Table extends PgTable> = "ignore" | readonly (keyof Table["$inferInsert"] & string)[];

/** Inserts many rows with the keys of the first; on an equal primary key, `ignore` the row or update these columns. */
export async function insertRows<Table extends PgTable>(
  on: Pick<Tx, "execute">,
  table: Table,
  rows: readonly Table["$inferInsert"][],
  conflict?: Conflict<Table>,
): Promise<void> {
  for await (const some of inSteps(rows, rowsAtOnce)) await on.execute(insertOf(table, some, conflict));
}

/** One statement, with one array per column. */
function insertOf<Table extends PgTable>(
  table: Table,
  rows: readonly Table["$inferInsert"][],
  conflict?: Conflict<Table>,
): SQL {
  const all = getTableColumns(table);
  const columns = Object.keys(rows[0] ?? {}).map((key) => {
    const column = all[key];
    if (!column) throw new Error(`there is no column ${key}`);
    return column;
  });
  const list = <Of>(among: readonly Of[], text: (one: Of) => SQL) => sql.join(among.map(text), sql`, `);
  const nameOf = ({ name }: { name: string }) => sql.identifier(name);
  const array = (column: (typeof columns)[number]) => {
    const values = rows.map((row) => (row as Record<string, unknown>)[column.name] ?? null);
    const texts = values.map((value) => (value === null ? null : String(column.mapToDriverValue(value))));
    return sql`${textArray(texts)}::${sql.raw(column.getSQLType())}[]`;
  };
  const [key] = getTableConfig(table).primaryKeys;
  const keyed = key?.columns ?? Object.values(all).filter(({ primary }) => primary);
  const target = list(keyed, (column) => sql`${nameOf(column)}`);
  const onConflict = !conflict
    ? sql``
    : conflict === "ignore"
      ? sql` on conflict (${target}) do nothing`
      : sql` on conflict (${target}) do update set ${list(
          conflict,
          (name) => sql`${sql.identifier(name)} = excluded.${sql.identifier(name)}`,
        )}`;
  return sql`insert into ${table} (${list(columns, (column) => sql`${nameOf(column)}`)})
    select * from unnest(${list(columns, array)})${onConflict}`;
}
