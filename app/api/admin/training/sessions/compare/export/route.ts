import { comparisonColumns } from "@/lib/domain/sessions/export";
import { compareQuery } from "@/lib/domain/sessions/filters";
import { exampleInfo, exampleSecondId } from "@/lib/domain/sessions/fixtures";
import { comparedMetrics } from "@/lib/domain/sessions/metrics";
import { comparison } from "@/lib/domain/sessions/queries/compare";
import { labelsOf } from "@/lib/glossary/glossary";
import { csvRoute } from "@/lib/http/csv";
import { languageIn } from "@/lib/platform/catalogues";

export const GET = csvRoute({
  summary: "Two to ten sessions side by side as CSV: one row for each metric, one column for each session",
  auth: "staff",
  query: compareQuery,
  example: {
    query: { ids: `${exampleInfo.session_id},${exampleSecondId}` },
    answer: "Measure,Residuals,Average\r\nEngagement score,77.9,77.9\r\n",
  },
  action: "sessions_compared.export",
  async file({ ctx, query }) {
    const compared = await comparison(ctx.scope, query.ids, ctx.now);
    return {
      name: "sessions-compared",
      columns: comparisonColumns(compared, labelsOf(comparedMetrics, languageIn("en"))),
      batches: [comparedMetrics],
    };
  },
});
