import { weeklyXpAnswer } from "@/lib/domain/learning/schema";
import { ownWeek } from "@/lib/flows/learning/own";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your own XP on each of the last seven days, their sum and mean, and your streak",
  auth: "signed_in",
  answer: weeklyXpAnswer,
  example: {
    answer: {
      success: true,
      time_zone: "Europe/Lisbon",
      days: [
        { day: "2026-11-14", weekday: "saturday", xp: 0 },
        { day: "2026-11-15", weekday: "sunday", xp: 0 },
        { day: "2026-11-16", weekday: "monday", xp: 45 },
        { day: "2026-11-17", weekday: "tuesday", xp: 30 },
        { day: "2026-11-18", weekday: "wednesday", xp: 70 },
        { day: "2026-11-19", weekday: "thursday", xp: 5 },
        { day: "2026-11-20", weekday: "friday", xp: 80 },
      ],
      total_xp: 230,
      daily_average: 32.9,
      current_streak: 5,
    },
  },
  handler: async ({ ctx: { scope, now } }) => ({ success: true as const, ...(await ownWeek(scope, now)) }),
});
