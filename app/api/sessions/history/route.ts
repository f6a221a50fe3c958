import { examplePractice } from "@/lib/domain/practice/fixtures";
import { practiceHistory } from "@/lib/domain/practice/queries";
import { historyAnswer, historyQuery } from "@/lib/domain/practice/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your own practice sessions, the latest first",
  auth: "signed_in",
  query: historyQuery,
  answer: historyAnswer,
  example: {
    query: { session_type: "conversation", limit: 20 },
    answer: { success: true, items: [examplePractice], total: 1 },
  },
  handler: async ({ ctx: { scope }, query }) => ({
    success: true as const,
    ...(await practiceHistory(scope, query)),
  }),
});
