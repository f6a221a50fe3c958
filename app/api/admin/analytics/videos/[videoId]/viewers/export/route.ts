import { z } from "zod";
import { viewerColumns } from "@/lib/domain/videos/export";
import { videoParams, viewersQuery } from "@/lib/domain/videos/filters";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { viewersInBatches } from "@/lib/domain/videos/queries/viewers";
import { csvDownload } from "@/lib/flows/exports/download";
import { route } from "@/lib/http/route";
import { dayOf } from "@/lib/platform/time";

export const GET = route({
  summary: "The viewers of one video as CSV: every row that the search leaves, whatever the page",
  auth: "staff",
  params: videoParams,
  query: viewersQuery,
  answer: z.string(),
  answerType: "text/csv",
  example: {
    params: { videoId: "residual-plot" },
    query: { sort: "name" },
    answer: "Name,Email,User id\r\nMariam Haddad,mariam.haddad@harbour.example,\r\n",
  },
  async handler({ ctx, params, query }) {
    const video = await reachVideo(ctx.scope, params.videoId);
    return csvDownload({
      ctx,
      school_id: video.school_id,
      fileName: `video-${video.id}-viewers-${dayOf(new Date(), video.time_zone)}.csv`,
      action: "video_viewers.export",
      target: { type: "video", id: video.id },
      columns: viewerColumns(video.time_zone),
      batches: viewersInBatches(video, query),
    });
  },
});
