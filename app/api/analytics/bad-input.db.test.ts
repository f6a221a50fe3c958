import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { metrics } from "@/lib/flows/ingest/counters";
import { rebuildAll } from "@/lib/flows/rollups/rebuild";
import { newId } from "@/lib/platform/ids";
import { makeCourse, makeSchool, makeVideo, testDatabase } from "@/lib/testing/database";
import { nasty, serveIngest, transports } from "@/lib/testing/transports";

testDatabase();
serveIngest();

let courseId: string;
let videoId: string;

beforeAll(async () => {
  // All of it comes from one address.
  const schoolId = (await makeSchool({ address_limit_per_minute: 1_000_000 })).id;
  courseId = (await makeCourse({ school_id: schoolId, external_id: "stats" })).id;
  videoId = (
    await makeVideo({
      school_id: schoolId,
      course_id: courseId,
      external_id: "residuals",
      duration_ms: 60_000,
    })
  ).id;
});

describe.each(transports)("through $name", ({ send }) => {
  test.each(["video-view", "video-progress", "video-complete", "video-batch"] as const)(
    "nothing that can be sent to %s is a 5xx",
    async (route) => {
      const session = fc.constantFrom(newId(), newId().toUpperCase(), "no");
      const beacon = fc.record(
        {
          type: fc.oneof(fc.constantFrom("view", "progress", "complete"), nasty),
          video_id: fc.oneof(fc.constant(videoId), nasty),
          course_id: fc.oneof(fc.constant(courseId), nasty),
          session_id: fc.oneof(session, fc.uuid(), nasty),
          current_position_seconds: fc.oneof(fc.double(), nasty),
          watch_time_seconds: fc.oneof(fc.double(), nasty),
          completion_percentage: fc.oneof(fc.double(), nasty),
          seq: fc.oneof(fc.integer(), nasty),
          played: fc.oneof(
            fc.array(fc.tuple(fc.double({ min: 0, max: 90 }), fc.double({ min: 0, max: 90 }))),
            nasty,
          ),
          video_duration_seconds: nasty,
          lesson_id: nasty,
          is_preview: nasty,
          referrer: nasty,
          quality: fc.oneof(fc.dictionary(fc.string(), fc.double()), nasty),
          token: nasty,
          visitor_id: nasty,
        },
        { requiredKeys: [] },
      );
      const body = fc.oneof(
        {
          weight: 6,
          arbitrary: (route === "video-batch" ? fc.array(beacon, { maxLength: 4 }) : beacon).map((value) =>
            JSON.stringify(value),
          ),
        },
        { weight: 1, arbitrary: fc.tuple(fc.json(), fc.nat(30)).map(([text, cut]) => text.slice(0, cut)) },
        {
          weight: 1,
          // Numbers and names that JSON can hold and JavaScript cannot write.
          arbitrary: fc.constantFrom(
            '{"current_position_seconds":1e309}',
            '{"seq":9007199254740993}',
            "NaN",
            '{"__proto__":{"video_id":"x"}}',
            '"\\u0000"',
            '"\\ud800"',
            "",
          ),
        },
        {
          weight: 1,
          arbitrary: fc
            .integer({ min: 1, max: 30_000 })
            .map((depth) => "[".repeat(depth) + "]".repeat(depth)),
        },
      );
      await fc.assert(
        fc.asyncProperty(body, async (text) => {
          const { status, body: answer } = await send(route, text, {
            headers: { "x-forwarded-for": newId() },
          });
          expect([200, 400, 401, 403, 404, 413, 429]).toContain(status);
          if (route === "video-batch" && status === 200) {
            const results = (answer as { results: { index: number; status: number }[] }).results;
            expect(results.map((result) => result.index)).toEqual(results.map((_, index) => index));
            for (const result of results) expect(result.status).toBeLessThan(500);
          }
        }),
        { numRuns: 1000 },
      );
    },
    60_000,
  );
});

test("afterwards every beacon is accounted for, and the roll-ups equal a rebuild", async () => {
  const sum = async (counter: { get: () => Promise<{ values: { value: number }[] }> }) =>
    (await counter.get()).values.reduce((total, { value }) => total + value, 0);
  const received = await sum(metrics.beaconsReceived);
  expect(received).toBeGreaterThan(4000);
  expect(
    (await sum(metrics.beaconsStored)) +
      (await sum(metrics.beaconsDuplicate)) +
      (await sum(metrics.beaconsRefused)),
  ).toBe(received);
  expect((await rebuildAll()).differences).toEqual([]);
});
