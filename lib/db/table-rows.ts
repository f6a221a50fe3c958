import "server-only";
import { getTableColumns, getTableName } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { formatMultirange, parseMultirange, type Ranges } from "@/lib/measure/ranges";
import { booleanArray, instantArray, numberArray, textArray } from "./literals";
import type { Queries } from "./writer";

/** Codec of an SQL type: many values to one array literal, and one value from the driver's answer. */
type Codec = { literal: (values: never[]) => string; read?: (value: never) => unknown };

const text: Codec = { literal: textArray };
const multirange: Codec = {
  literal: (values: Ranges[]) => textArray(values.map(formatMultirange)),
  read: parseMultirange,
};
const codecs: Record<string, Codec> = {
  uuid: text,
  text,
  date: text,
  boolean: { literal: booleanArray },
  integer: { literal: numberArray },
  bigint: { literal: numberArray, read: Number },
  "timestamp with time zone": { literal: instantArray, read: (value: Date | string) => new Date(value) },
  jsonb: {
    literal: (values: unknown[]) =>
      textArray(values.map((value) => (value === null ? null : JSON.stringify(value)))),
  },
  int4multirange: multirange,
  int8multirange: multirange,
};

/** The columns of a table, or the named ones, with their types and codecs. */
export function writtenColumns<Name extends string>(
  table: PgTable,
  names: readonly Name[] = Object.keys(getTableColumns(table)) as Name[],
): (Codec & { name: Name; type: string })[] {
  return names.map((name) => {
    const type = getTableColumns(table)[name]?.getSQLType() ?? "";
    const codec = codecs[type];
    if (!codec) throw new Error(`no codec for ${getTableName(table)}.${name} ${type}`);
    return { name, type, ...codec };
  });
}

/** Reads and writes sets of a table's rows on a writer connection, by the table's declaration. Multiranges are `Ranges`, bigints are numbers. */
export function tableRows<Row extends object>(
  table: PgTable,
  key: readonly (keyof Row & string)[],
  options: {
    /** The columns that are written; default: all. */
    columns?: readonly (keyof Row & string)[];
    /** The columns that are updated in an existing row; default: all but the key. */
    updates?: readonly (keyof Row & string)[];
  } = {},
) {
  const columns = writtenColumns<keyof Row & string>(table, options.columns);
  const updates = options.updates ?? columns.map(({ name }) => name).filter((name) => !key.includes(name));
  const statement = `
    insert into ${getTableName(table)} (${columns.map(({ name }) => name).join(", ")})
    select * from unnest(${columns.map(({ type }, i) => `$${i + 1}::${type}[]`).join(", ")})
    on conflict (${key.join(", ")}) do ${
      updates.length === 0
        ? "nothing"
        : `update set ${updates.map((name) => `${name} = excluded.${name}`).join(", ")}`
    }`;
  // The driver adds the columns of a wide row one by one, and V8 turns such an object into a slow dictionary; a copy of this literal stays fast.
  const blank = { ...Object.fromEntries(columns.map(({ name }) => [name, null])) };
  const readers = columns.map(({ name, read }) => ({
    name,
    read: read as ((value: unknown) => unknown) | undefined,
  }));
  const byKey = (a: Row, b: Row): number => {
    for (const name of key) {
      if (a[name] < b[name]) return -1;
      if (a[name] > b[name]) return 1;
    }
    return 0;
  };

  return {
    /** The driver's row, with all written columns, in the domain's types. */
    read(row: Record<string, unknown>): Row {
      const result: Record<string, unknown> = { ...blank };
      for (const { name, read } of readers) {
        const value = row[name];
        result[name] = read && value !== null ? read(value) : value;
      }
      return result as Row;
    },
    /** Inserts rows, or updates those with the same key; in the order of their keys, so that writers never deadlock. */
    async write(sql: Queries, rows: readonly Row[]): Promise<void> {
      if (rows.length === 0) return;
      const ordered = rows.toSorted(byKey);
      await sql.unsafe(
        statement,
        columns.map(({ name, literal }) => literal(ordered.map((row) => row[name]) as never[])),
        { prepare: true },
      );
    },
  };
}
