import { suspectsQuery, videoParams } from "@/lib/domain/videos/filters";
import { exampleSuspect } from "@/lib/domain/videos/fixtures";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { suspects } from "@/lib/domain/videos/queries/suspects";
import { suspectsAnswer } from "@/lib/domain/videos/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Groups of playbacks from one address that look automated, undecided groups first",
  auth: "staff",
  params: videoParams,
  query: suspectsQuery,
  answer: suspectsAnswer,
  example: {
    params: { videoId: "residual-plot" },
    query: { limit: 20 },
    answer: { success: true, items: [exampleSuspect], total: 1 },
  },
  handler: async ({ ctx: { scope }, params, query }) =>
    suspects(await reachVideo(scope, params.videoId), query),
});
