import { z } from "zod";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Whether the process runs",
  auth: "public",
  answer: z.object({ status: z.literal("live") }),
  example: { answer: { status: "live" } },
  handler: () => ({ status: "live" as const }),
});
