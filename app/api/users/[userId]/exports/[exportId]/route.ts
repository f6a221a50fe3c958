import { z } from "zod";
import { exampleExport } from "@/lib/domain/privacy/fixtures";
import { auditDownload } from "@/lib/domain/privacy/mutations";
import { exportBytes, exportOf } from "@/lib/domain/privacy/queries";
import { exportParams } from "@/lib/domain/privacy/schema";
import { route } from "@/lib/http/route";
import { AppError } from "@/lib/platform/errors";

export const GET = route({
  summary: "Download a file of a person's data, until its link ends",
  auth: "signed_in",
  tokenScope: "none",
  params: exportParams,
  answer: z.string(),
  answerType: "application/zip",
  example: { params: { userId: exampleExport.user_id, exportId: exampleExport.id }, answer: "" },
  async handler({ ctx, params: { userId, exportId } }) {
    const { state, user_id, bytes } = await exportOf(ctx.scope, userId, exportId, ctx.now);
    if (state !== "ready") throw new AppError("conflict", `errors.privacy.export_${state}`);
    await auditDownload(ctx, user_id, exportId);
    const parts = exportBytes(exportId);
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { value, done } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await parts.return(undefined);
      },
    });
    return new Response(body, {
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="lectern-data-${exportId}.zip"`,
        "content-length": String(bytes),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  },
});
