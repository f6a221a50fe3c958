import "server-only";
import { fillPlaceholders } from "drizzle-orm";
import * as drizzleUtils from "drizzle-orm/utils";
import type { Sql } from "postgres";
import { db } from "./client";

/** What Drizzle knows of a built query beside its text. It has no cursor of its own, and does not say this in its types. */
type Built = { queryString: string; params: never[]; fields: unknown; joinsNotNullableMap: unknown };

const { mapResultRow } = drizzleUtils as unknown as {
  mapResultRow: (fields: unknown, row: unknown[], nullable: unknown) => unknown;
};

/**
 * The rows of a query of the builder, `size` at a time through a cursor: bounds the memory of an export of any length. The
 * connection is held until the last batch is read or the loop is left.
 */
export async function* batches<Row>(
  query: { prepare(name: string): { execute(): Promise<Row[]> } },
  size: number,
  /** Of the query's placeholders. */
  values: Record<string, unknown> = {},
): AsyncGenerator<Row[]> {
  const built = query.prepare("") as unknown as Built;
  const client = (db() as unknown as { $client: Sql }).$client;
  const params = fillPlaceholders(built.params, values) as never[];
  for await (const rows of client.unsafe(built.queryString, params).values().cursor(size))
    yield rows.map((row) => mapResultRow(built.fields, row as unknown[], built.joinsNotNullableMap) as Row);
}
