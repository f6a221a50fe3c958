import { expect, it } from "vitest";
import { z } from "zod";
import * as compared from "@/lib/domain/sessions/compare";
import * as messages from "@/lib/domain/sessions/messages";
import * as schema from "@/lib/domain/sessions/schema";
import { sessionTerms } from "@/lib/glossary/sessions";
import { testDatabase } from "@/lib/testing/database";
import { type Json, numbersIn, unregistered } from "@/lib/testing/numbers-world";

testDatabase();

/* Every number that the session routes answer has its words; that the numbers agree is shown beside their queries. */

const answers = Object.entries({ ...schema, ...messages, ...compared }).filter(
  ([name, value]) => /Answer$/.test(name) && value instanceof z.ZodType,
) as [string, z.ZodType][];

it.each(answers)("the glossary has every number of %s", (_, answer) => {
  expect(unregistered(answer)).toEqual([]);
});

it("the glossary has no term that no session route answers", () => {
  const answered = new Set(
    answers
      .flatMap(([, answer]) => numbersIn(z.toJSONSchema(answer) as Json, "", ""))
      .flatMap(([key, part]) => [key, `${part}.${key}`]),
  );
  // What a popover explains of a score's part is named by a value, not by a key.
  const named = ["chat_activity", "peak_retention"];
  expect(Object.keys(sessionTerms).filter((key) => !answered.has(key) && !named.includes(key))).toEqual([]);
});
