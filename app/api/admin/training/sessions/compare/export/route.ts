import { z } from "zod";
import { ownSchool } from "@/lib/auth/school";
import { comparedMetrics } from "@/lib/domain/sessions/compared";
import { comparisonColumns } from "@/lib/domain/sessions/export";
import { compareQuery } from "@/lib/domain/sessions/filters";
import { exampleInfo, exampleSecondId } from "@/lib/domain/sessions/fixtures";
import { comparison } from "@/lib/domain/sessions/queries/compare";
import { csvDownload } from "@/lib/flows/exports/download";
import { glossary } from "@/lib/glossary/glossary";
import { route } from "@/lib/http/route";
import { dayOf } from "@/lib/platform/time";

export const GET = route({
  summary: "Two to ten sessions side by side as CSV: a row a measure, a column a session",
  auth: "staff",
  query: compareQuery,
  answer: z.string(),
  answerType: "text/csv",
  example: {
    query: { ids: `${exampleInfo.session_id},${exampleSecondId}` },
    answer: "Measure,Residuals,Average\r\nEngagement score,77.9,77.9\r\n",
  },
  async handler({ ctx, query }) {
    const now = new Date();
    const [compared, { time_zone: timeZone }] = await Promise.all([
      comparison(ctx.scope, query.ids, now),
      ownSchool(ctx.scope),
    ]);
    const labels = Object.fromEntries(
      comparedMetrics.map((metric) => [metric, glossary[metric].label]),
    ) as Parameters<typeof comparisonColumns>[1];
    return csvDownload({
      ctx,
      fileName: `sessions-compared-${dayOf(now, timeZone)}.csv`,
      action: "sessions_compared.export",
      target: { type: "school", id: ctx.scope.school_id },
      columns: comparisonColumns(compared, labels),
      batches: [comparedMetrics],
    });
  },
});
