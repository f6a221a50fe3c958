import "server-only";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/* The rules of lib/measure/completion.ts in SQL, over columns or expressions. */

/** `lengthInSeconds`: null while the duration is null. */
export const lengthInSeconds = (durationMs: SQLWrapper): SQL<number | null> =>
  sql<
    number | null
  >`case when ${durationMs} is not null then greatest(1, round(${durationMs} / 1000.0)::int) end`;

/** `isComplete`: null while one of the three is null. */
export const isComplete = (
  covered: SQLWrapper,
  length: SQLWrapper,
  threshold: SQLWrapper,
): SQL<boolean | null> => sql<boolean | null>`${covered} * 100 >= ${threshold} * ${length}`;

/** How many seconds of a video these ranges cover, each counted once. */
export const coveredSeconds = (ranges: SQLWrapper, length: SQLWrapper): SQL<number> =>
  sql<number>`(select coalesce(sum(upper(r) - lower(r)), 0)::int from unnest(${ranges} * int4multirange(int4range(0, ${length}))) r)`;
