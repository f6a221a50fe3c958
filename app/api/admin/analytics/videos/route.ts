import { videosQuery } from "@/lib/domain/videos/filters";
import { examplePopular } from "@/lib/domain/videos/fixtures";
import { reachedVideoIds, videoList } from "@/lib/domain/videos/queries/list";
import { videosOverview } from "@/lib/domain/videos/queries/overview";
import { videosAnswer } from "@/lib/domain/videos/schema";
import { refreshVideos } from "@/lib/flows/rollups/rebuild";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Numbers over all videos that you can see, and the most viewed videos",
  auth: "staff",
  query: videosQuery,
  answer: videosAnswer,
  example: {
    query: { limit: 10, from: "2026-11-01", to: "2026-11-20" },
    answer: {
      success: true,
      stats: {
        total_videos_with_analytics: 1,
        total_views: 214,
        total_unique_viewers: 131,
        total_watch_time_hours: 36.7,
        average_completion_rate: 26.7,
        videos_by_completion_rate: { high: 0, medium: 0, low: 1 },
      },
      popular_videos: [examplePopular],
    },
  },
  async handler({ ctx: { scope }, query }) {
    if (query.refresh === "true") await refreshVideos(scope, await reachedVideoIds(scope));
    const [{ stats }, popular] = await Promise.all([
      videosOverview(scope, { from: query.from, to: query.to }),
      videoList(scope, { ...query, viewedOnly: true }, new Date()),
    ]);
    return { success: true as const, stats, popular_videos: popular.items };
  },
});
