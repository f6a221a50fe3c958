import { exampleSecret, exampleWebhook } from "@/lib/domain/alerts/webhooks/fixtures";
import { createWebhook } from "@/lib/domain/alerts/webhooks/mutations";
import { webhookList } from "@/lib/domain/alerts/webhooks/queries";
import { createdWebhook, newWebhook, webhooksAnswer } from "@/lib/domain/alerts/webhooks/schema";
import { route } from "@/lib/http/route";

const { name, kind, alert_kinds, with_names } = exampleWebhook;
const given = { name, kind, alert_kinds, with_names };

export const GET = route({
  summary: "Where the alerts of your school, or of the installation that you run, are posted",
  auth: "admin",
  answer: webhooksAnswer,
  example: { answer: { items: [exampleWebhook], total: 1 } },
  handler: async ({ ctx }) => {
    const items = await webhookList(ctx.scope);
    return { items, total: items.length };
  },
});

export const POST = route({
  summary:
    "Add a webhook: signed JSON (Standard Webhooks), Slack or Discord. The secret of the signature is answered this once",
  auth: "admin",
  // A webhook outlives the token: who has a stolen one would be told of learners after it is revoked.
  tokenScope: "none",
  body: newWebhook,
  answer: createdWebhook,
  status: 201,
  example: {
    body: { ...given, address: "https://hooks.harbour.example/lectern/alert" },
    answer: { webhook: exampleWebhook, secret: exampleSecret },
  },
  otherBodies: {
    discord: { ...given, kind: "discord", address: "https://discord.com/api/webhooks/1/x" },
    slack: { ...given, kind: "slack", address: "https://hooks.slack.com/services/T0/B0/x" },
  },
  handler: ({ ctx, body }) => createWebhook(ctx, body),
});
