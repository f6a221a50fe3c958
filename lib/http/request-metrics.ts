import { Counter, Gauge } from "prom-client";
import { metricsRegistry } from "@/lib/platform/metrics";
import { processSingleton } from "@/lib/platform/process";

/** What this process answered of one route since it began. */
type Total = { requests: number; failed: number; seconds: number };

/**
 * The totals of each route, which Prometheus reads. They are added to plain numbers and become counters when somebody reads them: a counter
 * with labels costs more than the rest of the measuring.
 */
const totals = processSingleton("request totals", () => {
  const byRoute = new Map<string, Total>();
  const counter = (name: string, help: string, value: (total: Total) => number) =>
    new Counter({
      name: `lectern_${name}_total`,
      help,
      labelNames: ["route"],
      registers: [metricsRegistry],
      collect() {
        this.reset();
        for (const [route, total] of byRoute) this.inc({ route }, value(total));
      },
    });
  counter(
    "requests",
    "Requests that were answered, by route; files are not counted",
    ({ requests }) => requests,
  );
  counter("requests_failed", "Requests answered with 500 or more, by route", ({ failed }) => failed);
  counter("request_seconds", "The time that all requests took, by route", ({ seconds }) => seconds);
  return byRoute;
});

/** Adds an answered request. */
export function addRequest(route: string, ms: number, failed: boolean): void {
  let total = totals.get(route);
  if (!total) {
    total = { requests: 0, failed: 0, seconds: 0 };
    totals.set(route, total);
  }
  total.requests++;
  total.seconds += ms / 1000;
  if (failed) total.failed++;
}

/** Says how much waits to be stored, whenever somebody reads it. */
export const showWaiting = (waiting: () => number): void =>
  processSingleton("waiting gauge", () => {
    new Gauge({
      name: "lectern_ingest_waiting",
      help: "Beacons that wait to be stored",
      registers: [metricsRegistry],
      collect() {
        this.set(waiting());
      },
    });
  });
