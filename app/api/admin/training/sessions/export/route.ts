import { sessionColumns } from "@/lib/domain/sessions/export";
import { sessionListQuery } from "@/lib/domain/sessions/filters";
import { sessionsInBatches } from "@/lib/domain/sessions/queries/list";
import { csvRoute } from "@/lib/http/csv";

export const GET = csvRoute({
  summary: "The sessions that you can see as CSV: all rows that match the filters",
  auth: "staff",
  query: sessionListQuery,
  example: { query: { status: "ended" }, answer: "Session,Session id\r\nResiduals,0192f3a4\r\n" },
  action: "sessions.export",
  file: ({ ctx, query }) => ({
    name: "sessions",
    columns: sessionColumns,
    batches: sessionsInBatches(ctx.scope, query, ctx.now),
  }),
});
