import { z } from "zod";
import { segmentColumns } from "@/lib/domain/videos/export";
import { videoParams } from "@/lib/domain/videos/filters";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { heatmap } from "@/lib/domain/videos/queries/video";
import { csvDownload } from "@/lib/flows/exports/download";
import { route } from "@/lib/http/route";
import { dayOf } from "@/lib/platform/time";

export const GET = route({
  summary: "The segments of ten seconds as CSV",
  auth: "staff",
  params: videoParams,
  answer: z.string(),
  answerType: "text/csv",
  example: {
    params: { videoId: "residual-plot" },
    answer:
      "From (seconds),To (seconds),Views,Viewers,Seen whole (%),Stopped here\r\n0,10,209,130,93.3,9\r\n",
  },
  async handler({ ctx, params }) {
    const video = await reachVideo(ctx.scope, params.videoId);
    const { segments } = await heatmap(ctx.scope, video.id);
    return csvDownload({
      ctx,
      school_id: video.school_id,
      fileName: `video-${video.id}-heatmap-${dayOf(new Date(), video.time_zone)}.csv`,
      action: "video_heatmap.export",
      target: { type: "video", id: video.id },
      columns: segmentColumns,
      batches: [segments],
    });
  },
});
