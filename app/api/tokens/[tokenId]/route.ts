import { z } from "zod";
import { revokeApiToken } from "@/lib/domain/people/mutations";
import { apiTokenParams } from "@/lib/domain/people/schema";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Revoke one of your own API tokens, or for an admin a colleague's, at once",
  auth: "teaching",
  tokenScope: "none",
  params: apiTokenParams,
  answer: z.null(),
  status: 204,
  example: { params: { tokenId: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10" }, answer: null },
  handler: async ({ ctx, params }) => {
    await revokeApiToken(ctx, params.tokenId);
    return null;
  },
});
