import { type SQL, sql } from "drizzle-orm";
import { dbPlanning } from "@/lib/db/client";

type Node = { Plans?: Node[] } & Record<string, number | undefined>;

const rowsOf = (node: Node): number =>
  ((node["Actual Rows"] ?? 0) +
    (node["Rows Removed by Filter"] ?? 0) +
    (node["Rows Removed by Join Filter"] ?? 0)) *
    (node["Actual Loops"] ?? 0) +
  (node.Plans ?? []).reduce((sum, one) => sum + rowsOf(one), 0);

/** How many rows the steps of a statement read, those too that they read in vain. */
export async function rowsRead(statement: SQL): Promise<number> {
  const [row] = await dbPlanning().execute<{ "QUERY PLAN": [{ Plan: Node }] }>(
    sql`explain (analyze, timing off, format json) ${statement}`,
  );
  return rowsOf(row!["QUERY PLAN"][0].Plan);
}
