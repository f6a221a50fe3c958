import { z } from "zod";
import { assertReady } from "@/lib/db/client";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Whether requests can be served; 503 while the database cannot be used",
  auth: "public",
  answer: z.object({ status: z.literal("ready") }),
  example: { answer: { status: "ready" } },
  handler: async () => {
    await assertReady();
    return { status: "ready" as const };
  },
});
