import { scoreColumns } from "@/lib/domain/sessions/export";
import { sessionParams } from "@/lib/domain/sessions/filters";
import { exampleInfo } from "@/lib/domain/sessions/fixtures";
import { scoreComponents } from "@/lib/domain/sessions/metrics";
import { numbersOf } from "@/lib/domain/sessions/queries/numbers";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { labelsOf } from "@/lib/glossary/glossary";
import { csvRoute } from "@/lib/http/csv";
import { languageIn } from "@/lib/platform/catalogues";

export const GET = csvRoute({
  summary: "The parts of one session's engagement score as CSV",
  auth: "staff",
  params: sessionParams,
  example: {
    params: { sessionId: exampleInfo.session_id },
    answer: "Component,Value (%),Weight,Weight used,Points\r\nAttendance rate,81,0.3,0.3,24.286\r\n",
  },
  action: "session_score.export",
  async file({ ctx, params }) {
    const session = await reachSession(ctx.scope, params.sessionId);
    const numbers = await numbersOf(session, ctx.now);
    return {
      target: { type: "session", ...session },
      name: `session-${session.id}-score`,
      columns: scoreColumns(labelsOf(scoreComponents, languageIn("en"))),
      batches: [numbers.engagement_score_parts],
    };
  },
});
