import { areFailing, areSlow } from "@/lib/measure/request-limits";
import type { SystemPoint } from "./schema";

/** A time in which requests took too long or failed too often. */
export type Incident = {
  from: string;
  /** Null while it goes on. */
  to: string | null;
  slow: boolean;
  failing: boolean;
  /** The largest of a point. */
  p95_ms: number | null;
  requests: number;
  errors: number;
  beacons_refused: number;
  /** What the time tells of its cause; null where it tells nothing. */
  cause: "database" | "process" | null;
};

/** A wait that is itself most of a second. */
const longWaitMs = 500;
const shortWaitMs = 100;

/** Points between two of the same incident. */
const gapMax = 2;

/** The incidents in points at equal steps, the oldest first; the last point is not over, and decides nothing. */
export function incidentsOf(points: readonly SystemPoint[], stepMinutes: number): Incident[] {
  const over = points.slice(0, -1);
  const groups: number[][] = [];
  for (const [index, point] of over.entries()) {
    if (!areSlow(point) && !areFailing(point)) continue;
    const last = groups.at(-1);
    if (last && index - last.at(-1)! <= gapMax) last.push(index);
    else groups.push([index]);
  }
  return groups.map((indexes) => {
    const [first, last] = [indexes[0]!, indexes.at(-1)!];
    const during = over.slice(first, last + 1);
    const end = Date.parse(over[last]!.at) + stepMinutes * 60_000;
    const largest = (value: (point: SystemPoint) => number | null) =>
      during.reduce<number | null>((most, point) => {
        const one = value(point);
        return one === null ? most : Math.max(most ?? 0, one);
      }, null);
    const sum = (value: (point: SystemPoint) => number) =>
      during.reduce((all, point) => all + value(point), 0);
    const slow = during.some((point) => areSlow(point));
    return {
      from: over[first]!.at,
      to: last === over.length - 1 ? null : new Date(end).toISOString(),
      slow,
      failing: during.some((point) => areFailing(point)),
      p95_ms: largest((point) => point.p95_ms),
      requests: sum((point) => point.requests),
      errors: sum((point) => point.errors),
      beacons_refused: sum((point) => point.beacons_refused),
      cause: slow
        ? causeOf(
            largest((point) => point.pool_wait_ms),
            largest((point) => point.event_loop_delay_ms),
          )
        : null,
    };
  });
}

/** One of the two waited long while the other did not. */
function causeOf(poolWait: number | null, loopDelay: number | null): Incident["cause"] {
  if (poolWait === null || loopDelay === null) return null;
  if (poolWait > longWaitMs && loopDelay < shortWaitMs) return "database";
  if (loopDelay > longWaitMs && poolWait < shortWaitMs) return "process";
  // A blocked process also reads the database's answers late.
  return loopDelay > longWaitMs ? "process" : null;
}
