import { heatmapAnswer, heatmapQuery } from "@/lib/domain/learning/schema";
import { ownHeatmap } from "@/lib/flows/learning/own";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "Your own activity on each of the last days: learning events, video views and attended sessions, their sums (what you did at the same time counts in each), and XP",
  auth: "signed_in",
  query: heatmapQuery,
  answer: heatmapAnswer,
  example: {
    query: { days: 2 },
    answer: {
      success: true,
      time_zone: "Europe/Lisbon",
      days: [
        {
          day: "2026-11-19",
          count: 0,
          learning_events: 0,
          video_views: 0,
          attendances: 0,
          minutes: 0,
          learning_minutes: 0,
          watch_minutes: 0,
          attendance_minutes: 0,
          xp: 0,
        },
        {
          day: "2026-11-20",
          count: 15,
          learning_events: 12,
          video_views: 2,
          attendances: 1,
          minutes: 118.2,
          learning_minutes: 34.5,
          watch_minutes: 23.7,
          attendance_minutes: 60,
          xp: 40,
        },
      ],
    },
  },
  handler: async ({ ctx: { scope, now }, query }) => ({
    success: true as const,
    ...(await ownHeatmap(scope, query.days, now)),
  }),
});
