import { Counter, Registry } from "prom-client";
import { processSingleton } from "./process";

/** The process's metrics. For the ingest: received = stored + duplicate + refused. */
export const metrics = processSingleton("metrics", () => {
  const registry = new Registry();
  const beacons = <Label extends string>(what: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `lectern_beacons_${what}_total`, help, labelNames, registers: [registry] });
  return {
    registry,
    beaconsReceived: beacons("received", "Beacons that arrived, by kind", "kind"),
    beaconsStored: beacons("stored", "Beacons committed, by kind", "kind"),
    beaconsDuplicate: beacons("duplicate", "Beacons that had been stored before, by kind", "kind"),
    beaconsRefused: beacons("refused", "Beacons refused, by kind and reason", "kind", "reason"),
    beaconsClipped: beacons("clipped", "Beacons stored without an impossible part, by reason", "reason"),
  };
});
