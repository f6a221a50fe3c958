import { beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeSession, testDatabase } from "@/lib/testing/database";
import { applyEvents } from "./apply";
import { closeOverdue } from "./close-overdue";
import { graceSeconds } from "./events";

const { sql, writer } = testDatabase();
/** Every session here is planned from 18:00 to 19:00 UTC. */
const at = (time: string) => new Date(`2026-11-18T${time}Z`);
const closing = at("20:00:00");
let schoolId: string;
beforeAll(async () => {
  schoolId = (await makeSchool()).id;
});

/** A session with these times, in which somebody was heard at these others. */
async function session(given: object, ...beats: string[]): Promise<string> {
  const { id } = await makeSession({ school_id: schoolId, ...given });
  const clientId = newId();
  const who = { identity: "v:visitor-1", name: "Ana", email: null, user_id: null };
  await applyEvents(
    writer,
    beats.map((time) => ({
      session_id: id,
      who,
      received_at: at(time),
      kind: "presence",
      event: "heartbeat",
      client_id: clientId,
      at: at(time).getTime(),
    })),
  );
  return id;
}
const stored = async (id: string) => {
  const [row] = await sql`
    select status, started_at, ended_at, coalesce(version, 0)::int as version
    from sessions s left join session_versions v on v.session_id = s.id where s.id = ${id}`;
  return [row!.status, row!.started_at, row!.ended_at, row!.version];
};
const live = { status: "live", started_at: at("18:02:00") };

test("ends overdue sessions at their last heartbeat, at most an hour after their schedule", async () => {
  const attended = await session(live, "18:02:00", "19:12:30", "18:40:00");
  const never = await session(live);
  const late = await session({ ...live, started_at: at("19:30:00") });
  const soon = await session(live, "17:50:00", "17:51:00");
  const unstarted = await session({}, "18:05:00", "18:50:00");
  const nobody = await session({});
  const cancelled = await session({ status: "cancelled" });
  const running = await session({ ...live, scheduled_end: at("19:00:01") }, "18:30:00");

  expect(await closeOverdue(new Date(closing.getTime() - 1))).toEqual([]);
  expect((await closeOverdue(closing)).sort()).toEqual([attended, never, late, soon, unstarted].sort());
  expect(await stored(attended)).toEqual(["ended", at("18:02:00"), at("19:12:30"), 2]);
  expect(await stored(never)).toEqual(["ended", at("18:02:00"), at("19:00:00"), 1]);
  // Started after its schedule was over, and nobody came.
  expect(await stored(late)).toEqual(["ended", at("19:30:00"), at("19:30:00"), 1]);
  expect(await stored(soon)).toEqual(["ended", at("18:02:00"), at("18:02:00"), 2]);
  expect(await stored(unstarted)).toEqual(["ended", null, null, 2]);
  expect((await stored(nobody))[0]).toBe("scheduled");
  expect((await stored(cancelled))[0]).toBe("cancelled");
  expect((await stored(running))[0]).toBe("live");
  expect(
    await sql`select actor_id, detail from audit_log where action = 'session.close' and target_id = ${attended}`,
  ).toEqual([{ actor_id: null, detail: { ended_at: "2026-11-18T19:12:30.000Z" } }]);
  expect(await closeOverdue(closing)).toEqual([]);
});

test("a heartbeat after the hour does not move the end", async () => {
  const id = await session({ ...live, scheduled_end: at("18:30:00") }, "18:20:00", "19:29:59");
  await sql`update presence set heartbeats = heartbeats + ${`{[${closing.getTime()},${closing.getTime() + graceSeconds * 1000})}`}::int8multirange
    where session_id = ${id}`;
  expect(await closeOverdue(at("19:30:00"))).toEqual([id]);
  expect((await stored(id))[2]).toEqual(at("19:30:00"));
});

test("two processes that close at once do it once", async () => {
  const id = await session(live, "18:10:00");
  const both = await Promise.all([closeOverdue(closing), closeOverdue(closing)]);
  expect(both.flat()).toEqual([id]);
  expect((await stored(id))[3]).toBe(2);
});
