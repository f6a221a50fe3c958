import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as measure from "@/lib/measure/completion";
import { formatMultirange, normalize, size } from "@/lib/measure/ranges";
import { testDatabase } from "@/lib/testing/database";
import { coveredTenths, isComplete, lengthInSeconds, sizeInTenths } from "./completion";

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

test("SQL and TypeScript agree on what of a video is covered, to its end", async () => {
  const duration = fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 30_000 }));
  const range = fc.tuple(fc.nat(310), fc.nat(60)).map(([from, length]) => [from, from + length] as const);
  const cases = fc
    .sample(fc.record({ duration_ms: duration, ranges: fc.array(range, { maxLength: 4 }) }), 1000)
    .map(({ duration_ms, ranges }) => ({ duration_ms, played: normalize(ranges) }));
  // To its end, a few frames and half a second before it, of a length that is rounded up.
  for (const end of [596, 592, 591]) cases.push({ duration_ms: 59_600, played: [0, end] });
  const given = cases.map(({ duration_ms, played }) => ({ duration_ms, played: formatMultirange(played) }));
  const covered = coveredTenths(sql`played`, sql`duration_ms`);
  const rows = await db.execute(sql`
    select ${covered}::text as covered, ${sizeInTenths(covered)} as size
    from jsonb_array_elements(${JSON.stringify(given)}::text::jsonb) with ordinality e(one, at),
      jsonb_to_record(one) as t(duration_ms int, played int4multirange) order by at`);
  const expected = cases.map(({ duration_ms, played }) => measure.coveredTenths(played, duration_ms));
  expect(rows.map((row) => ({ ...row }))).toEqual(
    expected.map((covered) => ({ covered: formatMultirange(covered), size: size(covered) })),
  );
  expect(expected.slice(-3).map(size)).toEqual([600, 600, 591]);
});
