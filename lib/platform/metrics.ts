import { Counter, Registry } from "prom-client";
import { processSingleton } from "./process";

/** The process's metrics. For the ingest: received = stored + duplicate + refused. */
export const metrics = processSingleton("metrics", () => {
  const registry = new Registry();
  return {
    registry,
    beaconsReceived: new Counter({
      name: "lectern_beacons_received_total",
      help: "Beacons that arrived, by kind",
      labelNames: ["kind"],
      registers: [registry],
    }),
    beaconsStored: new Counter({
      name: "lectern_beacons_stored_total",
      help: "Beacons committed, by kind",
      labelNames: ["kind"],
      registers: [registry],
    }),
    beaconsDuplicate: new Counter({
      name: "lectern_beacons_duplicate_total",
      help: "Beacons that had been stored before, by kind",
      labelNames: ["kind"],
      registers: [registry],
    }),
    beaconsRefused: new Counter({
      name: "lectern_beacons_refused_total",
      help: "Beacons refused, by kind and reason",
      labelNames: ["kind", "reason"],
      registers: [registry],
    }),
    beaconsClipped: new Counter({
      name: "lectern_beacons_clipped_total",
      help: "Beacons stored without an impossible part, by reason",
      labelNames: ["reason"],
      registers: [registry],
    }),
  };
});
