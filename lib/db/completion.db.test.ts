import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as measure from "@/lib/measure/completion";
import { testDatabase } from "@/lib/testing/database";
import { isComplete, lengthInSeconds } from "./completion";

const { db } = testDatabase();

test("SQL and TypeScript agree on a video's length and on what completes it", async () => {
  const cases = fc.sample(
    fc.record({
      duration_ms: fc.option(
        fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 2 ** 30 })),
      ),
      covered: fc.integer({ min: 0, max: 2 ** 20 }),
      threshold: fc.integer({ min: 1, max: 100 }),
    }),
    500,
  );
  // Exactly at the threshold, and half a second that rounds up.
  cases.push(
    { duration_ms: 100_000, covered: 90, threshold: 90 },
    { duration_ms: 2500, covered: 0, threshold: 1 },
  );
  const length = lengthInSeconds(sql`duration_ms`);
  const rows = await db.execute(sql`
    select ${length} as length, ${isComplete(sql`covered`, length, sql`threshold`)} as complete
    from jsonb_array_elements(${JSON.stringify(cases)}::text::jsonb) with ordinality e(one, at),
      jsonb_to_record(one) as t(duration_ms int, covered int, threshold int) order by at`);
  expect(rows.map((row) => ({ ...row }))).toEqual(
    cases.map(({ duration_ms, covered, threshold }) => {
      const length = measure.lengthInSeconds(duration_ms);
      return { length, complete: length === null ? null : measure.isComplete(covered, length, threshold) };
    }),
  );
});
