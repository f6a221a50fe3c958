import { exampleKept } from "@/lib/domain/compliance/fixtures";
import { changeRetention } from "@/lib/domain/compliance/retention/mutations";
import { retentionOf } from "@/lib/domain/compliance/retention/queries";
import { retentionAnswer, retentionInput, retentionSettings } from "@/lib/domain/compliance/retention/schema";
import { statusQuery } from "@/lib/domain/compliance/schema";
import { schoolFor } from "@/lib/domain/courses/queries";
import { exampleSchool } from "@/lib/domain/schools/fixtures";
import { route } from "@/lib/http/route";

const settings = { learning_events: 13, chat: 12, practice: 24, feedback: 24, revision: 4 };

export const GET = route({
  summary:
    "After how many months each kind of your school's facts is deleted, what is stored of it, and what the nights have deleted",
  auth: "admin",
  query: statusQuery,
  answer: retentionAnswer,
  example: { query: { school_id: exampleSchool.id }, answer: { settings, kept: [exampleKept] } },
  handler: async ({ ctx: { scope, now }, query }) =>
    retentionOf(await schoolFor(scope, query.school_id), now),
});

export const PATCH = route({
  summary: "Change after how many months each kind of your school's facts is deleted, from the next night on",
  auth: "admin",
  tokenScope: "none",
  body: retentionInput,
  answer: retentionSettings,
  example: { body: { chat: 6 }, answer: { ...settings, chat: 6, revision: 5 } },
  handler: async ({ ctx, body: { school_id, ...change } }) =>
    changeRetention(ctx, await schoolFor(ctx.scope, school_id), change),
});
