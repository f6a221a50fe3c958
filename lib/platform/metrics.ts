import { Counter, Registry } from "prom-client";
import { once } from "./process";

/** The process's metrics; the ingest counters make "received = stored + duplicate + refused" checkable. */
export const metrics = once("metrics", () => {
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
      help: "Beacons acknowledged that had been applied before, by kind",
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
      help: "Beacons stored after an impossible part was cut off, by reason",
      labelNames: ["reason"],
      registers: [registry],
    }),
  };
});
