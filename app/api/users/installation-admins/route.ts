import { siteAddress } from "@/lib/auth/site";
import { invitedPerson, newInstallationAdmin } from "@/lib/domain/people/links/schema";
import { inviteToInstallation } from "@/lib/flows/account-links/account-links";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Invite an admin of the installation, who has all schools; the first one is invited by the admin of its only school",
  auth: "admin",
  tokenScope: "none",
  body: newInstallationAdmin,
  answer: invitedPerson,
  status: 201,
  example: {
    body: { email: "operations@harbour.example", expires_in_days: 7 },
    answer: {
      id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a04",
      email: "operations@harbour.example",
      sent: true,
      url: null,
      expires_at: "2026-11-27T09:31:00.000Z",
    },
  },
  handler: async ({ ctx, body, request }) =>
    inviteToInstallation(ctx, body, await siteAddress(request.headers)),
});
