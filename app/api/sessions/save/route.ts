import { examplePractice, examplePracticeInput } from "@/lib/domain/practice/fixtures";
import { idempotencyKey, practiceInput, savedPractice } from "@/lib/domain/practice/schema";
import { savePractice } from "@/lib/flows/practice/save";
import { route } from "@/lib/http/route";
import { parse } from "@/lib/platform/problem";

export const POST = route({
  summary:
    "Save a practice session of your own; with the header Idempotency-Key a repetition is saved once, and the key with other data is a 409",
  auth: "signed_in",
  tokenScope: "events",
  body: practiceInput,
  answer: savedPractice,
  example: { body: examplePracticeInput, answer: { success: true, session: examplePractice } },
  limit: { name: "practice", points: 60, seconds: 60, withoutCounts: "allow", per: "user" },
  async handler({ ctx, body, request, language }) {
    const key = parse(idempotencyKey, request.headers.get("idempotency-key"), {
      ...{ root: "Idempotency-Key", language },
    });
    return { success: true as const, session: await savePractice(ctx, body, key) };
  },
});
