import { z } from "zod";
import { signOutEverywhere } from "@/lib/domain/people/mutations";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Sign out everywhere: all of your sessions, access tokens, API tokens and open streams end at once",
  auth: "signed_in",
  tokenScope: "none",
  answer: z.null(),
  status: 204,
  example: { answer: null },
  async handler({ ctx }) {
    await signOutEverywhere(ctx);
    return null;
  },
});
