import { videosQuery } from "@/lib/domain/videos/filters";
import { examplePopular, exampleVideo } from "@/lib/domain/videos/fixtures";
import { saveVideoItem } from "@/lib/domain/videos/forms";
import { saveVideo } from "@/lib/domain/videos/mutations/save";
import { reachedVideoIds, videoList } from "@/lib/domain/videos/queries/list";
import { videosOverview } from "@/lib/domain/videos/queries/overview";
import { videosAnswer } from "@/lib/domain/videos/schema";
import { refreshVideos } from "@/lib/flows/rollups/rebuild";
import { bulkAnswer, bulkBody, saveEach } from "@/lib/http/bulk";
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

export const POST = route({
  summary: "Add videos to courses that you teach, or change those that an external_id names",
  auth: "teaching",
  body: bulkBody(saveVideoItem),
  bodyBytes: 1024 * 1024,
  answer: bulkAnswer,
  example: {
    body: {
      items: [
        {
          external_id: "leverage",
          title: "Leverage and influence",
          course_id: "statistics-for-everyone",
          lesson_id: "reading-residuals",
          source_url: "https://files.harbour.example/7-3.mp4",
        },
      ],
    },
    answer: { success: true, results: [{ index: 0, status: 201, id: exampleVideo.video_id }] },
  },
  handler: ({ ctx, body, language }) =>
    saveEach(body, saveVideoItem, language, (video) => saveVideo(ctx, video)),
});
