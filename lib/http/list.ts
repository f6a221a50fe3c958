import "server-only";
import { count, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { PgSelect } from "drizzle-orm/pg-core";
import { db } from "@/lib/db/client";

/**
 * A list's `order by`: the chosen sort in the requested direction, else in its default direction: `rising` names the sorts that are
 * ascending by default. Unknown values come last in both directions.
 */
export function listOrder<Sort extends string>(
  { sort, order }: { sort: Sort; order?: "asc" | "desc" | undefined },
  by: Record<Sort, SQLWrapper>,
  rising: readonly NoInfer<Sort>[],
): SQL {
  const way = order ?? (rising.includes(sort) ? "asc" : "desc");
  return sql`${by[sort]} ${sql.raw(way)} nulls last`;
}

/** One page of a query's rows, and their total, also for a page past the end. */
export async function listPage<Query extends PgSelect>(
  query: Query,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: Query["_"]["result"]; total: number }> {
  // Counted first: the builder's query is one object, which limit() and offset() change.
  const counted = db().select({ total: count() }).from(sql`(${query.getSQL()}) listed`);
  const [[totals], items] = await Promise.all([counted, query.limit(limit).offset(offset)]);
  return { items, total: totals?.total ?? 0 };
}
