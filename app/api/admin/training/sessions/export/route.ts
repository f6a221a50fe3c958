import { z } from "zod";
import { ownSchool } from "@/lib/auth/school";
import { sessionColumns } from "@/lib/domain/sessions/export";
import { sessionListQuery } from "@/lib/domain/sessions/filters";
import { sessionsInBatches } from "@/lib/domain/sessions/queries/list";
import { csvDownload } from "@/lib/flows/exports/download";
import { route } from "@/lib/http/route";
import { dayOf } from "@/lib/platform/time";

export const GET = route({
  summary: "The sessions you reach as CSV: every row that the filters leave, whatever the page",
  auth: "staff",
  query: sessionListQuery,
  answer: z.string(),
  answerType: "text/csv",
  example: { query: { status: "ended" }, answer: "Session,Session id\r\nResiduals,0192f3a4\r\n" },
  async handler({ ctx, query }) {
    const now = new Date();
    const { time_zone: timeZone } = await ownSchool(ctx.scope);
    return csvDownload({
      ctx,
      fileName: `sessions-${dayOf(now, timeZone)}.csv`,
      action: "sessions.export",
      target: { type: "school", id: ctx.scope.school_id },
      columns: sessionColumns(timeZone),
      batches: sessionsInBatches(ctx.scope, query, now),
    });
  },
});
