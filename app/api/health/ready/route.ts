import { z } from "zod";
import { bus } from "@/lib/db/bus/bus";
import { assertReady } from "@/lib/db/client";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Whether requests can be served; 503 while the database or the event bus cannot be used",
  auth: "public",
  answer: z.object({ status: z.literal("ready") }),
  example: { answer: { status: "ready" } },
  handler: async () => {
    await assertReady();
    await bus().assertReady();
    return { status: "ready" as const };
  },
});
