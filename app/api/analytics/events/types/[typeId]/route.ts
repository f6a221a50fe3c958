import { changeEventType } from "@/lib/domain/learning/event-types/mutations";
import { eventTypeById } from "@/lib/domain/learning/event-types/queries";
import {
  changedEventType,
  eventTypeAnswer,
  eventTypeParams,
  exampleEventType,
} from "@/lib/domain/learning/event-types/schema";
import { route } from "@/lib/http/route";

const params = { typeId: exampleEventType.id };
const answer = { success: true as const, type: exampleEventType };

export const GET = route({
  summary: "One type of learning events that your school has defined",
  auth: "admin",
  params: eventTypeParams,
  answer: eventTypeAnswer,
  example: { params, answer },
  async handler({ ctx, params }) {
    return { success: true as const, type: await eventTypeById(ctx.scope, params.typeId) };
  },
});

export const PATCH = route({
  summary: "Change a type's title or properties, archive or restore it; stored events stay as they are",
  auth: "admin",
  params: eventTypeParams,
  body: changedEventType,
  answer: eventTypeAnswer,
  example: { params, body: { title: "Visit to the laboratory" }, answer },
  async handler({ ctx, params, body }) {
    return { success: true as const, type: await changeEventType(ctx, params.typeId, body) };
  },
});
