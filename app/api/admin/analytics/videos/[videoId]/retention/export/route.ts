import { retentionColumns, retentionLines } from "@/lib/domain/videos/export";
import { daysQuery, videoParams } from "@/lib/domain/videos/filters";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { retentionAndTypical } from "@/lib/domain/videos/queries/retention";
import { csvRoute } from "@/lib/http/csv";

export const GET = csvRoute({
  summary: "The retention curve as CSV, one row for each second",
  auth: "staff",
  params: videoParams,
  query: daysQuery,
  example: {
    params: { videoId: "residual-plot" },
    answer:
      "Second (seconds),Views here,Plays here,First plays (%),Watch ratio\r\n0,4,4,100,1\r\n1,4,5,100,1.25\r\n2,3,3,75,0.75\r\n",
  },
  action: "video_retention.export",
  async file({ ctx, params, query }) {
    const video = await reachVideo(ctx.scope, params.videoId);
    const { retention } = await retentionAndTypical(video, query);
    return {
      target: { type: "video", ...video },
      name: `video-${video.id}-retention`,
      columns: retentionColumns,
      batches: [retentionLines(retention)],
    };
  },
});
