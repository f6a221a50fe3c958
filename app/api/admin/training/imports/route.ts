import { largerBodies } from "@/app/api/larger-bodies";
import { exampleImport, exampleImportRow, exampleReport } from "@/lib/domain/sessions/imports/fixtures";
import { importList } from "@/lib/domain/sessions/imports/queries";
import {
  importAnswer,
  importBody,
  importQuery,
  importsAnswer,
  importsQuery,
} from "@/lib/domain/sessions/imports/schema";
import { importReport } from "@/lib/flows/imports/import-report";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The attendance reports imported into your sessions, latest first",
  auth: "teaching",
  query: importsQuery,
  answer: importsAnswer,
  example: { query: { limit: 25 }, answer: { success: true, items: [exampleImportRow], total: 1 } },
  async handler({ ctx: { scope }, query }) {
    return { success: true as const, ...(await importList(scope, query)) };
  },
});

export const POST = route({
  summary: "Preview an attendance report; with commit=true import it, completely or not at all",
  auth: "teaching",
  query: importQuery,
  body: importBody,
  bodyAs: "file",
  bodyBytes: largerBodies["/api/admin/training/imports"],
  answer: importAnswer,
  example: {
    query: { commit: "false", zone: "Europe/Lisbon" },
    body: { file: new TextEncoder().encode(exampleReport), file_name: null, fields: {} },
    answer: exampleImport,
  },
  async handler({ ctx, query, body, language }) {
    return await importReport(
      ctx,
      { bytes: body.file, name: body.file_name ?? query.file_name ?? null },
      query,
      body.fields.decisions ?? {},
      language,
    );
  },
});
