import { videoParams } from "@/lib/domain/videos/filters";
import { exampleSegment, exampleVideo } from "@/lib/domain/videos/fixtures";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { heatmap } from "@/lib/domain/videos/queries/video";
import { heatmapAnswer } from "@/lib/domain/videos/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One video in segments of ten seconds, in order",
  auth: "staff",
  params: videoParams,
  answer: heatmapAnswer,
  example: {
    params: { videoId: "residual-plot" },
    answer: { success: true, video_id: exampleVideo.video_id, segments: [exampleSegment] },
  },
  async handler({ ctx: { scope }, params }) {
    return heatmap(await reachVideo(scope, params.videoId));
  },
});
