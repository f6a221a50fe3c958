import "server-only";
import { gte, max, min, or, sql } from "drizzle-orm";
import { inSchool } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { systemCounts, systemDurations, systemPeople, systemProcesses } from "@/lib/db/tables/system";
import { peopleOf } from "@/lib/measure/distinct";
import { countIn, mergeHistograms } from "@/lib/measure/histogram";
import { share } from "@/lib/measure/rounding";
import { type ErrorCode, errorCodes } from "@/lib/platform/errors";
import { jobNames } from "@/lib/platform/work";
import type { MetricsQuery, SystemMetrics } from "../schema";
import { midnightBefore, stepsIn, stretchesOf, type Window, windowOf } from "../window";
import { countRows, durationRows, mergedBy, quantilesOf, stepOf, windowRows } from "./histograms";
import { pointsOf } from "./points";
import { slowestStatements } from "./statements";

const hourMs = 3_600_000;
/** A process that measured nothing for so long has ended. */
const silentMs = 3 * 60_000;

/** How the system did in the last hours: of an admin's school, or for the installation's admin of all. */
export async function systemMetrics(
  scope: Scope,
  { hours, route }: MetricsQuery,
  now: Date,
): Promise<SystemMetrics> {
  const window = windowOf(hours, now);
  const [routes, counts, active_users, lag, wait, processes, jobs, slowest_queries, points, measured_since] =
    await Promise.all([
      routesOf(scope, window),
      countsOf(scope, window),
      activeUsers(scope, window),
      mergedBy(windowRows(scope, "ingest_lag", window), {}),
      mergedBy(windowRows(scope, "pool_wait", window), {}),
      processesOf(now),
      jobsOf(scope, window),
      slowestStatements(),
      pointsOf(scope, window, route ?? ""),
      measuredSince(),
    ]);
  return {
    from: window.from.toISOString(),
    to: now.toISOString(),
    measured_since: measured_since?.toISOString() ?? null,
    ...routes,
    ...counts,
    active_users,
    ingest_lag: quantilesOf(lag.of("", 0).histogram),
    pool_wait: quantilesOf(wait.of("", 0).histogram),
    processes,
    jobs,
    slowest_queries,
    step_minutes: window.step_minutes,
    points,
  };
}

/** The requests by route, and all of them together. */
async function routesOf(scope: Scope, window: Window): Promise<Pick<SystemMetrics, "requests" | "routes">> {
  const stepMs = window.spark_hours * hourMs;
  const from = window.spark_hours === 1 ? window.from : midnightBefore(window.from);
  const { of, names } = await mergedBy(
    windowRows(scope, "request", window, sql`${systemDurations.name} <> ''`),
    { name: sql<string>`${systemDurations.name}`, step: stepOf(from, stepMs) },
  );
  const steps = Array.from({ length: stepsIn({ from, to: window.to }, stepMs) }, (_, index) => index);
  const measured = names.map((name) => {
    const parts = steps.map((step) => of(name, step));
    const histogram = mergeHistograms(parts.map((part) => part.histogram));
    const errors = parts.reduce((sum, { failed }) => sum + failed, 0);
    return { name, parts, histogram, errors, requests: countIn(histogram) };
  });
  const all = mergeHistograms(measured.map(({ histogram }) => histogram));
  const [total, errors] = [countIn(all), measured.reduce((sum, one) => sum + one.errors, 0)];
  return {
    requests: { total, errors, error_rate: share(errors, total), ...quantilesOf(all) },
    routes: measured
      .sort((a, b) => b.requests - a.requests || (a.name < b.name ? -1 : 1))
      .map(({ name, parts, histogram, ...one }) => ({
        route: name,
        ...one,
        error_rate: share(one.errors, one.requests),
        ...quantilesOf(histogram),
        p95_over_time: parts.map((part) => quantilesOf(part.histogram).p95_ms),
      })),
  };
}

