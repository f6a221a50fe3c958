import { ownSchool } from "@/lib/auth/school";
import { valueText } from "@/lib/domain/audit/changes";
import { auditInBatches } from "@/lib/domain/audit/queries";
import { type AuditEntry, auditExportQuery } from "@/lib/domain/audit/schema";
import { csvRoute } from "@/lib/http/csv";
import { type CsvColumn, csvInstant } from "@/lib/platform/csv";

const columnsIn = (timeZone: string): CsvColumn<AuditEntry>[] => [
  { header: "At", value: (row) => csvInstant(row.at, timeZone) },
  { header: "Who", value: (row) => row.actor },
  { header: "Who (id)", value: (row) => row.actor_id },
  { header: "Action", value: (row) => row.action },
  { header: "Of", value: (row) => row.target_type },
  { header: "Name", value: (row) => row.target },
  { header: "Id", value: (row) => row.target_id },
  {
    header: "Changes",
    value: ({ changes }) =>
      changes
        .map(({ field, before, after }) =>
          before === null
            ? `${field}: ${valueText(after)}`
            : `${field}: ${valueText(before)} → ${valueText(after)}`,
        )
        .join("\n"),
  },
  { header: "From address", value: (row) => row.address },
  { header: "Request", value: (row) => row.request_id },
];

export const GET = csvRoute({
  summary: "The audit log as CSV: all entries that match",
  auth: "admin",
  query: auditExportQuery,
  example: {
    query: { action: "user.update" },
    answer:
      "At,Who,Who (id),Action,Of,Name,Id,Changes,From address,Request\r\n2026-11-20T09:31:00.000+00:00,Inês Carvalho,,user.update,user,Rui Lopes,,role: student → instructor,192.0.2.14,5d0f6c1e\r\n",
  },
  action: "audit.export",
  file: async ({ ctx: { scope }, query }) => ({
    name: "audit-log",
    columns: columnsIn,
    batches: auditInBatches(scope, query, (await ownSchool(scope)).time_zone),
  }),
});
