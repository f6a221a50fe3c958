import { exampleStats } from "@/lib/domain/practice/fixtures";
import { statsAnswer, statsQuery } from "@/lib/domain/practice/schema";
import { ownStats } from "@/lib/flows/practice/own";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "Your own practice of this week or month until now, compared with the one before until the same day and time, and with your class",
  auth: "signed_in",
  query: statsQuery,
  answer: statsAnswer,
  example: { query: { period: "week" }, answer: exampleStats },
  handler: async ({ ctx: { scope, now }, query }) => ({
    success: true as const,
    ...(await ownStats(scope, query.period, now)),
  }),
});
