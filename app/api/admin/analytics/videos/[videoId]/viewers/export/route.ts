import { viewerColumns } from "@/lib/domain/videos/export";
import { videoParams, viewersQuery } from "@/lib/domain/videos/filters";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { viewersInBatches } from "@/lib/domain/videos/queries/viewers";
import { csvRoute } from "@/lib/http/csv";

export const GET = csvRoute({
  summary: "The viewers of one video as CSV: all rows that match the search",
  auth: "teaching",
  params: videoParams,
  query: viewersQuery,
  example: {
    params: { videoId: "residual-plot" },
    query: { sort: "name" },
    answer: "Name,Email,User id\r\nMariam Haddad,mariam.haddad@harbour.example,\r\n",
  },
  action: "video_viewers.export",
  async file({ ctx, params, query }) {
    const video = await reachVideo(ctx.scope, params.videoId);
    return {
      target: { type: "video", ...video },
      name: `video-${video.id}-viewers`,
      columns: viewerColumns,
      batches: viewersInBatches(video, query),
    };
  },
});
