import { heatmapAnswer, heatmapQuery } from "@/lib/domain/learning/schema";
import { ownHeatmap } from "@/lib/flows/learning/own";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your own activity on each of the last days: how many events, minutes and XP",
  auth: "signed_in",
  query: heatmapQuery,
  answer: heatmapAnswer,
  example: {
    query: { days: 2 },
    answer: {
      success: true,
      time_zone: "Europe/Lisbon",
      days: [
        { day: "2026-11-19", count: 0, minutes: 0, xp: 0 },
        { day: "2026-11-20", count: 12, minutes: 34.5, xp: 40 },
      ],
    },
  },
  handler: async ({ ctx: { scope, now }, query }) => ({
    success: true as const,
    ...(await ownHeatmap(scope, query.days, now)),
  }),
});
