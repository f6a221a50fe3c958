import { overviewAnswer, overviewQuery } from "@/lib/domain/learning/schema";
import { ownOverview } from "@/lib/flows/learning/own";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "Your own learning in the last days, with your level and achievements, and the streaks of days with a learning event, a video view or an attended session",
  auth: "signed_in",
  query: overviewQuery,
  answer: overviewAnswer,
  example: {
    query: { days: 30 },
    answer: {
      success: true,
      from: "2026-10-22",
      to: "2026-11-20",
      time_zone: "Europe/Lisbon",
      sessions: 14,
      active_seconds: 31_260,
      active_days: 11,
      materials_viewed: 23,
      materials_completed: 9,
      xp: 640,
      total_xp: 1480,
      level: 5,
      xp_to_next_level: 20,
      current_streak: 3,
      longest_streak: 8,
      achievements: [
        {
          achievement_id: "streak_7",
          name: "Seven days in a row",
          earned_at: "2026-11-12T08:04:11.000Z",
        },
      ],
    },
  },
  handler: async ({ ctx: { scope, now }, query }) => ({
    success: true as const,
    ...(await ownOverview(scope, query.days, now)),
  }),
});
