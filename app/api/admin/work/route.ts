import { beginRebuild } from "@/lib/domain/work/mutations";
import { workList } from "@/lib/domain/work/queries";
import { begunWork, newWork, workAnswer, workQuery } from "@/lib/domain/work/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Work in the background: what you began, or for an admin that of the school",
  auth: "staff",
  query: workQuery,
  answer: workAnswer,
  example: {
    query: { state: "running" },
    answer: {
      items: [
        {
          id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10",
          school_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b01",
          kind: "rebuild_rollups",
          title: "Recount of all numbers",
          state: "running",
          done: 120,
          total: 480,
          unit: "videos",
          error: null,
          user_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02",
          created_by: "Ana Costa",
          created_at: "2026-11-20T09:31:00.000Z",
          begins_at: null,
          started_at: "2026-11-20T09:31:01.000Z",
          ended_at: null,
          cancel_requested_at: null,
        },
      ],
      total: 1,
    },
  },
  handler: ({ ctx, query, language }) => workList(ctx.scope, query, language),
});

export const POST = route({
  summary: "Begin a recount of every number from its facts, in the background, now or at night",
  auth: "admin",
  body: newWork,
  answer: begunWork,
  status: 201,
  example: {
    body: { kind: "rebuild_rollups", at_night: true },
    answer: { id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10" },
  },
  handler: ({ ctx, body }) => beginRebuild(ctx, body),
});
