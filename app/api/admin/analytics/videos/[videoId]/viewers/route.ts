import { videoParams, viewersQuery } from "@/lib/domain/videos/filters";
import { exampleViewer } from "@/lib/domain/videos/fixtures";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { viewers } from "@/lib/domain/videos/queries/viewers";
import { viewersAnswer } from "@/lib/domain/videos/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The viewers of one video, with how often each played which part",
  auth: "staff",
  params: videoParams,
  query: viewersQuery,
  answer: viewersAnswer,
  example: {
    params: { videoId: "residual-plot" },
    query: { limit: 12, sort: "watched" },
    answer: { success: true, items: [exampleViewer], total: 131, anonymous: 12 },
  },
  async handler({ ctx: { scope }, params, query }) {
    return viewers(await reachVideo(scope, params.videoId), query);
  },
});
