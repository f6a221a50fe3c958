import { exampleDelivery, exampleWebhook } from "@/lib/domain/alerts/webhooks/fixtures";
import { testWebhook } from "@/lib/domain/alerts/webhooks/mutations";
import { savedWebhook, webhookParams } from "@/lib/domain/alerts/webhooks/schema";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Post a test to a webhook, once; its deliveries show how it ended",
  auth: "admin",
  tokenScope: "none",
  params: webhookParams,
  answer: savedWebhook,
  status: 201,
  limit: { name: "webhook-test", points: 30, seconds: 600, per: "user", withoutCounts: "allow" },
  example: { params: { webhookId: exampleWebhook.id }, answer: { id: exampleDelivery.id } },
  handler: ({ ctx, params }) => testWebhook(ctx, params.webhookId),
});
