import { largerBodies } from "@/app/api/larger-bodies";
import {
  exampleRoster,
  exampleRosterAnswer,
  exampleRosterImport,
} from "@/lib/domain/people/imports/fixtures";
import { rosterImportList } from "@/lib/domain/people/imports/queries";
import {
  rosterAnswer,
  rosterBody,
  rosterImportsAnswer,
  rosterImportsQuery,
  rosterQuery,
} from "@/lib/domain/people/imports/schema";
import { importRoster } from "@/lib/flows/roster/import-roster";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The rosters imported into your school, latest first",
  auth: "admin",
  query: rosterImportsQuery,
  answer: rosterImportsAnswer,
  example: { query: { limit: 25 }, answer: { success: true, items: [exampleRosterImport], total: 1 } },
  async handler({ ctx: { scope }, query }) {
    return { success: true as const, ...(await rosterImportList(scope, query)) };
  },
});

export const POST = route({
  summary:
    "Preview a CSV of people or enrollments, or a OneRoster 1.2 zip; with commit=true import its right rows in the background",
  auth: "admin",
  query: rosterQuery,
  body: rosterBody,
  bodyAs: "file",
  bodyBytes: largerBodies["/api/admin/roster/imports"],
  answer: rosterAnswer,
  example: {
    query: { commit: "false" },
    body: { file: new TextEncoder().encode(exampleRoster), file_name: null, fields: {} },
    answer: exampleRosterAnswer,
  },
  handler: ({ ctx, query, body, language }) =>
    importRoster(
      ctx,
      { bytes: body.file, name: body.file_name ?? query.file_name ?? null },
      { ...query, ...body.fields },
      language,
    ),
});
