import { exampleRequest } from "@/lib/domain/compliance/fixtures";
import { addRequest } from "@/lib/domain/compliance/mutations";
import { requestsOf } from "@/lib/domain/compliance/queries/requests";
import { newRequest, privacyRequest, requestsAnswer, statusQuery } from "@/lib/domain/compliance/schema";
import { schoolFor } from "@/lib/domain/courses/queries";
import { exampleSchool } from "@/lib/domain/schools/fixtures";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Requests for personal data, each with the days that are left to answer it",
  auth: "admin",
  query: statusQuery,
  answer: requestsAnswer,
  example: { query: { school_id: exampleSchool.id }, answer: { items: [exampleRequest] } },
  handler: async ({ ctx: { scope, now }, query }) => ({
    items: await requestsOf(await schoolFor(scope, query.school_id), now),
  }),
});

export const POST = route({
  summary:
    "Record a request for personal data, its correction or its erasure: its clock begins on the day of receipt",
  auth: "admin",
  body: newRequest,
  answer: privacyRequest,
  status: 201,
  example: {
    body: { kind: "erasure", user_id: exampleRequest.user_id!, law: "gdpr", received_on: "2025-10-16" },
    answer: exampleRequest,
  },
  otherBodies: {
    "somebody without an account": {
      ...{ kind: "access", person_name: "Mariam Haddad", law: "ccpa", received_on: "2025-10-27" },
    },
  },
  handler: async ({ ctx, body }) => addRequest(ctx, await schoolFor(ctx.scope, body.school_id), body),
});
