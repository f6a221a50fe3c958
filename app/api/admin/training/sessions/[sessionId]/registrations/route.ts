import { largerBodies } from "@/app/api/larger-bodies";
import { sessionParams } from "@/lib/domain/sessions/filters";
import { registerBody } from "@/lib/domain/sessions/forms";
import { registerPeople } from "@/lib/domain/sessions/mutations/registrations";
import { registeredAnswer } from "@/lib/domain/sessions/schema";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Register people for a session, up to 2,000 at once; people who are already registered stay registered",
  auth: "staff",
  params: sessionParams,
  body: registerBody,
  bodyBytes: largerBodies["/api/admin/training/sessions/{sessionId}/registrations"],
  answer: registeredAnswer,
  status: 201,
  example: {
    params: { sessionId: "statistics-week-7" },
    body: {
      people: [
        { email: "ines.carvalho@harbour.example" },
        { name: "Afonso Teixeira", email: "afonso.teixeira@harbour.example", rsvp: "yes" },
      ],
    },
    answer: { success: true, id: "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e77", registered: 2, unchanged: 0 },
  },
  async handler({ ctx, params, body }) {
    return { success: true as const, ...(await registerPeople(ctx, params.sessionId, body)) };
  },
});
