import { z } from "zod";
import { signOutEverywhere } from "@/lib/domain/people/mutations";
import { exampleUser } from "@/lib/domain/people/users/fixtures";
import { reachUser } from "@/lib/domain/people/users/queries";
import { userParams } from "@/lib/domain/people/users/schema";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Sign a person out everywhere: their sessions, access tokens, API tokens and open streams end at once",
  auth: "admin",
  tokenScope: "none",
  params: userParams,
  answer: z.null(),
  status: 204,
  example: { params: { userId: exampleUser.id }, answer: null },
  async handler({ ctx, params }) {
    await signOutEverywhere(ctx, await reachUser(ctx.scope, params.userId));
    return null;
  },
});
