import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";

/* Postgres array literals, written by hand: the driver infers wrong types for booleans, dates, jsonb and nulls. */

/** What must be escaped is rare. */
const special = /["\\]/;

function quoted(text: string): string {
  if (!special.test(text)) return `"${text}"`;
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** `{"a",NULL,"b"}` for any type that is written as text: uuid, text, multirange, jsonb, timestamps. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? "NULL" : quoted(value))).join(",")}}`;
}

/** `{1,NULL,3}`; throws on NaN and infinities, which would corrupt a row without an error. */
export function numberArray(values: readonly (number | null)[]): string {
  return `{${values
    .map((value) => {
      if (value === null) return "NULL";
      if (!Number.isFinite(value)) throw new RangeError(`not a number that can be stored: ${value}`);
      return String(value);
    })
    .join(",")}}`;
}

export function booleanArray(values: readonly boolean[]): string {
  return `{${values.map((value) => (value ? "t" : "f")).join(",")}}`;
}

export function instantArray(values: readonly (Date | null)[]): string {
  return textArray(values.map((value) => value?.toISOString() ?? null));
}

/** One parameter for any number of values, so that the statement stays the same and prepared. */
export const isAnyOf = (column: AnyPgColumn, values: readonly string[]): SQL =>
  sql`${column} = any(${textArray(values)}::${sql.raw(column.getSQLType())}[])`;

/** The same beside another condition, such as days: the planner then joins a long list, where it looks up each value of `= any`. */
export const isOneOf = (column: AnyPgColumn, values: readonly string[]): SQL =>
  sql`${column} in (select unnest(${textArray(values)}::${sql.raw(column.getSQLType())}[]))`;

/** From so many values on. */
const manyValues = 500;

/**
 * The same as a condition on rows that are read anyway. Postgres weighs each value of a long list whenever it plans, which takes thirty milliseconds for the
 * students of a school; a set that it looks rows up in is built when the statement runs, and is not joined.
 */
export const isAmong = (column: AnyPgColumn, values: readonly string[]): SQL =>
  values.length < manyValues ? isAnyOf(column, values) : sql`(${isOneOf(column, values)}) is true`;
