import { overviewQuery, progressAnswer } from "@/lib/domain/learning/schema";
import { ownProgress } from "@/lib/flows/learning/own";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your own XP, level, streaks and achievements, and your XP on each of the last days",
  auth: "signed_in",
  query: overviewQuery,
  answer: progressAnswer,
  example: {
    query: { days: 2 },
    answer: {
      success: true,
      from: "2026-11-19",
      to: "2026-11-20",
      time_zone: "Europe/Lisbon",
      xp: 85,
      total_xp: 1480,
      level: 5,
      xp_to_next_level: 20,
      current_streak: 5,
      longest_streak: 8,
      achievements: [
        { achievement_id: "streak_7", name: "Seven days in a row", earned_at: "2026-11-12T08:04:11.000Z" },
      ],
      trend: [
        { day: "2026-11-19", xp: 5 },
        { day: "2026-11-20", xp: 80 },
      ],
    },
  },
  handler: async ({ ctx: { scope, now }, query }) => ({
    success: true as const,
    ...(await ownProgress(scope, query.days, now)),
  }),
});
