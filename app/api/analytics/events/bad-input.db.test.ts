import fc from "fast-check";
import { expect, test } from "vitest";
import { signedIn } from "@/lib/testing/access-world";
import { makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { nasty, serveIngest, transports } from "@/lib/testing/transports";

testDatabase();
serveIngest();

test("no input is a 5xx", async () => {
  const learner = await makeUser({ school_id: (await makeSchool()).id });
  const [, handlers] = transports;
  const item = fc.oneof(
    fc.record(
      {
        event_type: fc.oneof(
          fc.constantFrom("material_view", "xp_earned", "ai_message_received", "x_own"),
          nasty,
        ),
        properties: fc.oneof(nasty, fc.dictionary(fc.string(), nasty)),
        id: nasty,
        occurred_at: fc.oneof(
          nasty,
          fc.constantFrom("9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "1e309"),
        ),
        user_id: nasty,
      },
      { requiredKeys: [] },
    ),
    nasty,
  );
  const caller = await signedIn(learner);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(item, fc.array(item, { maxLength: 5 })), async (body) => {
      const headers = {
        ...caller.headers,
        "x-forwarded-for": `10.${(run >> 16) & 255}.${(run >> 8) & 255}.${run++ & 255}`,
      };
      const { status, body: answer } = await handlers!.send("events/track", JSON.stringify(body), {
        headers,
      });
      expect(status).toBeLessThan(500);
      const { results = [] } = answer as { results?: { status: number }[] };
      if (Array.isArray(body) && status === 200) expect(results).toHaveLength(body.length);
      for (const result of results) expect(result.status).toBeLessThan(500);
    }),
    { numRuns: 1000, seed: 13 },
  );
});
