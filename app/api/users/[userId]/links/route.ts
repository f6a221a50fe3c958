import { siteAddress } from "@/lib/auth/site";
import { newLinkAnswer, newLinkInput } from "@/lib/domain/people/links/schema";
import { exampleUser } from "@/lib/domain/people/users/fixtures";
import { reachUser } from "@/lib/domain/people/users/queries";
import { userParams } from "@/lib/domain/people/users/schema";
import { linkFor } from "@/lib/flows/account-links/account-links";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Make a link with which a person takes their account or sets another password, once; by mail, or to copy",
  auth: "admin",
  tokenScope: "none",
  params: userParams,
  body: newLinkInput,
  answer: newLinkAnswer,
  status: 201,
  example: {
    params: { userId: exampleUser.id },
    body: { purpose: "password" },
    answer: {
      sent: false,
      url: "https://lectern.example.org/link/k3Jx9QmVbT0uWc7Ydq2sRfhNzLpA1eGi8oXr5vKtB4E",
      expires_at: "2026-11-21T09:31:00.000Z",
    },
  },
  handler: async ({ ctx, params, body, request }) =>
    linkFor(ctx, await reachUser(ctx.scope, params.userId), body, await siteAddress(request.headers)),
});
