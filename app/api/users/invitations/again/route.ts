import { siteAddress } from "@/lib/auth/site";
import { inviteAgainAnswer, inviteAgainInput } from "@/lib/domain/people/links/schema";
import { inviteAgain } from "@/lib/flows/account-links/account-links";
import { route } from "@/lib/http/route";

const invited = "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a04";
const taken = "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02";

export const POST = route({
  summary:
    "Invite people again who have not taken their account, by mail or by links to copy; their earlier links end",
  auth: "admin",
  tokenScope: "none",
  body: inviteAgainInput,
  answer: inviteAgainAnswer,
  example: {
    body: { ids: [invited, taken] },
    answer: {
      invited: [
        {
          id: invited,
          email: "ines.lobo@harbour.example",
          sent: true,
          url: null,
          expires_at: "2026-11-27T09:31:00.000Z",
        },
      ],
      refused: [
        {
          id: taken,
          name: "Tiago Bento",
          message: "This person has accepted already. Send them a link to set a new password instead.",
        },
      ],
    },
  },
  handler: async ({ ctx, body, language, request }) =>
    inviteAgain(ctx, body.ids, await siteAddress(request.headers), language),
});
