import { exampleOldWebhook, exampleWebhook } from "@/lib/domain/alerts/webhooks/fixtures";
import { changeWebhook, deleteWebhook } from "@/lib/domain/alerts/webhooks/mutations";
import { changedWebhook, savedWebhook, webhookParams, webhookRow } from "@/lib/domain/alerts/webhooks/schema";
import { route } from "@/lib/http/route";

export const PATCH = route({
  summary: "Change a webhook, or switch it off or on; what waits for one that is off is not sent",
  auth: "admin",
  tokenScope: "none",
  params: webhookParams,
  body: changedWebhook,
  answer: webhookRow,
  example: {
    params: { webhookId: exampleWebhook.id },
    body: { is_on: false },
    answer: { ...exampleWebhook, is_on: false },
  },
  handler: ({ ctx, params, body }) => changeWebhook(ctx, params.webhookId, body),
});

export const DELETE = route({
  summary: "Delete a webhook with the list of what was posted to it",
  auth: "admin",
  tokenScope: "none",
  params: webhookParams,
  answer: savedWebhook,
  example: { params: { webhookId: exampleOldWebhook }, answer: { id: exampleOldWebhook } },
  handler: ({ ctx, params }) => deleteWebhook(ctx, params.webhookId),
});
