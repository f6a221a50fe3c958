import { daysQuery, videoParams } from "@/lib/domain/videos/filters";
import { exampleRetention } from "@/lib/domain/videos/fixtures";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { retentionAndTypical } from "@/lib/domain/videos/queries/retention";
import { retentionAnswer } from "@/lib/domain/videos/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One video second by second, its moments, and the typical values of similar videos",
  auth: "staff",
  params: videoParams,
  query: daysQuery,
  answer: retentionAnswer,
  example: { params: { videoId: "residual-plot" }, answer: exampleRetention },
  async handler({ ctx: { scope }, params, query }) {
    return (await retentionAndTypical(await reachVideo(scope, params.videoId), query)).retention;
  },
});
