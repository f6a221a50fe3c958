import "server-only";
import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { type Measure, systemCounts, systemDurations, systemProcesses } from "@/lib/db/tables/system";
import { countIn } from "@/lib/measure/histogram";
import type { SystemPoint } from "../schema";
import { stepsIn, type Window } from "../window";
import { countRows, durationRows, mergedBy, quantilesOf, stepOf } from "./histograms";

/** The picture of a time at equal steps: of one route's requests, or of all with an empty name. */
export async function pointsOf(scope: Scope, window: Window, route: string): Promise<SystemPoint[]> {
  const stepMs = window.step_minutes * 60_000;
  const step = stepOf(window.from, stepMs);
  const measured = (measure: Measure, name = "") =>
    mergedBy(
      durationRows(scope, measure, { ...window, minutes: window.grain }, eq(systemDurations.name, name)),
      { step },
    );
  const stepIn = (at: typeof systemCounts.at | typeof systemProcesses.at) =>
    sql<number>`floor(extract(epoch from ${at} - ${window.from.toISOString()}::timestamptz) * 1000 / ${stepMs}::float8)::int`;
  const p = systemProcesses;
  const largest = (column: typeof p.waiting | typeof p.memory_bytes | typeof p.event_loop_delay_ms) =>
    sql<number | null>`max(${column})::float8`;
  const [requests, lag, wait, beacons, processes] = await Promise.all([
    measured("request", route),
    measured("ingest_lag"),
    measured("pool_wait"),
    db()
      .select({
        step: stepIn(systemCounts.at).as("step"),
        received: sql<number>`sum(${systemCounts.count})`.mapWith(Number),
        refused:
          sql<number>`coalesce(sum(${systemCounts.count}) filter (where ${systemCounts.name} = 'refused'), 0)`.mapWith(
            Number,
          ),
      })
      .from(systemCounts)
      .where(and(eq(systemCounts.kind, "beacon"), countRows(scope, window, window.grain)))
      .groupBy(sql`1`),
    db()
      .select({
        step: stepIn(p.at).as("step"),
        waiting: largest(p.waiting),
        memory_bytes: largest(p.memory_bytes),
        event_loop_delay_ms: largest(p.event_loop_delay_ms),
      })
      .from(p)
      .where(and(gte(p.at, window.from), lt(p.at, window.to)))
      .groupBy(sql`1`),
  ]);
  const beaconsOf = new Map(beacons.map((row) => [row.step, row]));
  const processOf = new Map(processes.map((row) => [row.step, row]));
  return Array.from({ length: stepsIn(window, stepMs) }, (_, index): SystemPoint => {
    const { histogram, failed } = requests.of("", index);
    const { received = 0, refused = 0 } = beaconsOf.get(index) ?? {};
    const { waiting = null, memory_bytes = null, event_loop_delay_ms = null } = processOf.get(index) ?? {};
    return {
      at: new Date(window.from.getTime() + index * stepMs).toISOString(),
      requests: countIn(histogram),
      errors: failed,
      ...quantilesOf(histogram),
      beacons_received: received,
      beacons_refused: refused,
      ingest_lag_ms: quantilesOf(lag.of("", index).histogram).p95_ms,
      pool_wait_ms: quantilesOf(wait.of("", index).histogram).p95_ms,
      ...{ waiting, memory_bytes, event_loop_delay_ms },
    };
  });
}
