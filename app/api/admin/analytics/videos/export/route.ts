import { z } from "zod";
import { ownSchool } from "@/lib/auth/school";
import { videoColumns } from "@/lib/domain/videos/export";
import { videoListQuery } from "@/lib/domain/videos/filters";
import { videosInBatches } from "@/lib/domain/videos/queries/list";
import { csvDownload } from "@/lib/flows/exports/download";
import { route } from "@/lib/http/route";
import { dayOf } from "@/lib/platform/time";

export const GET = route({
  summary:
    "The list of videos with their numbers as CSV: every row that the filters leave, whatever the page",
  auth: "staff",
  query: videoListQuery,
  answer: z.string(),
  answerType: "text/csv",
  example: { query: { sort: "views" }, answer: "Rank,Rank change,Video\r\n1,,Reading a residual plot\r\n" },
  async handler({ ctx, query }) {
    const now = new Date();
    const { time_zone: timeZone } = await ownSchool(ctx.scope);
    return csvDownload({
      ctx,
      fileName: `videos-${dayOf(now, timeZone)}.csv`,
      action: "videos.export",
      target: { type: "school", id: ctx.scope.school_id },
      columns: videoColumns(timeZone),
      batches: videosInBatches(ctx.scope, query, now),
    });
  },
});
