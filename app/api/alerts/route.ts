import { ownSchool } from "@/lib/auth/school";
import { exampleAlert } from "@/lib/domain/alerts/fixtures";
import { alertList } from "@/lib/domain/alerts/queries";
import { alertAnswer, alertQuery } from "@/lib/domain/alerts/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "Alerts of what you teach, or for an admin of the school: the open ones first. Without those that you put away: `state=open`",
  auth: "staff",
  query: alertQuery,
  answer: alertAnswer,
  example: { query: { state: "open" }, answer: { items: [exampleAlert], total: 1 } },
  handler: async ({ ctx: { scope, now }, query, language }) => {
    const { time_zone } = await ownSchool(scope);
    return alertList(scope, query, { now, time_zone, language });
  },
});
