import "server-only";
import { sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { oneDecimal, share } from "@/lib/measure/rounding";
import type { SystemMetrics } from "../schema";

/** How many are shown, and how much of the text of each. */
const statementsMax = 10;
const textMax = 400;

/**
 * The statements that took most of the database's time, by the extension pg_stat_statements, with their values left out. Null where it is not
 * installed and loaded. Those of other database users, whose text ours may not read, are only in the whole.
 */
export async function slowestStatements(): Promise<SystemMetrics["slowest_queries"]> {
  const [extension] = await db().execute<{ schema: string }>(sql`
    select n.nspname as schema from pg_extension as e join pg_namespace as n on n.oid = e.extnamespace
    where e.extname = 'pg_stat_statements' and current_setting('pg_stat_statements.max', true) is not null
      and has_schema_privilege(n.oid, 'usage')`);
  if (!extension) return null;
  const schema = sql.identifier(extension.schema);
  const [rows, [info]] = await Promise.all([
    db().execute<{
      id: string;
      text: string;
      calls: string;
      mean: number;
      longest: number;
      total: number;
      all: number;
    }>(sql`
      select queryid::text as id, min(left(query, ${textMax})) as text, sum(calls) as calls,
        sum(total_exec_time) / sum(calls) as mean, max(max_exec_time) as longest, sum(total_exec_time) as total,
        sum(sum(total_exec_time)) over () as all
      from ${schema}.pg_stat_statements
      where dbid = (select oid from pg_database where datname = current_database())
      group by queryid order by total desc limit ${statementsMax * 2}`),
    db().execute<{ since: string }>(sql`
      select to_char(stats_reset at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since
      from ${schema}.pg_stat_statements_info`),
  ]);
  return {
    since: info?.since ?? null,
    items: rows
      .filter(({ id, text }) => id !== null && text !== "<insufficient privilege>")
      .slice(0, statementsMax)
      .map(({ id, text, calls, mean, longest, total, all }) => ({
        ...{ id, query: text.replace(/\s+/g, " ").trim(), calls: Number(calls) },
        ...{ mean_ms: oneDecimal(mean), longest_ms: oneDecimal(longest), share: share(total, all) },
      })),
  };
}
