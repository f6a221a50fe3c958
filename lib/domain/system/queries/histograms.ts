import "server-only";
import { and, eq, gte, lt, or, type SQL, sql } from "drizzle-orm";
import { inSchool } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { type Measure, systemCounts, systemDurations } from "@/lib/db/tables/system";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { addCounts, type Histogram, quantileOf } from "@/lib/measure/histogram";
import { oneDecimal } from "@/lib/measure/rounding";
import { stretchesOf, type Window } from "../window";

/** Measured of the process, not of a request: without a school, and the same for every admin. */
const ofProcess: readonly Measure[] = ["pool_wait", "job"];

const d = systemDurations;

/** The rows of a measure in a time that a scope may see. */
export const durationRows = (
  scope: Scope,
  measure: Measure,
  { from, to, minutes }: { from: Date; to: Date; minutes: 1 | 60 | 1440 },
  name?: SQL,
): SQL =>
  and(
    eq(d.minutes, minutes),
    eq(d.measure, measure),
    name,
    gte(d.at, from),
    lt(d.at, to),
    ofProcess.includes(measure) ? undefined : inSchool(scope, d),
  )!;

/** The same for all of a window, from the longest rows that are whole in it. */
export const windowRows = (scope: Scope, measure: Measure, window: Window, name?: SQL): SQL =>
  or(...stretchesOf(window).map((stretch) => durationRows(scope, measure, stretch, name)))!;

/** Which step of a time a row is in, from 0. */
export const stepOf = (from: Date, stepMs: number): SQL<number> =>
  sql<number>`floor(extract(epoch from ${d.at} - ${from.toISOString()}::timestamptz) * 1000 / ${stepMs}::float8)::int`;

type Merged = { histogram: Histogram; failed: number };
const nothing: Merged = { histogram: new Map(), failed: 0 };

/** The merged histograms of these rows, by a text and a step. */
export async function mergedBy(
  where: SQL,
  by: { name?: SQL<string>; step?: SQL<number> },
): Promise<{ of: (name: string, step: number) => Merged; names: string[] }> {
  const name = by.name ?? sql<string>`''`;
  const step = by.step ?? sql<number>`0`;
  const key = (given: { name: string; step: number }) => `${given.step} ${given.name}`;
  const [buckets, failures] = await Promise.all([
    db().execute<{ name: string; step: number; bucket: number; times: string }>(sql`
      select ${name} as name, ${step} as step, u.bucket, sum(u.times) as times
      from ${d}, unnest(${d.buckets}, ${d.counts}) as u(bucket, times)
      where ${where} group by 1, 2, 3`),
    db().execute<{ name: string; step: number; failed: string }>(sql`
      select ${name} as name, ${step} as step, sum(${d.failed}) as failed
      from ${d} where ${where} and ${d.failed} > 0 group by 1, 2`),
  ]);
  const merged = new Map<string, { histogram: Map<number, number>; failed: number }>();
  const of = (row: { name: string; step: number }) =>
    getOrInsert(merged, key(row), () => ({ histogram: new Map<number, number>(), failed: 0 }));
  for (const row of buckets) addCounts(of(row).histogram, [[row.bucket, Number(row.times)]]);
  for (const row of failures) of(row).failed += Number(row.failed);
  return {
    of: (given, at) => merged.get(key({ name: given, step: at })) ?? nothing,
    names: [...new Set(buckets.map((row) => row.name))],
  };
}

/** The three quantiles that are shown. */
export const quantilesOf = (histogram: Histogram) => ({
  p50_ms: oneDecimal(quantileOf(histogram, 0.5)),
  p95_ms: oneDecimal(quantileOf(histogram, 0.95)),
  p99_ms: oneDecimal(quantileOf(histogram, 0.99)),
});

/** What was counted in a time, of a scope's schools. */
export const countRows = (
  scope: Scope,
  { from, to }: Pick<Window, "from" | "to">,
  minutes: 1 | 60 | 1440,
): SQL =>
  and(
    eq(systemCounts.minutes, minutes),
    gte(systemCounts.at, from),
    lt(systemCounts.at, to),
    inSchool(scope, systemCounts),
  )!;
