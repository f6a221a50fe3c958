import "server-only";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { endToleranceTenths } from "@/lib/measure/completion";
import { tenthsPerSecond } from "@/lib/measure/tenths";

/* The rules of lib/measure/completion.ts and lib/measure/tenths.ts in SQL, over columns or expressions. */

/** A literal, so that Postgres knows its type. */
const tenths = sql.raw(String(tenthsPerSecond));

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

/** `lengthInTenths`: null while the duration is null. */
export const lengthInTenths = (durationMs: SQLWrapper): SQL<number | null> =>
  sql<number | null>`(${lengthInSeconds(durationMs)} * ${tenths})`;

/** `coveredTenths`: the multirange of the tenths of a video that these ranges cover. */
export function coveredTenths(played: SQLWrapper, durationMs: SQLWrapper): SQL<string> {
  const length = lengthInTenths(durationMs);
  const covered = sql`${played} * int4multirange(int4range(0, ${length}))`;
  const end = sql`least(${length}, greatest(1, round(${durationMs} / 100.0)::int))`;
  const reached = sql`greatest(0, ${end} - ${sql.raw(String(endToleranceTenths))})`;
  return sql<string>`(case when upper(${covered}) >= ${reached}
    then ${covered} + int4multirange(int4range(${reached}, ${length})) else ${covered} end)`;
}

/** How many tenths a multirange has. */
export const sizeInTenths = (ranges: SQLWrapper): SQL<number> =>
  sql<number>`(select coalesce(sum(upper(r) - lower(r)), 0)::int from unnest(${ranges}) r)`;

/** `tenthsToSeconds`. */
export const tenthsToSeconds = (amount: SQLWrapper): SQL<number> =>
  sql<number>`(${amount} / ${tenths}::float8)`;

/** `watchMs` of lib/domain/videos/playback.ts, of the playback of the row. */
export const watchedMs = ({
  proof,
  media_ms,
  reported_ms,
}: Record<"proof" | "media_ms" | "reported_ms", SQLWrapper>): SQL<number> =>
  sql<number>`case when ${proof} in ('positions', 'ranges') then ${media_ms} else greatest(${media_ms}, ${reported_ms}) end`;
