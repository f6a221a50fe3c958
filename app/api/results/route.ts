import { exampleResult } from "@/lib/domain/courses/fixtures";
import { ownResultsQuery } from "@/lib/domain/courses/results/forms";
import { ownResults } from "@/lib/domain/courses/results/queries";
import { ownResultsAnswer } from "@/lib/domain/courses/results/schema";
import { route } from "@/lib/http/route";

const { user_id: _, name: __, email: ___, recorded_by: ____, ...own } = exampleResult;

export const GET = route({
  summary: "Your own results, of all courses or of one, the latest first",
  auth: "signed_in",
  query: ownResultsQuery,
  answer: ownResultsAnswer,
  example: {
    query: { course_id: "statistics-for-everyone" },
    answer: { success: true, items: [own], total: 1 },
  },
  async handler({ ctx: { scope }, query }) {
    return { success: true as const, ...(await ownResults(scope, query)) };
  },
});
