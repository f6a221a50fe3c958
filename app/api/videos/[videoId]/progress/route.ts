import { videoParams } from "@/lib/domain/videos/filters";
import { ownVideoProgress } from "@/lib/domain/videos/queries/progress";
import { videoInSchool } from "@/lib/domain/videos/queries/reach";
import { ownProgress } from "@/lib/domain/videos/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your progress in one video, and where you stopped",
  auth: "signed_in",
  params: videoParams,
  answer: ownProgress,
  example: {
    params: { videoId: "residual-plot" },
    answer: {
      current_position_seconds: 740.2,
      progress_percentage: 79,
      completed: false,
      completed_at: null,
      last_watched_at: "2026-11-19T20:12:44.000Z",
      watched: [
        [0, 180],
        [230, 739],
      ],
    },
  },
  async handler({ ctx: { scope }, params }) {
    return ownVideoProgress(scope, await videoInSchool(scope, params.videoId));
  },
});
