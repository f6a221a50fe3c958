import "server-only";
import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { textArray } from "./literals";

/** `insert` of many rows with the keys of the first, one array per column; on an equal primary key, `ignore` the row or update these columns. */
export function insertRows<Table extends PgTable>(
  table: Table,
  rows: readonly Table["$inferInsert"][],
  conflict?: "ignore" | readonly (keyof Table["$inferInsert"] & string)[],
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
  const target = list(key?.columns ?? [], (column) => sql`${nameOf(column)}`);
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
