import { exampleImportRow } from "@/lib/domain/sessions/imports/fixtures";
import { importParams, undoneAnswer } from "@/lib/domain/sessions/imports/schema";
import { undoImport } from "@/lib/domain/sessions/imports/undo";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Undo an import: what it added is removed, what it changed is restored",
  auth: "teaching",
  params: importParams,
  answer: undoneAnswer,
  example: {
    params: { importId: exampleImportRow.id },
    answer: {
      success: true,
      import_id: exampleImportRow.id,
      session_id: exampleImportRow.session_id,
      session_removed: false,
    },
  },
  async handler({ ctx, params }) {
    return { success: true as const, ...(await undoImport(ctx, params.importId)) };
  },
});
