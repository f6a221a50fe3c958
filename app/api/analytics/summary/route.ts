import { summaryAnswer, summaryQuery } from "@/lib/domain/learning/overviews";
import { summary } from "@/lib/flows/overview/summary";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "What your students, or those of one class, did in some days: activity, XP, completed videos and quizzes",
  auth: "staff",
  query: summaryQuery,
  answer: summaryAnswer,
  example: {
    query: { start_date: "2026-11-01", end_date: "2026-11-20" },
    answer: {
      success: true,
      ...{ start_date: "2026-11-01", end_date: "2026-11-20", time_zone: "Europe/Lisbon", class_id: null },
      ...{ total_students: 300, active_users: 190, learning_events: 2810, minutes: 34_120.5 },
      ...{ video_views: 1104, attendances: 142, activities: 4056, total_xp: 19_240, average_xp: 64.1 },
      ...{ videos_completed: 318, students_completing: 121 },
      ...{ quizzes_submitted: 204, average_quiz_score_percentage: 72.8 },
    },
  },
  handler: async ({ ctx: { scope, now }, query }) => ({
    success: true as const,
    ...(await summary(scope, query, now)),
  }),
});
