import { expect, test } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { bus } from "@/lib/db/bus/bus";
import { customName } from "@/lib/domain/learning/events";
import { newId } from "@/lib/platform/ids";
import { origin, signedIn } from "@/lib/testing/access-world";
import { makeSchool, makeSession, makeUser, makeVideo } from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";

/* What the ingest stores is an event of the bus: once, after its commit, and without a name. */

serveIngest();
const [{ send, sendLive }] = transports as [(typeof transports)[number]];

/** The payloads of the events of a type so far, once what was announced is published. */
async function announced(type: string) {
  await bus().publish("x_asked", {});
  return (await bus().history(type, { after: 0 })).map(({ payload }) => payload);
}

test("a view and a completion are announced once, progress and what is refused are not", async () => {
  const school = await makeSchool();
  const { id: video_id, course_id } = await makeVideo({ school_id: school.id });
  const beacon = { session_id: newId(), video_id, course_id };
  const identity = { session_id: beacon.session_id, video_id };
  const progress = { ...identity, played: [[0, 5]], seq: 0, current_position_seconds: 5 };
  for (let repeated = 0; repeated < 2; repeated++)
    expect((await send("video-view", JSON.stringify(beacon))).status).toBe(200);
  expect(await send("video-progress", JSON.stringify(progress))).toMatchObject({ status: 200 });
  const completion = {
    ...identity,
    played: [[5, 6]],
    seq: 1,
    watch_time_seconds: 6,
    completion_percentage: 1,
  };
  expect(await send("video-complete", JSON.stringify(completion))).toMatchObject({ status: 200 });
  await send("video-view", JSON.stringify({ ...beacon, session_id: newId(), video_id: "unknown" }));
  const event = { type: "video_view", video_id, school_id: school.id };
  expect(await announced("video_view")).toEqual([event]);
  expect(await announced("video_complete")).toEqual([{ ...event, type: "video_complete" }]);
  expect(await announced("video_progress")).toEqual([]);
});

test("who joins a live session and writes is announced, a heartbeat is not", async () => {
  const school = await makeSchool();
  const now = new Date();
  const { id } = await makeSession({
    ...{ school_id: school.id, status: "live", started_at: now, anonymous_viewers: true },
    ...{ scheduled_start: now, scheduled_end: new Date(now.getTime() + 3600_000) },
  });
  const client_id = newId();
  for (const event of ["join", "heartbeat", "leave"]) {
    const body = { client_id, event, name: "Ana" };
    expect((await sendLive(id, "presence", JSON.stringify(body))).status).toBe(200);
  }
  const message = { client_id, name: "Ana", id: newId(), text: "Why?" };
  expect((await sendLive(id, "messages", JSON.stringify(message))).status).toBe(200);
  for (const type of ["live_join", "live_leave", "live_message"])
    expect(await announced(type)).toEqual([{ type, session_id: id, school_id: school.id }]);
  expect(await announced("live_heartbeat")).toEqual([]);
});

test("a learning event is announced with its pseudonym and properties", async () => {
  const learner = await makeUser({ school_id: (await makeSchool()).id });
  const id = newId();
  const properties = { material_id: "slides", material_type: "pdf", interaction_type: "opened" };
  const { headers } = await signedIn(learner);
  const event = { event_type: "material_view", id, occurred_at: new Date().toISOString(), properties };
  for (let repeated = 0; repeated < 2; repeated++)
    await send("events/track", JSON.stringify(event), {
      headers: { host: new URL(origin).host, ...headers },
    });
  const actor = await actorOf(learner.school_id!, learner.id);
  expect(await announced("material_view")).toEqual([
    {
      ...{ type: "material_view", id, actor, properties },
      ...{ occurred_at: event.occurred_at, school_id: learner.school_id },
    },
  ]);
});

test("the longest name of a school's own type is one of the bus too", async () => {
  const longest = `x_${"a".repeat(51)}`;
  expect([longest, `${longest}a`].map((name) => customName.test(name))).toEqual([true, false]);
  await bus().publish(longest, {});
  await expect(bus().publish(`${longest}a`, {})).rejects.toThrow(RangeError);
});
