import { engagementAnswer, engagementQuery } from "@/lib/domain/learning/engagement";
import { engagement } from "@/lib/flows/overview/engagement";
import { assertEnough, narrowingOf } from "@/lib/flows/overview/narrowing";
import { route } from "@/lib/http/route";

const sums = {
  learning_events: 61,
  video_views: 24,
  attendances: 18,
  activities: 103,
  minutes: 812.5,
  xp: 640,
};

export const GET = route({
  summary:
    "Your school's active people and activity on each of the last days, and the last week against the first",
  auth: "admin",
  query: engagementQuery,
  answer: engagementAnswer,
  example: {
    query: { days: 15 },
    answer: {
      success: true,
      from: "2026-11-06",
      to: "2026-11-20",
      time_zone: "Europe/Lisbon",
      daily: [{ day: "2026-11-06", daily_active_users: 21, ...sums }],
      summary: {
        active_users: 148,
        average_daily_active_users: 37.4,
        busiest_day: "2026-11-18",
        ...{ learning_events: 4210, video_views: 1630, attendances: 214, activities: 6054 },
        ...{ minutes: 51_240.3, xp: 28_400 },
      },
      growth: {
        first_week: { from: "2026-11-06", to: "2026-11-12", daily_active_users: 35.1, activities: 2740 },
        last_week: { from: "2026-11-13", to: "2026-11-19", daily_active_users: 40.3, activities: 3120 },
        active_users_change_percentage: 14.6,
        activities_change_percentage: 13.9,
        active_users_trend: null,
      },
    },
  },
  async handler({ ctx: { scope, now }, query }) {
    const narrowing = await narrowingOf(scope, query);
    assertEnough(narrowing);
    return { success: true as const, ...(await engagement(scope, query.days, now, narrowing)) };
  },
});
