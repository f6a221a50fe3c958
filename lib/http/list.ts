import "server-only";
import { count, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { PgSelect } from "drizzle-orm/pg-core";
import { db } from "@/lib/db/client";

/**
 * A list's `order by`: by the chosen sort, the way that was asked for, else its own way: `rising` names the sorts that begin with
 * the smallest. What is not known comes last either way.
 */
export function listOrder<Sort extends string>(
  { sort, order }: { sort: Sort; order?: "asc" | "desc" | undefined },
  by: Record<Sort, SQLWrapper>,
  rising: readonly NoInfer<Sort>[],
): SQL {
  const way = order ?? (rising.includes(sort) ? "asc" : "desc");
  return sql`${by[sort]} ${sql.raw(way)} nulls last`;
}

/** One page of a query's rows, and how many it has in all, also where the page is past the last of them. */
export async function listPage<Query extends PgSelect>(
  query: Query,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: Query["_"]["result"]; total: number }> {
  // Counted first: the builder's query is one object, which limit() and offset() change.
  const counted = db().select({ total: count() }).from(sql`(${query.getSQL()}) listed`);
  const [[totals], items] = await Promise.all([counted, query.limit(limit).offset(offset)]);
  return { items, total: totals?.total ?? 0 };
}
