import { exampleKept } from "@/lib/domain/compliance/fixtures";
import { complianceEvidence } from "@/lib/domain/compliance/queries/evidence";
import { complianceAnswer, statusQuery } from "@/lib/domain/compliance/schema";
import { complianceOf } from "@/lib/domain/compliance/status";
import { schoolFor } from "@/lib/domain/courses/queries";
import { exampleSchool } from "@/lib/domain/schools/fixtures";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "Technical evidence for the rules of GDPR, CCPA, HIPAA and FERPA in your school, and what needs attention",
  auth: "admin",
  query: statusQuery,
  answer: complianceAnswer,
  example: {
    query: { school_id: exampleSchool.id },
    answer: {
      success: true,
      at: "2026-11-20T14:30:05.000Z",
      school_id: exampleSchool.id,
      regulations: [
        {
          regulation: "ccpa",
          status: "failing",
          items: [
            { item: "privacy_notice", status: "ok", evidence: { is_set: true } },
            {
              item: "retention",
              status: "ok",
              evidence: {
                kinds: [exampleKept],
                system_metrics: { days: 30, oldest_at: "2026-10-21T14:30:00.000Z" },
                bus_history: { days: 7 },
              },
            },
            {
              item: "subject_requests",
              status: "failing",
              evidence: {
                ...{ open: 3, overdue: 1, due_soon: 1, next_due_on: "2026-11-16" },
                ...{ closed: 14, longest_days: 21 },
              },
            },
            { item: "processors", status: "ok", evidence: { configured: [], confirmed_on: null } },
          ],
        },
      ],
    },
  },
  async handler({ ctx: { scope, now }, query }) {
    const school_id = await schoolFor(scope, query.school_id);
    const regulations = complianceOf(await complianceEvidence(school_id, now), now);
    return { success: true as const, at: now.toISOString(), school_id, regulations };
  },
});
