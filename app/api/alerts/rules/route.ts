import { changeAlertRules } from "@/lib/domain/alerts/mutations";
import { alertRulesOf } from "@/lib/domain/alerts/queries";
import { alertRulesAnswer, alertRulesInput } from "@/lib/domain/alerts/schema";
import { route } from "@/lib/http/route";

const rules = [
  { kind: "low_attendance" as const, is_on: true, threshold: 50 },
  { kind: "best_session" as const, is_on: true, threshold: null },
];

export const GET = route({
  summary: "What your school, or the installation that you run, is alerted about",
  auth: "admin",
  answer: alertRulesAnswer,
  example: { answer: { rules } },
  handler: async ({ ctx }) => ({ rules: await alertRulesOf(ctx.scope) }),
});

export const PATCH = route({
  summary:
    "Change rules, by kind: on or off, and the threshold (null is the default). What happened before a change raises nothing",
  auth: "admin",
  body: alertRulesInput,
  answer: alertRulesAnswer,
  example: {
    body: { rules: { low_attendance: { threshold: 60 } } },
    answer: { rules: [{ kind: "low_attendance", is_on: true, threshold: 60 }] },
  },
  handler: async ({ ctx, body }) => ({ rules: await changeAlertRules(ctx, body) }),
});
