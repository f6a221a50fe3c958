import { z } from "zod";
import { cancelWork } from "@/lib/domain/work/mutations";
import { workParams } from "@/lib/domain/work/schema";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Cancel work in the background: it ends at its next step",
  auth: "staff",
  params: workParams,
  answer: z.null(),
  status: 204,
  example: { params: { workId: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10" }, answer: null },
  handler: async ({ ctx, params }) => {
    await cancelWork(ctx, params.workId);
    return null;
  },
});
