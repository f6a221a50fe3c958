import { monitorEventLoopDelay } from "node:perf_hooks";
import { Gauge, Registry } from "prom-client";
import { processSingleton } from "./process";

/** How often the delay is sampled, in milliseconds; it is in what is measured, and taken off. */
const resolutionMs = 10;

/** The process's metrics: what is counted registers here. */
export const metricsRegistry = processSingleton("metrics registry", () => {
  const registry = new Registry();
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  new Gauge({
    name: "lectern_event_loop_delay_seconds",
    help: "How long the event loop was blocked since the metrics were last read",
    labelNames: ["quantile"],
    registers: [registry],
    collect() {
      const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - resolutionMs / 1e3);
      // Without a sample the histogram has no quantiles.
      for (const percent of delay.count > 0 ? [50, 99] : [])
        this.set({ quantile: String(percent / 100) }, seconds(delay.percentile(percent)));
      this.set({ quantile: "1" }, delay.count > 0 ? seconds(delay.max) : 0);
      delay.reset();
    },
  });
  return registry;
});
