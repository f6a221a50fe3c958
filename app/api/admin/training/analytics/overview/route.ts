import { overviewQuery } from "@/lib/domain/sessions/filters";
import { exampleSummary } from "@/lib/domain/sessions/fixtures";
import { overview } from "@/lib/domain/sessions/queries/overview";
import { overviewAnswer } from "@/lib/domain/sessions/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The sessions held, with their attendance and participation",
  auth: "staff",
  query: overviewQuery,
  answer: overviewAnswer,
  example: {
    query: { from: "2026-10-24", to: "2026-11-20" },
    answer: {
      success: true,
      sessions_held: 1,
      sessions_planned: 3,
      total_attended: 36,
      total_registered: 42,
      registered_attended: 34,
      engaged: 25,
      attended_where_recorded: 36,
      average_attendance_rate: 81,
      average_engagement_rate: 69.4,
      average_duration_minutes: 74.2,
      average_rating: 4.24,
      recent_sessions: [exampleSummary],
    },
  },
  async handler({ ctx: { scope }, query }) {
    return overview(scope, query, new Date());
  },
});
