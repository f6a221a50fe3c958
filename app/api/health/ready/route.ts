import { z } from "zod";
import { checked, checkStates, readiness } from "@/lib/http/readiness";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Whether requests can be served: the state of each part; 503 while one fails that they need",
  auth: "public",
  answer: z.object({
    status: z.enum(["ready", "not_ready"]),
    checks: z.array(
      z.object({
        name: z.enum(checked),
        /** `low`: it works, and soon will not. */
        state: z.enum(checkStates),
        /** How long the check took, in milliseconds. */
        ms: z.number(),
      }),
    ),
  }),
  example: {
    answer: {
      status: "ready",
      checks: [
        { name: "database", state: "ok", ms: 1.1 },
        { name: "bus", state: "ok", ms: 0.9 },
        { name: "ingest", state: "ok", ms: 0 },
        { name: "disk", state: "ok", ms: 0.2 },
      ],
    },
  },
  handler: async () => {
    const { ready, checks } = await readiness();
    if (ready) return { status: "ready" as const, checks };
    return Response.json(
      { status: "not_ready", checks },
      { status: 503, headers: { "cache-control": "no-store", "retry-after": "5" } },
    );
  },
});
