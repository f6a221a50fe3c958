import { compareAnswer } from "@/lib/domain/sessions/compare";
import { compareBody } from "@/lib/domain/sessions/filters";
import { exampleComparison, exampleInfo, exampleSecondId } from "@/lib/domain/sessions/fixtures";
import { comparison } from "@/lib/domain/sessions/queries/compare";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Two to ten sessions side by side, with averages and trends",
  auth: "staff",
  // It only reads; it is a POST because the list of sessions may be too long for a URL.
  tokenScope: "read",
  body: compareBody,
  answer: compareAnswer,
  example: {
    body: { session_ids: [exampleInfo.session_id, exampleSecondId] },
    answer: exampleComparison,
  },
  async handler({ ctx: { scope }, body }) {
    return comparison(scope, body.session_ids, new Date());
  },
});
