import { siteAddress } from "@/lib/auth/site";
import { inviteAnswer, inviteInput } from "@/lib/domain/people/links/schema";
import { invitePeople } from "@/lib/flows/account-links/account-links";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Invite addresses, by mail where it is set up, else by links to copy; what is no address or has an account is skipped and named",
  auth: "admin",
  tokenScope: "none",
  body: inviteInput,
  answer: inviteAnswer,
  status: 201,
  example: {
    body: {
      emails: ["ines.lobo@harbour.example", "tiago.bento@harbour"],
      role: "student",
      expires_in_days: 7,
      course_id: "statistics-for-everyone",
    },
    answer: {
      invited: [
        {
          id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a04",
          email: "ines.lobo@harbour.example",
          sent: true,
          url: null,
          expires_at: "2026-11-27T09:31:00.000Z",
        },
      ],
      skipped: [{ email: "tiago.bento@", reason: "invalid" }],
    },
  },
  handler: async ({ ctx, body, request }) => invitePeople(ctx, body, await siteAddress(request.headers)),
});
