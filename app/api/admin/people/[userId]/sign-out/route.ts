import { z } from "zod";
import { signOutEverywhere } from "@/lib/domain/people/mutations";
import { personParams } from "@/lib/domain/people/schema";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Sign a person out everywhere: their sessions, access tokens, API tokens and open streams end at once",
  auth: "admin",
  tokenScope: "none",
  params: personParams,
  answer: z.null(),
  status: 204,
  example: { params: { userId: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02" }, answer: null },
  async handler({ ctx, params }) {
    await signOutEverywhere(ctx, params.userId);
    return null;
  },
});
