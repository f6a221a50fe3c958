import { workOf } from "@/lib/domain/work/queries";
import { work, workParams } from "@/lib/domain/work/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One piece of work in the background, with its progress",
  auth: "staff",
  params: workParams,
  answer: work,
  example: {
    params: { workId: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10" },
    answer: {
      id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10",
      school_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b01",
      kind: "rebuild_rollups",
      title: "Recount of all numbers",
      state: "done",
      done: 480,
      total: 480,
      unit: "videos",
      error: null,
      user_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02",
      created_by: "Ana Costa",
      created_at: "2026-11-20T09:31:00.000Z",
      begins_at: null,
      started_at: "2026-11-20T09:31:01.000Z",
      ended_at: "2026-11-20T09:31:44.000Z",
      cancel_requested_at: null,
    },
  },
  handler: ({ ctx, params, language }) => workOf(ctx.scope, params.workId, language),
});
