import { exampleDelivery, exampleWebhook } from "@/lib/domain/alerts/webhooks/fixtures";
import { deliveriesOf } from "@/lib/domain/alerts/webhooks/queries";
import { deliveriesAnswer, deliveriesQuery, webhookParams } from "@/lib/domain/alerts/webhooks/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "What was posted to a webhook in the last 30 days, the latest first, with what it answered",
  auth: "admin",
  params: webhookParams,
  query: deliveriesQuery,
  answer: deliveriesAnswer,
  example: {
    params: { webhookId: exampleWebhook.id },
    query: { limit: 10 },
    answer: { items: [exampleDelivery], total: 1 },
  },
  handler: ({ ctx, params, query }) => deliveriesOf(ctx.scope, params.webhookId, query),
});
