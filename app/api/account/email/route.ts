import { z } from "zod";
import { siteAddress } from "@/lib/auth/site";
import { changeEmailInput } from "@/lib/domain/people/links/schema";
import { changeEmail } from "@/lib/flows/account-links/account-links";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Change your address: a link to confirm it goes to the new one, and a notice to the old one",
  auth: "signed_in",
  tokenScope: "none",
  body: changeEmailInput,
  answer: z.null(),
  status: 204,
  example: {
    body: { email: "ines@harbour.example", password: "correct horse battery staple" },
    answer: null,
  },
  async handler({ ctx, body, request }) {
    await changeEmail(ctx, body, await siteAddress(request.headers));
    return null;
  },
});
