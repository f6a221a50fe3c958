import { practiceColumns, wholeHistory } from "@/lib/domain/practice/queries";
import { exportQuery } from "@/lib/domain/practice/schema";
import { csvRoute } from "@/lib/http/csv";

export const GET = csvRoute({
  summary: "All of your own practice sessions as CSV, or as a JSON array with their metadata",
  auth: "signed_in",
  query: exportQuery,
  example: {
    query: { format: "csv" },
    answer:
      "Session id,Saved at,Type\r\n0192f3a4-6b10-7c42-9d00-4e7a2b1c9f01,2026-11-19T18:35:00.000+00:00,conversation\r\n",
  },
  action: "practice.export",
  file: ({ ctx: { scope }, query }) => ({
    name: "practice",
    columns: practiceColumns,
    batches: wholeHistory(scope),
    json: query.format === "json",
  }),
});
