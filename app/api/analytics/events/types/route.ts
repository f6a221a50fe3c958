import { createEventType } from "@/lib/domain/learning/event-types/mutations";
import { eventTypeList } from "@/lib/domain/learning/event-types/queries";
import {
  eventTypeAnswer,
  eventTypesAnswer,
  eventTypesQuery,
  exampleEventType,
  newEventType,
} from "@/lib/domain/learning/event-types/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The types of learning events that your school has defined, by title",
  auth: "admin",
  query: eventTypesQuery,
  answer: eventTypesAnswer,
  example: { query: { limit: 100 }, answer: { items: [exampleEventType], total: 1 } },
  handler: ({ ctx, query }) => eventTypeList(ctx.scope, query),
});

export const POST = route({
  summary: "Define a type of learning events with its properties",
  auth: "admin",
  body: newEventType,
  answer: eventTypeAnswer,
  example: {
    body: {
      name: "x_lab_visit",
      title: "Visit to the laboratory",
      properties: [
        { name: "room", type: "text", required: true },
        { name: "minutes", type: "number" },
      ],
    },
    answer: { success: true, type: exampleEventType },
  },
  async handler({ ctx, body }) {
    return { success: true as const, type: await createEventType(ctx, body) };
  },
});
