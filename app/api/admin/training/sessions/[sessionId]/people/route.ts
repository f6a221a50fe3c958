import { z } from "zod";
import { peopleFor } from "@/lib/domain/people/queries";
import { sessionParams } from "@/lib/domain/sessions/filters";
import { findInSession } from "@/lib/domain/sessions/queries/registrations";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { storableText } from "@/lib/http/contract";
import { route } from "@/lib/http/route";

/** How many of each kind; a longer search narrows them. */
const foundMax = 8;

export const GET = route({
  summary:
    "Search for the person to match an attendee to: people of the school and other attendees of the session",
  auth: "staff",
  params: sessionParams,
  query: z.object({ q: storableText(200).trim().min(1) }),
  answer: z.object({
    items: z.array(
      z.object({
        /** Null: not a user of the school. */
        user_id: z.string().nullable(),
        /** Null: not in the session yet. */
        attendee_id: z.string().nullable(),
        name: z.string(),
        email: z.string().nullable(),
      }),
    ),
    total: z.number().int(),
  }),
  example: {
    params: { sessionId: "statistics-week-7" },
    query: { q: "carvalho" },
    answer: {
      items: [
        {
          user_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a01",
          attendee_id: null,
          name: "Inês Carvalho",
          email: "ines.carvalho@harbour.example",
        },
      ],
      total: 1,
    },
  },
  async handler({ ctx: { scope }, params, query }) {
    const session = await reachSession(scope, params.sessionId);
    const [people, present] = await Promise.all([
      peopleFor(scope, session.school_id, query.q, foundMax),
      findInSession(session.id, query.q, foundMax),
    ]);
    const attendeeOf = new Map(present.map((one) => [one.user_id, one.id]));
    const users = new Set(people.map((one) => one.id));
    const items = [
      ...people.map(({ id, name, email }) => ({
        user_id: id,
        attendee_id: attendeeOf.get(id) ?? null,
        name,
        email,
      })),
      ...present
        .filter((one) => one.user_id === null || !users.has(one.user_id))
        .map(({ id, name, email, user_id: userId }) => ({ user_id: userId, attendee_id: id, name, email })),
    ];
    return { items, total: items.length };
  },
});
