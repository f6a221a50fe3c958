import { createApiToken } from "@/lib/domain/people/mutations";
import { apiTokensOf } from "@/lib/domain/people/queries";
import { apiTokensAnswer, createdApiToken, newApiToken, personTokensQuery } from "@/lib/domain/people/schema";
import { route } from "@/lib/http/route";

const row = {
  id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10",
  name: "Nightly export",
  scopes: ["read" as const],
  prefix: "lct_k3Jx9Q",
  created_at: "2026-11-20T09:31:00.000Z",
  expires_at: "2027-02-18T09:31:00.000Z",
  revoked_at: null,
  last_used_at: null,
};

export const GET = route({
  summary: "List your own API tokens, or for an admin a colleague's, including revoked and expired ones",
  auth: "teaching",
  tokenScope: "none",
  query: personTokensQuery,
  answer: apiTokensAnswer,
  example: { query: { limit: 50 }, answer: { items: [row], total: 1 } },
  handler: ({ ctx: { scope }, query: { user_id, ...query } }) => apiTokensOf(scope, query, user_id),
});

export const POST = route({
  summary: "Create an API token; its text is only in this answer",
  auth: "teaching",
  // A token that could create tokens could escape its own scopes and expiry.
  tokenScope: "none",
  body: newApiToken,
  answer: createdApiToken,
  status: 201,
  example: {
    body: { name: "Nightly export", scopes: ["read"], expires_in_days: 90 },
    answer: { ...row, token: "lct_k3Jx9QmVbT0uWc7Ydq2sRfhNzLpA1eGi8oXr5vKtB4E" },
  },
  handler: ({ ctx, body }) => createApiToken(ctx, body),
});
