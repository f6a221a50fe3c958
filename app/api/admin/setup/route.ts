import { z } from "zod";
import { exampleSetup } from "@/lib/domain/setup/fixtures";
import { changeSetup } from "@/lib/domain/setup/mutations";
import { setupOf } from "@/lib/domain/setup/queries";
import { changeSetupBody, setupAnswer } from "@/lib/domain/setup/schema";
import { uuid } from "@/lib/http/contract";
import { route } from "@/lib/http/route";

/** Only the installation's administrator names a school. */
const query = z.object({ school_id: uuid.optional() });

export const GET = route({
  summary: "Which steps of setting a school up are done, and what is missing until its first numbers",
  auth: "admin",
  query,
  answer: setupAnswer,
  example: { answer: exampleSetup },
  handler: ({ ctx, query: { school_id } }) => setupOf(ctx.scope, school_id),
});

export const PATCH = route({
  summary: "Skip a step of setting a school up, take it up again, or close the page",
  auth: "admin",
  query,
  body: changeSetupBody,
  answer: setupAnswer,
  example: {
    body: { skip: "snippet" },
    answer: { ...exampleSetup, steps: { ...exampleSetup.steps, snippet: "skipped" } },
  },
  handler: ({ ctx, query: { school_id }, body }) => changeSetup(ctx, school_id, body),
});
