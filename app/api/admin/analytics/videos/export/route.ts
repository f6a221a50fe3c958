import { videoColumns } from "@/lib/domain/videos/export";
import { videoListQuery } from "@/lib/domain/videos/filters";
import { videosInBatches } from "@/lib/domain/videos/queries/list";
import { csvRoute } from "@/lib/http/csv";

export const GET = csvRoute({
  summary: "The list of videos with their numbers as CSV: all rows that match the filters",
  auth: "staff",
  query: videoListQuery,
  example: { query: { sort: "views" }, answer: "Rank,Rank change,Video\r\n1,,Reading a residual plot\r\n" },
  action: "videos.export",
  file: ({ ctx, query }) => ({
    name: "videos",
    columns: videoColumns,
    batches: videosInBatches(ctx.scope, query, ctx.now),
  }),
});
