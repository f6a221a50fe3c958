import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { metrics } from "@/lib/flows/ingest/counters";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeSession, testDatabase } from "@/lib/testing/database";
import { nasty, serveIngest, transports } from "@/lib/testing/transports";

const { sql } = testDatabase();
serveIngest();

let sessionId: string;

beforeAll(async () => {
  // All of it comes from one address.
  const schoolId = (await makeSchool({ address_limit_per_minute: 1_000_000 })).id;
  sessionId = (
    await makeSession({
      school_id: schoolId,
      status: "live",
      scheduled_start: new Date(Date.now() - 600_000),
      scheduled_end: new Date(Date.now() + 3_000_000),
      anonymous_viewers: true,
    })
  ).id;
});

const good = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary }, { weight: 1, arbitrary: nasty });
const uuid = good(fc.uuid());
const instant = good(
  fc.oneof(
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc
      .date({ min: new Date("1900-01-01T00:00Z"), max: new Date("2100-12-31T23:59Z"), noInvalidDate: true })
      .map((date) => date.toISOString()),
    fc.constantFrom("0000-01-01T00:00:00Z", "2026-11-18T18:00:00.123456789Z", "2026-11-18T18:00:00+14:00"),
  ),
);
const beacon = fc.record(
  {
    event: good(fc.constantFrom("join", "heartbeat", "leave")),
    id: uuid,
    client_id: uuid,
    text: good(fc.string({ unit: "grapheme", minLength: 1 })),
    type: good(fc.constantFrom("👏", "thumbs up", "🏳️‍🌈")),
    rating: good(fc.integer({ min: 1, max: 5 })),
    comment: fc.oneof(fc.string(), nasty),
    at: instant,
    name: fc.oneof(fc.string({ unit: "grapheme" }), nasty),
    token: nasty,
    visitor_id: fc.oneof(fc.uuid(), nasty),
  },
  // Without a token more of them are believed.
  { requiredKeys: ["event", "id", "client_id", "text", "type", "rating"] },
);
const believed = beacon.map(({ token: _, ...rest }) => rest);
const body = fc.oneof(
  { weight: 6, arbitrary: fc.oneof(believed, believed, beacon).map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.tuple(fc.json(), fc.nat(30)).map(([text, cut]) => text.slice(0, cut)) },
  {
    weight: 1,
    // Numbers and names that JSON can hold and JavaScript cannot write.
    arbitrary: fc.constantFrom(
      '{"rating":1e309}',
      "NaN",
      '{"__proto__":{"rating":5}}',
      '"\\u0000"',
      '"\\ud800"',
      "",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 8_000 }).map((depth) => "[".repeat(depth) + "]".repeat(depth)),
  },
);

describe.each(transports)("through $name", ({ sendLive }) => {
  test.each(["presence", "messages", "reactions", "feedback"] as const)(
    "nothing that can be sent to %s is a 5xx",
    async (route) => {
      let stored = 0;
      const session = fc.oneof(
        { weight: 12, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1 }) },
      );
      await fc.assert(
        fc.asyncProperty(session, body, async (given, text) => {
          const reference = given === null || given === "." || given === ".." ? sessionId : given;
          const { status } = await sendLive(reference, route, text, {
            headers: { "x-forwarded-for": newId() },
          });
          expect([200, 400, 401, 403, 404, 413, 429]).toContain(status);
          if (status === 200) stored++;
        }),
        { numRuns: 1000 },
      );
      // Else nothing but refusals was tried: of 1,000 about 65 are believed, and 44 were once.
      expect(stored).toBeGreaterThan(10);
    },
    60_000,
  );
});

test("afterwards every event is accounted for, by counters and by rows", async () => {
  const values = async (counter: { get: () => Promise<{ values: { value: number; labels: object }[] }> }) =>
    (await counter.get()).values;
  const sum = async (counter: Parameters<typeof values>[0], kind?: string) =>
    (await values(counter))
      .filter(({ labels }) => !kind || (labels as { kind?: string }).kind === kind)
      .reduce((total, { value }) => total + value, 0);
  const received = await sum(metrics.beaconsReceived);
  expect(received).toBeGreaterThan(3000);
  expect(
    (await sum(metrics.beaconsStored)) +
      (await sum(metrics.beaconsDuplicate)) +
      (await sum(metrics.beaconsRefused)),
  ).toBe(received);
  const [rows] =
    await sql`select (select count(*)::int from messages) as message, (select count(*)::int from reactions) as reaction`;
  expect(rows).toEqual({
    message: await sum(metrics.beaconsStored, "message"),
    reaction: await sum(metrics.beaconsStored, "reaction"),
  });
  expect(
    await sql`select 1 from presence p where not exists (select from attendees a where a.session_id = p.session_id and a.id = p.attendee_id)`,
  ).toEqual([]);
});
