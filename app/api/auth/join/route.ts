import { z } from "zod";
import { siteAddress } from "@/lib/auth/site";
import { joinInput } from "@/lib/domain/people/links/schema";
import { joinByMail } from "@/lib/flows/account-links/account-links";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Join a school by an open invitation: the link to take the account is sent to your address",
  auth: "public",
  body: joinInput,
  answer: z.null(),
  status: 204,
  example: {
    body: {
      secret: "k3Jx9QmVbT0uWc7Ydq2sRfhNzLpA1eGi8oXr5vKtB4E",
      email: "ines.lobo@harbour.example",
    },
    answer: null,
  },
  async handler({ ctx, body, request }) {
    await joinByMail({ ...ctx, scope: null }, body, await siteAddress(request.headers));
    return null;
  },
});
