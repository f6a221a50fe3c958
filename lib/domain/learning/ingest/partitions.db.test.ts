import { expect, test } from "vitest";
import { processLocks } from "@/lib/db/advisory-locks";
import { newId } from "@/lib/platform/ids";
import { makeSchool, testDatabase } from "@/lib/testing/database";
import { applyLearningEvents } from "./apply-events";
import { makePartitions } from "./partitions";

const { sql, writer } = testDatabase();

/** In which partition each event is, by time. */
const placed = async (actor: string) =>
  (
    await sql<{ partition: string }[]>`
      select tableoid::regclass::text as partition from learning_events where actor = ${actor} order by occurred_at`
  ).map(({ partition }) => partition);

test("events are stored without their month's partition, and move into it once the job has made it", async () => {
  const { id: school_id } = await makeSchool();
  const actor = newId();
  const event = (occurred_at: string) => ({
    ...{ actor, id: newId(), school_id, event_type: "session_start", properties: { session_id: newId() } },
    occurred_at: new Date(occurred_at),
    received_at: new Date(occurred_at),
    day: occurred_at.slice(0, 10),
  });
  // The month is that of UTC, though the database's zone is Kathmandu's.
  await applyLearningEvents(
    writer,
    ["2026-10-31T23:59:59.999Z", "2026-11-01T00:00:00Z", "2027-08-01T00:00:00Z"].map(event),
  );
  expect(await placed(actor)).toEqual(Array(3).fill("learning_events_default"));
  // This month and two ahead, and October and August for what is there.
  expect(await makePartitions(new Date("2026-11-20T12:00:00Z"))).toBe(5);
  const own = ["learning_events_2026_10", "learning_events_2026_11", "learning_events_2027_08"];
  expect(await placed(actor)).toEqual(own);
  expect(await makePartitions(new Date("2026-11-20T13:00:00Z"))).toBe(0);
  expect(await makePartitions(new Date("2026-12-01T00:00:00Z"))).toBe(1);
  await applyLearningEvents(writer, [event("2026-12-24T12:00:00Z")]);
  expect(await placed(actor)).toEqual([...own.slice(0, 2), "learning_events_2026_12", own[2]]);
  // Those of the whole, once each: attaching a partition takes over what it has.
  const indexes = await sql<{ whole: number; partition: number }[]>`
    select count(*) filter (where tablename = 'learning_events')::int as whole,
      count(*) filter (where tablename = 'learning_events_2026_12')::int as partition from pg_indexes`;
  expect(indexes).toEqual([{ whole: expect.any(Number), partition: indexes[0]?.whole }]);
});

test("one process at a time makes them", async () => {
  await sql.begin(async (other) => {
    await other`select pg_advisory_xact_lock(${processLocks.partitions})`;
    expect(await makePartitions(new Date("2026-11-20T12:00:00Z"))).toBeNull();
  });
});
