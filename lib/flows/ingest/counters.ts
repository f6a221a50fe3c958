import { Counter } from "prom-client";
import { count } from "@/lib/http/measurements";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { metricsRegistry } from "@/lib/platform/metrics";
import { processSingleton } from "@/lib/platform/process";
import { reasonOf } from "./refusals";

/* How many beacons arrived, and what became of them. */

/** What became of one item of a request. */
export type Result = { kind: string; school_id: string | null } & (
  | { outcome: "stored" | "duplicate"; clipped: readonly string[]; answer: object | null }
  | { error: unknown }
);

/** The process's counters: received = stored + duplicate + refused. */
export const metrics = processSingleton("metrics", () => {
  const beacons = <Label extends string>(what: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `lectern_beacons_${what}_total`, help, labelNames, registers: [metricsRegistry] });
  return {
    beaconsReceived: beacons("received", "Beacons that arrived, by kind", "kind"),
    beaconsStored: beacons("stored", "Beacons committed, by kind", "kind"),
    beaconsDuplicate: beacons("duplicate", "Beacons that had been stored before, by kind", "kind"),
    beaconsRefused: beacons("refused", "Beacons refused, by kind and reason", "kind", "reason"),
    beaconsClipped: beacons(
      "clipped",
      "Beacons stored without a part that was impossible or not declared, by reason",
      "reason",
    ),
  };
});

/** What players say of their delivery: attempts that failed, and beacons that they gave up. */
export type Troubles = { retries: number; lost: number };

export function countTroubles(troubles: Troubles, school_id: string | null): void {
  for (const name of ["retries", "lost"] as const)
    if (troubles[name] > 0) count("tracker", name, school_id, null, troubles[name]);
}

/** Received = stored + duplicate + refused, of the process and, as it is stored, of each school. */
export function countResults(results: readonly Result[]): void {
  for (const { result, times } of alike(results)) {
    const { kind, school_id } = result;
    const outcome = "error" in result ? "refused" : result.outcome;
    metrics.beaconsReceived.inc({ kind }, times);
    count("beacon", outcome, school_id, null, times);
    if ("error" in result) {
      const reason = reasonOf(result.error);
      metrics.beaconsRefused.inc({ kind, reason }, times);
      count("refusal", reason, school_id, null, times);
    } else if (outcome === "duplicate") metrics.beaconsDuplicate.inc({ kind }, times);
    else {
      metrics.beaconsStored.inc({ kind }, times);
      for (const reason of result.clipped) metrics.beaconsClipped.inc({ reason }, times);
    }
  }
}

/** The results that count the same, once and how often: a counter takes longer than what it counts. */
function alike(results: readonly Result[]) {
  const groups = new Map<string, { result: Result; times: number }>();
  for (const result of results) {
    const became =
      "error" in result ? `refused ${reasonOf(result.error)}` : `${result.outcome} ${result.clipped.join()}`;
    const key = `${result.kind} ${result.school_id} ${became}`;
    getOrInsert(groups, key, () => ({ result, times: 0 })).times += 1;
  }
  return groups.values();
}
