import { z } from "zod";
import { siteAddress } from "@/lib/auth/site";
import { forgottenInput } from "@/lib/domain/people/links/schema";
import { forgotPassword } from "@/lib/flows/account-links/account-links";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Have a link to set another password sent to your address; the answer does not tell who has an account",
  auth: "public",
  body: forgottenInput,
  answer: z.null(),
  status: 204,
  example: { body: { email: "ines.carvalho@harbour.example" }, answer: null },
  async handler({ ctx, body, request }) {
    await forgotPassword({ ...ctx, scope: null }, body.email, await siteAddress(request.headers));
    return null;
  },
});
