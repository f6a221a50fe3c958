import { siteAddress } from "@/lib/auth/site";
import { openInvitations } from "@/lib/domain/people/links/queries";
import {
  madeOpenInvitation,
  newOpenInvitation,
  openInvitationsAnswer,
} from "@/lib/domain/people/links/schema";
import { openInvitation } from "@/lib/flows/account-links/account-links";
import { route } from "@/lib/http/route";

const id = "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b31";
const expires_at = "2026-11-27T09:31:00.000Z";

export const GET = route({
  summary: "List the links by which students join that still work, without the links themselves",
  auth: "admin",
  answer: openInvitationsAnswer,
  example: {
    answer: {
      items: [
        {
          id,
          domain: "harbour.example",
          course_title: "Data and decisions",
          uses: 12,
          uses_max: 40,
          expires_at,
        },
      ],
    },
  },
  handler: async ({ ctx: { scope } }) => ({ items: await openInvitations(scope) }),
});

export const POST = route({
  summary: "Make a link by which students with an address of one mail domain join; it is only in this answer",
  auth: "admin",
  tokenScope: "none",
  body: newOpenInvitation,
  answer: madeOpenInvitation,
  status: 201,
  example: {
    body: {
      domain: "harbour.example",
      uses_max: 40,
      expires_in_days: 7,
      course_id: "statistics-for-everyone",
    },
    answer: {
      id,
      url: "https://lectern.example.org/link/k3Jx9QmVbT0uWc7Ydq2sRfhNzLpA1eGi8oXr5vKtB4E",
      expires_at,
    },
  },
  handler: async ({ ctx, body, request }) => openInvitation(ctx, body, await siteAddress(request.headers)),
});
