import { z } from "zod";
import { route } from "@/lib/http/route";
import { metricsRegistry } from "@/lib/platform/metrics";

export const GET = route({
  summary: "What this process counts, for Prometheus: beacons by outcome, and the event loop's delay",
  auth: "admin",
  answer: z.string(),
  answerType: "text/plain",
  example: { answer: 'lectern_event_loop_delay_seconds{quantile="1"} 0.004\n' },
  handler: async () =>
    new Response(await metricsRegistry.metrics(), {
      headers: { "content-type": metricsRegistry.contentType, "cache-control": "no-store" },
    }),
});
