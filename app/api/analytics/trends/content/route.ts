import { contentAnswer, contentQuery } from "@/lib/domain/videos/content-trends";
import { contentTrends } from "@/lib/domain/videos/queries/content-trends";
import { assertEnough, narrowingOf } from "@/lib/flows/overview/narrowing";
import { route } from "@/lib/http/route";

const course_id = "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b31";

export const GET = route({
  summary:
    "What was watched on the last days: the most viewed videos, completed views by course, and each day",
  auth: "staff",
  query: contentQuery,
  answer: contentAnswer,
  example: {
    query: { days: 2, limit: 1 },
    answer: {
      success: true,
      from: "2026-11-19",
      to: "2026-11-20",
      time_zone: "Europe/Lisbon",
      most_viewed: [
        {
          rank: 1,
          video_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b11",
          title: "Reading a residual plot",
          course_id,
          course_title: "Statistics for everyone",
          ...{
            views: 41,
            watch_time_seconds: 22_140.5,
            completed_views: 18,
            completed_views_percentage: 43.9,
          },
        },
      ],
      viewed_videos: 12,
      completion_by_course: [
        {
          ...{ rank: 1, course_id, title: "Statistics for everyone", viewed_videos: 9 },
          ...{ views: 96, watch_time_seconds: 48_210, completed_views: 51, completed_views_percentage: 53.1 },
        },
      ],
      viewed_courses: 3,
      daily: [
        { day: "2026-11-19", views: 74, watch_time_seconds: 38_120, completed_views: 37 },
        { day: "2026-11-20", views: 41, watch_time_seconds: 19_800.4, completed_views: 22 },
      ],
    },
  },
  async handler({ ctx: { scope, now }, query }) {
    const narrowing = await narrowingOf(scope, query);
    assertEnough(narrowing);
    return { success: true as const, ...(await contentTrends(scope, query, now, narrowing)) };
  },
});
