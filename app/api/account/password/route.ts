import { z } from "zod";
import { changePassword } from "@/lib/domain/people/mutations";
import { changePasswordInput } from "@/lib/domain/people/schema";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Change your password; all of your sessions and tokens end, and every browser must sign in again",
  auth: "signed_in",
  tokenScope: "none",
  body: changePasswordInput,
  answer: z.null(),
  status: 204,
  example: {
    body: {
      current_password: "correct horse battery staple",
      new_password: "a longer one, of several words",
    },
    answer: null,
  },
  async handler({ ctx, body }) {
    await changePassword(ctx, body);
    return null;
  },
});
