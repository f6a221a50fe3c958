import { largerBodies } from "@/app/api/larger-bodies";
import { termItem, termListQuery } from "@/lib/domain/courses/classes/forms";
import { saveTerm } from "@/lib/domain/courses/classes/mutations";
import { termList } from "@/lib/domain/courses/classes/queries";
import { termsAnswer } from "@/lib/domain/courses/classes/schema";
import { exampleTerm } from "@/lib/domain/courses/fixtures";
import { bulkAnswer, bulkBody, saveEach } from "@/lib/http/bulk";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The terms of your school, the latest first",
  auth: "staff",
  query: termListQuery,
  answer: termsAnswer,
  example: { query: { limit: 100 }, answer: { success: true, items: [exampleTerm], total: 1 } },
  async handler({ ctx: { scope }, query }) {
    return { success: true as const, ...(await termList(scope, query)) };
  },
});

export const POST = route({
  summary: "Make terms, or change those that have the same external ids; each gets its own result",
  auth: "admin",
  body: bulkBody(termItem),
  bodyBytes: largerBodies["/api/terms"],
  answer: bulkAnswer,
  example: {
    body: {
      items: [
        {
          external_id: "autumn-2026",
          name: "Autumn 2026",
          starts_on: "2026-09-01",
          ends_on: "2026-12-18",
        },
      ],
    },
    answer: { success: true, results: [{ index: 0, status: 200, id: exampleTerm.id }] },
  },
  handler: ({ ctx, body, language }) => saveEach(body, termItem, language, (item) => saveTerm(ctx, item)),
});
