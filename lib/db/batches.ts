import "server-only";
import { type AnyColumn, fillPlaceholders, sql } from "drizzle-orm";
import * as drizzleUtils from "drizzle-orm/utils";
import { processSingleton } from "@/lib/platform/process";
import { Turns } from "@/lib/platform/turns";
import { db } from "./client";
import { textArray } from "./literals";

/** What Drizzle knows of a built query beside its text, and does not say in its types. */
type Built = {
  queryString: string;
  params: never[];
  fields: { path: string[] }[];
  joinsNotNullableMap: unknown;
};

const { mapResultRow } = drizzleUtils as unknown as {
  mapResultRow: (fields: unknown, row: unknown[], nullable: unknown) => unknown;
};

/** One batch at a time is read in a process: a large one costs the database a core, and pages need the other. */
const turns = () =>
  processSingleton("batches being read", () => new Turns(1, 1000, "errors.general.files_busy"));

/**
 * For a query whose rows depend on facts of one key each, where Postgres cannot see that: reads the facts of a batch's keys only, or
 * of all while the keys themselves are read. `key` is a column of uuids.
 */
export const inBatch = (key: AnyColumn) =>
  sql`coalesce(${key} = any(${sql.placeholder("batch")}::uuid[]), true)`;

/**
 * The rows of a query of the builder, `size` at a time: first the keys of all of them in the query's order, then the rows of so many
 * keys, each time with a statement of its own. No connection is held between, however slowly the rows are taken, and only keys are kept
 * in memory. Which rows there are, and their order, are as of the start; what a row says is as of its batch, and a row that was deleted
 * meanwhile is left out. `key` is a field of the query whose values differ, as text.
 */
export async function* batches<Row>(
  query: { prepare(name: string): { execute(): Promise<Row[]> } },
  key: keyof Row & string,
  size: number,
  /** Of the query's placeholders. */
  values: Record<string, unknown> = {},
): AsyncGenerator<Row[], void> {
  const { fields, joinsNotNullableMap, ...built } = query.prepare("") as unknown as Built;
  const at = fields.findIndex(({ path }) => path.length === 1 && path[0] === key);
  if (at < 0) throw new Error(`the query has no field ${key}`);
  // By place: several fields of a query may come from columns of one name.
  const columns = fields.map((_, place) => `c${place}`).join(", ");
  const listed = `(${built.queryString}) as listed(${columns})`;
  const read = async (text: string, batch: string | null, ...more: never[]) => {
    const params = fillPlaceholders(built.params, { ...values, batch }) as never[];
    const endTurn = await turns().take();
    try {
      return (await db()
        .$client.unsafe(text, [...params, ...more])
        .values()) as unknown[][];
    } finally {
      endTurn();
    }
  };

  const keys = (await read(`select c${at}::text from ${listed}`, null)).map(([value]) => value as string);
  const page = `select c${at}::text, listed.* from ${listed} where c${at}::text = any($${built.params.length + 1}::text[])`;
  for (let from = 0; from < keys.length; from += size) {
    const wanted = keys.slice(from, from + size);
    const batch = textArray(wanted);
    const rows = new Map(
      (await read(page, batch, batch as never)).map(([value, ...row]) => [
        value,
        mapResultRow(fields, row, joinsNotNullableMap) as Row,
      ]),
    );
    yield wanted.flatMap((value) => rows.get(value) ?? []);
  }
}
