import { confirmItem } from "@/lib/domain/compliance/mutations";
import { confirmationAnswer, confirmationBody, confirmationParams } from "@/lib/domain/compliance/schema";
import { schoolFor } from "@/lib/domain/courses/queries";
import { route } from "@/lib/http/route";

export const PUT = route({
  summary: "Confirm what Lectern cannot know, as of a day: after a year it is asked for again",
  auth: "admin",
  tokenScope: "none",
  params: confirmationParams,
  body: confirmationBody,
  answer: confirmationAnswer,
  example: {
    params: { item: "encryption_at_rest" },
    body: { confirmed_on: "2025-11-20" },
    answer: { item: "encryption_at_rest", confirmed_on: "2025-11-20" },
  },
  handler: async ({ ctx, params: { item }, body }) =>
    confirmItem(ctx, await schoolFor(ctx.scope, body.school_id), item, body.confirmed_on),
});
