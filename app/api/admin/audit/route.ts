import { ownSchool } from "@/lib/auth/school";
import { auditPage } from "@/lib/domain/audit/queries";
import { auditAnswer, auditQuery } from "@/lib/domain/audit/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Who changed what, when and from where: the newest first, the next page by `before`",
  auth: "admin",
  query: auditQuery,
  answer: auditAnswer,
  example: {
    query: { action: "user.update", from: "2026-11-01" },
    answer: {
      items: [
        {
          id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b30",
          at: "2026-11-20T09:31:00.000Z",
          school_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b01",
          actor_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b02",
          actor: "Inês Carvalho",
          action: "user.update",
          target_type: "user",
          target_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02",
          target: "Rui Lopes",
          changes: [{ field: "role", before: "student", after: "instructor" }],
          address: "192.0.2.14",
          request_id: "5d0f6c1e",
        },
      ],
      next: null,
    },
  },
  handler: async ({ ctx: { scope }, query }) => auditPage(scope, query, (await ownSchool(scope)).time_zone),
});
