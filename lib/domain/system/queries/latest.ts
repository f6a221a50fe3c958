import "server-only";
import { and, eq, gt, gte, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { systemDurations, systemProcesses } from "@/lib/db/tables/system";
import { countIn, quantileOf } from "@/lib/measure/histogram";
import type { MeasuredRequests } from "@/lib/measure/request-limits";
import { oneDecimal } from "@/lib/measure/rounding";
import type { JobName } from "@/lib/platform/work";
import { mergedBy } from "./histograms";

/* What the whole installation measured in the last minutes, for alerts: the rows of whole minutes, by their index. */

const d = systemDurations;
type Minutes = { from: Date; to: Date };

const minutesOf = (measure: "request" | "job", { from, to }: Minutes) =>
  and(...[eq(d.minutes, 1), eq(d.measure, measure)], gte(d.at, from), lt(d.at, to))!;

/** The requests of all routes. */
export async function requestsIn(minutes: Minutes): Promise<MeasuredRequests> {
  const { of } = await mergedBy(and(minutesOf("request", minutes), eq(d.name, ""))!, {});
  const { histogram, failed } = of("", 0);
  return { requests: countIn(histogram), errors: failed, p95_ms: oneDecimal(quantileOf(histogram, 0.95)) };
}

/** How many runs of these jobs failed. */
export async function failedRunsIn(minutes: Minutes, names: readonly JobName[]): Promise<number> {
  const [row] = await db()
    .select({ failed: sql<number>`coalesce(sum(${d.failed}), 0)`.mapWith(Number) })
    .from(d)
    .where(and(minutesOf("job", minutes), inArray(d.name, [...names]), gt(d.failed, 0)));
  return row?.failed ?? 0;
}

/** The minutes in which the database did not answer a process once: how many, the first, and the end of the last. Null without one. */
export async function minutesWithoutDatabase({ from, to }: Minutes) {
  const p = systemProcesses;
  const [row] = await db()
    .select({
      minutes: sql<number>`count(distinct ${p.at})::int`,
      first: sql<Date | null>`min(${p.at})`.mapWith(p.at),
      last: sql<Date | null>`max(${p.at})`.mapWith(p.at),
    })
    .from(p)
    // Without its memory nothing was looked at in the minute.
    .where(and(gte(p.at, from), lt(p.at, to), isNull(p.database_ms), isNotNull(p.memory_bytes)));
  if (!row?.first || !row.last) return null;
  return { minutes: row.minutes, from: row.first, to: new Date(row.last.getTime() + 60_000) };
}
