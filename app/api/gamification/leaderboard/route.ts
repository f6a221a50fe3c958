import { leaderboard } from "@/lib/domain/gamification/queries";
import { leaderboardAnswer, leaderboardQuery } from "@/lib/domain/gamification/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The students of your school, or of a course, by XP: the first ranks, and your own",
  auth: "signed_in",
  query: leaderboardQuery,
  answer: leaderboardAnswer,
  example: {
    query: { timeframe: "week", limit: 2 },
    answer: {
      success: true,
      state: "shown",
      timeframe: "week",
      from: "2026-11-16",
      to: "2026-11-20",
      time_zone: "Europe/Lisbon",
      items: [
        { rank: 1, user_id: null, name: "Adaeze O.", xp: 645, level: 12, is_you: false },
        { rank: 2, user_id: null, name: null, xp: 610, level: 11, is_you: false },
      ],
      you: {
        ...{ rank: 56, shared_with: 2, xp: 230, level: 8, percentile: 73 },
        next: { rank: 53, xp: 5 },
      },
      participants: 212,
      students: 300,
      not_ranked: 24,
    },
  },
  handler: async ({ ctx: { scope, now }, query }) => ({
    success: true as const,
    ...(await leaderboard(scope, query, now)),
  }),
});
