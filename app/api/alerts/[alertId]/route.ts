import { ownSchool } from "@/lib/auth/school";
import { exampleAlert } from "@/lib/domain/alerts/fixtures";
import { changeAlert } from "@/lib/domain/alerts/mutations";
import { alertOf } from "@/lib/domain/alerts/queries";
import { alert, alertInput, alertParams } from "@/lib/domain/alerts/schema";
import { route } from "@/lib/http/route";

export const PATCH = route({
  summary:
    "Snooze an alert, put it away (`done`), or open it again: for yourself; your colleagues still see it",
  auth: "staff",
  params: alertParams,
  body: alertInput,
  answer: alert,
  example: {
    params: { alertId: exampleAlert.id },
    body: { snooze: "tomorrow" },
    answer: { ...exampleAlert, state: "snoozed", snoozed_until: "2026-11-19T08:00:00.000Z" },
  },
  otherBodies: { done: { done: true }, open_again: { snooze: "none" } },
  handler: async ({ ctx, params, body, language }) => {
    await changeAlert(ctx, params.alertId, body);
    const { time_zone } = await ownSchool(ctx.scope);
    return alertOf(ctx.scope, params.alertId, { now: ctx.now, time_zone, language });
  },
});
