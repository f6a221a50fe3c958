import { route } from "@/lib/auth/route";
import { liveAnswer } from "@/lib/domain/system/schema";

export const GET = route({
  summary: "Say that the process runs",
  auth: "public",
  answer: liveAnswer,
  example: { answer: { status: "live" } },
  handler: () => ({ status: "live" as const }),
});
