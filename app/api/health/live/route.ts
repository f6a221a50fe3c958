import { liveAnswer } from "@/lib/domain/system/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Whether the process runs",
  auth: "public",
  answer: liveAnswer,
  example: { answer: { status: "live" } },
  handler: () => ({ status: "live" as const }),
});
