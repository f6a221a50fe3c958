import { ready } from "@/lib/domain/system/queries";
import { readyAnswer } from "@/lib/domain/system/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Whether requests can be served; 503 while the database cannot be used",
  auth: "public",
  answer: readyAnswer,
  example: { answer: { status: "ready" } },
  handler: async () => {
    await ready();
    return { status: "ready" as const };
  },
});
