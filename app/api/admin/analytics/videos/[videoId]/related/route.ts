import { videoParams } from "@/lib/domain/videos/filters";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { relatedVideos } from "@/lib/domain/videos/queries/related";
import { relatedAnswer, relatedQuery } from "@/lib/domain/videos/related";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "The videos that viewers of this one also watch, of those that you can see, where they do so more than others beyond chance",
  auth: "staff",
  params: videoParams,
  query: relatedQuery,
  answer: relatedAnswer,
  example: {
    params: { videoId: "residual-plot" },
    query: { limit: 8 },
    answer: {
      success: true,
      video_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b11",
      viewers: 119,
      compared: 14,
      items: [
        {
          video_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b12",
          title: "Leverage and influence",
          course_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b31",
          course_title: "Statistics for everyone",
          ...{ viewers_of_both: 71, viewers_of_both_percentage: 59.7, ratio: 2.42, ratio_low: 1.61 },
        },
      ],
    },
  },
  async handler({ ctx: { scope }, params, query }) {
    const video = await reachVideo(scope, params.videoId);
    return {
      success: true as const,
      video_id: video.id,
      ...(await relatedVideos(scope, video, query.limit)),
    };
  },
});
