import { dashboardAnswer, dashboardQuery } from "@/lib/domain/learning/overviews";
import { dashboard } from "@/lib/flows/overview/dashboard";
import { route } from "@/lib/http/route";

const user_id = "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02";

export const GET = route({
  summary:
    "What your students did in a day, week, month or year to today: who earned most XP, and what was completed last",
  auth: "staff",
  query: dashboardQuery,
  answer: dashboardAnswer,
  example: {
    query: { time_range: "week" },
    answer: {
      success: true,
      ...{ time_range: "week", from: "2026-11-14", to: "2026-11-20", time_zone: "Europe/Lisbon" },
      ...{ total_students: 300, active_users: 148, activities: 1420 },
      ...{ completed_views_percentage: 43.9, average_quiz_score_percentage: 71.4 },
      top_performers: [{ rank: 1, user_id, name: "Helena Brito", xp: 645 }],
      recent_completions: [
        {
          ...{ user_id, name: "Helena Brito", video_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b11" },
          ...{ title: "Reading a residual plot", completed_at: "2026-11-20T08:14:00.000Z" },
        },
      ],
    },
  },
  handler: async ({ ctx: { scope, now }, query }) => ({
    success: true as const,
    ...(await dashboard(scope, query.time_range, now)),
  }),
});
