import { exampleImportAnswer, exampleRosterImport } from "@/lib/domain/people/imports/fixtures";
import { rosterImport } from "@/lib/domain/people/imports/queries";
import { rosterImportAnswer, rosterImportParams } from "@/lib/domain/people/imports/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "An imported roster: what it changed, and the rows that it left out",
  auth: "admin",
  params: rosterImportParams,
  answer: rosterImportAnswer,
  example: { params: { importId: exampleRosterImport.id }, answer: exampleImportAnswer },
  async handler({ ctx: { scope }, params }) {
    return { success: true as const, ...(await rosterImport(scope, params.importId)) };
  },
});
