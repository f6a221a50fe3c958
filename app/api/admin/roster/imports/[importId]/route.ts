import { exampleImportAnswer, exampleRosterImport } from "@/lib/domain/people/imports/fixtures";
import { rosterImport } from "@/lib/domain/people/imports/queries";
import {
  rosterImportAnswer,
  rosterImportParams,
  rosterUndoneAnswer,
} from "@/lib/domain/people/imports/schema";
import { undoRosterImport } from "@/lib/flows/roster/undo-roster";
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

export const DELETE = route({
  summary:
    "Undo an import of the last 30 days: what it added is removed unless it is used, what it changed is restored",
  auth: "admin",
  params: rosterImportParams,
  answer: rosterUndoneAnswer,
  example: {
    params: { importId: exampleRosterImport.id },
    answer: {
      success: true,
      import_id: exampleRosterImport.id,
      stay: { results: 0, assessments: 0, people: 0, courses: 0, classes: 0, terms: 0 },
    },
  },
  async handler({ ctx, params }) {
    return { success: true as const, ...(await undoRosterImport(ctx, params.importId)) };
  },
});
