import { segmentColumns } from "@/lib/domain/videos/export";
import { videoParams } from "@/lib/domain/videos/filters";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { heatmap } from "@/lib/domain/videos/queries/video";
import { csvRoute } from "@/lib/http/csv";

export const GET = csvRoute({
  summary: "The segments of ten seconds as CSV",
  auth: "staff",
  params: videoParams,
  example: {
    params: { videoId: "residual-plot" },
    answer:
      "From (seconds),To (seconds),Views,Viewers,Watched in full (%),Stopped here\r\n0,10,209,130,93.3,9\r\n",
  },
  action: "video_heatmap.export",
  async file({ ctx, params }) {
    const video = await reachVideo(ctx.scope, params.videoId);
    return {
      target: { type: "video", ...video },
      name: `video-${video.id}-heatmap`,
      columns: segmentColumns,
      batches: [(await heatmap(video)).segments],
    };
  },
});
