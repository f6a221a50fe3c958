import { z } from "zod";
import { revokeOpenInvitation } from "@/lib/domain/people/links/mutations";
import { linkParams } from "@/lib/domain/people/links/schema";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Withdraw a link by which students join",
  auth: "admin",
  tokenScope: "none",
  params: linkParams,
  answer: z.null(),
  status: 204,
  example: { params: { linkId: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b31" }, answer: null },
  async handler({ ctx, params }) {
    await revokeOpenInvitation(ctx, params.linkId);
    return null;
  },
});
