import { beginDeletion } from "@/lib/domain/videos/mutations/test-data";
import { countTestData } from "@/lib/domain/videos/queries/test-data";
import { testDataAnswer, testDataDeletion, testDataQuery } from "@/lib/domain/videos/test-data";
import { begunWork } from "@/lib/domain/work/schema";
import { route } from "@/lib/http/route";

const filter = { from: "2026-11-01", to: "2026-11-02", which: "preview" as const };

export const GET = route({
  summary: "How many views a deletion of test data would delete",
  auth: "admin",
  query: testDataQuery,
  answer: testDataAnswer,
  example: { query: filter, answer: { views: 31, videos: 2 } },
  handler: ({ ctx, query }) => countTestData(ctx.scope, query),
});

export const POST = route({
  summary: "Delete views as test data, in the background; `views` is the number that GET answered",
  auth: "admin",
  body: testDataDeletion,
  answer: begunWork,
  status: 201,
  example: {
    body: { from: "2026-11-01", to: "2026-11-02", views: 1 },
    answer: { id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10" },
  },
  handler: ({ ctx, body }) => beginDeletion(ctx, body),
});
