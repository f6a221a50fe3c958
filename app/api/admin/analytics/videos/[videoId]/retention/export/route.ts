import { z } from "zod";
import { retentionColumns, retentionLines } from "@/lib/domain/videos/export";
import { daysQuery, videoParams } from "@/lib/domain/videos/filters";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { retention } from "@/lib/domain/videos/queries/retention";
import { csvDownload } from "@/lib/flows/exports/download";
import { route } from "@/lib/http/route";
import { dayOf } from "@/lib/platform/time";

export const GET = route({
  summary: "The retention curve as CSV, one row a second",
  auth: "staff",
  params: videoParams,
  query: daysQuery,
  answer: z.string(),
  answerType: "text/csv",
  example: {
    params: { videoId: "residual-plot" },
    answer:
      "Second (seconds),Views here,Plays here,First plays (%),Watch ratio\r\n0,4,4,100,1\r\n1,4,5,100,1.25\r\n2,3,3,75,0.75\r\n",
  },
  async handler({ ctx, params, query }) {
    const video = await reachVideo(ctx.scope, params.videoId);
    const lines = retentionLines(await retention(ctx.scope, video.id, query));
    return csvDownload({
      ctx,
      school_id: video.school_id,
      fileName: `video-${video.id}-retention-${dayOf(new Date(), video.time_zone)}.csv`,
      action: "video_retention.export",
      target: { type: "video", id: video.id },
      columns: retentionColumns,
      batches: [lines],
    });
  },
});