async function countsOf(scope: Scope, window: Window): Promise<Pick<SystemMetrics, "errors" | "beacons">> {
  const c = systemCounts;
  const rows = await db()
    .select({
      kind: c.kind,
      name: c.name,
      count: sql<number>`sum(${c.count})`.mapWith(Number),
      last_at: max(c.last_at),
      last_request_id: sql<
        string | null
      >`(array_agg(${c.last_request_id} order by ${c.last_at} desc) filter (where ${c.last_request_id} is not null))[1]`,
    })
    .from(c)
    .where(or(...stretchesOf(window).map((stretch) => countRows(scope, stretch, stretch.minutes))))
    .groupBy(c.kind, c.name);
  const of = (kind: string) =>
    rows.filter((row) => row.kind === kind).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const times = (kind: string, name: string) => of(kind).find((row) => row.name === name)?.count ?? 0;
  const outcome = (name: string) => times("beacon", name);
  const [stored, repeated, refused] = [outcome("stored"), outcome("duplicate"), outcome("refused")];
  return {
    errors: of("error").map(({ name, count, last_at, last_request_id }) => ({
      ...{ kind: name, count, last_request_id },
      status: errorCodes[name as ErrorCode] ?? null,
      last_at: last_at!.toISOString(),
    })),
    beacons: {
      ...{ received: stored + repeated + refused, stored, repeated, refused },
      ...{ retries: times("tracker", "retries"), lost: times("tracker", "lost") },
      refusals: of("refusal").map(({ name, count }) => ({ reason: name, count })),
    },
  };
}

/** How many people were signed in at some time. */
async function activeUsers(scope: Scope, { from }: Window): Promise<number> {
  const p = systemPeople;
  const [row] = await db().execute<{ different: number }>(sql`
    select count(distinct m.mark)::int as different
    from ${p}, unnest(${p.marks}) as m(mark) where ${gte(p.at, from)} and ${inSchool(scope, p)}`);
  return peopleOf(row?.different ?? 0);
}

/** The processes that run now, and the largest of their last minute. */
async function processesOf(now: Date): Promise<SystemMetrics["processes"]> {
  const p = systemProcesses;
  const [row] = await db()
    .select({
      running: sql<number>`count(distinct ${p.process_id})::int`,
      oldest: min(p.started_at),
      memory_bytes: max(p.memory_bytes).mapWith(Number),
      event_loop_delay_ms: max(p.event_loop_delay_ms).mapWith(Number),
      waiting: max(p.waiting).mapWith(Number),
      database_ms: max(p.database_ms).mapWith(Number),
    })
    .from(p)
    .where(gte(p.at, new Date(now.getTime() - silentMs)));
  const { oldest = null, running = 0, ...rest } = row ?? {};
  const unknown = { memory_bytes: null, event_loop_delay_ms: null, waiting: null, database_ms: null };
  return { running, oldest_started_at: oldest?.toISOString() ?? null, ...unknown, ...rest };
}

async function jobsOf(scope: Scope, window: Window): Promise<SystemMetrics["jobs"]> {
  const [{ of, names }, last] = await Promise.all([
    mergedBy(windowRows(scope, "job", window, sql`${systemDurations.name} <> ''`), {
      name: sql<string>`${systemDurations.name}`,
    }),
    lastRuns(scope, window),
  ]);
  const lastOf = new Map(last.map(({ name, at }) => [name, at && new Date(at)]));
  // A job of another version has no words here.
  const present = jobNames.filter((name) => names.includes(name));
  return present.flatMap((name) => {
    const { histogram, failed } = of(name, 0);
    const at = lastOf.get(name);
    const { p95_ms } = quantilesOf(histogram);
    return at ? [{ name, runs: countIn(histogram), failed, p95_ms, last_run_at: at.toISOString() }] : [];
  });
}

/** The last minute of each job in a window, by the end of its own part of the index: there are as many minutes as a job had runs. */
async function lastRuns(scope: Scope, window: Window) {
  const job = sql`job`;
  const ofJob = durationRows(scope, "job", { ...window, minutes: 1 }, sql`${systemDurations.name} = ${job}`);
  return await db().execute<{ name: string; at: string | null }>(sql`
    select ${job} as name, (select max(${systemDurations.at}) from ${systemDurations} where ${ofJob}) as at
    from unnest(${textArray(jobNames)}::text[]) as ${job}`);
}

/** When the oldest minute was measured that is still kept. */
async function measuredSince(): Promise<Date | null> {
  const [row] = await db()
    .select({ at: systemProcesses.at })
    .from(systemProcesses)
    .orderBy(systemProcesses.at)
    .limit(1);
  return row?.at ?? null;
}
