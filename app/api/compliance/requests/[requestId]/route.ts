import { exampleRequest } from "@/lib/domain/compliance/fixtures";
import { changeRequest } from "@/lib/domain/compliance/mutations";
import { privacyRequest, requestChange, requestParams } from "@/lib/domain/compliance/schema";
import { route } from "@/lib/http/route";

export const PATCH = route({
  summary: "Close a request for personal data as answered or refused, or open it again",
  auth: "admin",
  params: requestParams,
  body: requestChange,
  answer: privacyRequest,
  example: {
    params: { requestId: exampleRequest.id },
    body: { state: "answered" },
    answer: { ...exampleRequest, state: "answered", closed_on: "2026-11-20", days_left: null },
  },
  handler: ({ ctx, params: { requestId }, body }) => changeRequest(ctx, requestId, body.state),
});
