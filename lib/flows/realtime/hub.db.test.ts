import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { mintScope, type Scope } from "@/lib/auth/scope";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import { changed } from "@/lib/domain/sessions/live/lock";
import { type LiveRows, liveRows } from "@/lib/domain/sessions/live/schema";
import { newId } from "@/lib/platform/ids";
import { makeUser, testDatabase } from "@/lib/testing/database";
import { makeRunning, within } from "@/lib/testing/realtime-world";
import { type Followed, type Hub, openHub, readState } from "./hub";
import { openLists } from "./lists";

const { sql, writer, url } = testDatabase();
/** Another process, as far as the first can tell. */
const elsewhere = postgres(url, { max: 1, onnotice: () => {} });
const hubs: Hub[] = [];
let world: Awaited<ReturnType<typeof makeRunning>>;
beforeAll(async () => {
  world = await makeRunning();
});
afterEach(async () => {
  await Promise.all(hubs.splice(0).map((hub) => hub.close()));
});
afterAll(() => elsewhere.end());

/** A hub that counts what it computes. */
function countingHub(given: { tickMs?: number } = {}) {
  const computed: string[] = [];
  const hub = openHub({
    ...given,
    read: (id) => {
      computed.push(id);
      return readState(id);
    },
  });
  hubs.push(hub);
  return { hub, computed };
}

/** Somebody who keeps what they are sent. */
function follower() {
  const seen: Followed[] = [];
  return {
    seen,
    latest: () => seen.at(-1)?.state,
    next: (followed: Followed) => void seen.push(followed),
    gone: () => {},
  };
}

describe("the hub", () => {
  it("computes once a change, for however many, and hands all of them the same bytes", async () => {
    const { id } = await world.running();
    const { hub, computed } = countingHub();
    const [one, other] = [follower(), follower()];
    hub.follow(id, one);
    hub.follow(id, other);
    await vi.waitFor(() => expect(other.seen).toHaveLength(1), within);
    expect(computed).toEqual([id]);

    await world.write(id, "Is it linear?");
    await vi.waitFor(() => expect(other.seen).toHaveLength(2), within);
    expect(computed).toEqual([id, id]);
    expect(one.seen.map(({ event }) => event)).toEqual(other.seen.map(({ event }) => event));
    expect(one.seen[1]?.event).toBe(other.seen[1]?.event);
    expect(one.latest()).toMatchObject({
      version: 1,
      current_viewers: 1,
      latest_messages: [{ text: "Is it linear?" }],
    });

    // Who comes later has the present state at once, and costs nothing.
    const late = follower();
    hub.follow(id, late);
    expect(late.latest()).toEqual(one.latest());
    expect(computed).toHaveLength(2);
  });

  it("gathers a storm of changes, and ends with the last of them", async () => {
    const { id } = await world.running();
    const { hub, computed } = countingHub();
    const one = follower();
    hub.follow(id, one);
    await vi.waitFor(() => expect(one.seen).toHaveLength(1), within);
    const began = performance.now();
    for (let i = 0; i < 60; i++) await changed(sql, [id]);
    await vi.waitFor(() => expect(one.latest()?.version).toBe(60), within);
    const seconds = (performance.now() - began) / 1000;
    expect(computed.length).toBeLessThanOrEqual(2 + Math.ceil(seconds * 2));
  });

  it("sees what another process commits, when it commits it", async () => {
    const { id } = await world.running();
    const { hub } = countingHub();
    const one = follower();
    hub.follow(id, one);
    await vi.waitFor(() => expect(one.seen).toHaveLength(1), within);
    await elsewhere.begin(async (tx) => {
      await tx`update sessions set status = 'ended', ended_at = now() where id = ${id}`;
      await changed(tx, [id]);
      expect(one.latest()?.session_status).toBe("live");
    });
    await vi.waitFor(() => expect(one.latest()?.session_status).toBe("ended"), within);
  });

  it("misses nothing while its connection is gone", async () => {
    const { id } = await world.running();
    const { hub } = countingHub();
    const one = follower();
    hub.follow(id, one);
    await vi.waitFor(() => expect(one.seen).toHaveLength(1), within);
    const [pid] = await world.listeners();
    // Nobody hears of the change: it is made in the same statement that cuts the line.
    await elsewhere.begin(async (tx) => {
      await tx`select pg_terminate_backend(${pid!}, 1000)`;
      await changed(tx, [id]);
    });
    await vi.waitFor(() => expect(one.latest()?.version).toBe(1), within);
    // And it hears again.
    await vi.waitFor(async () => expect(await world.listeners()).not.toContain(pid), within);
    expect(await world.listeners()).toHaveLength(1);
    await world.write(id, "Still here?");
    await vi.waitFor(() => expect(one.latest()?.version).toBe(2), within);
  });

  it("counts who has just come as soon as they have stayed a second", async () => {
    const { id } = await world.running();
    const { hub } = countingHub();
    const one = follower();
    hub.follow(id, one);
    await vi.waitFor(() => expect(one.seen).toHaveLength(1), within);
    await world.write(id, "Hello");
    await vi.waitFor(() => expect(one.latest()?.current_viewers).toBe(1), within);
    expect(one.latest()?.numbers.attendance.total_attended).toBe(0);
    await vi.waitFor(() => expect(one.latest()?.numbers.attendance.total_attended).toBe(1), within);
  });

  it("notices who falls silent, though nothing is written", async () => {
    const { id } = await world.running();
    const { hub } = countingHub({ tickMs: 200 });
    const clientId = newId();
    const at = Date.now() - 43_500;
    await applyEvents(writer, [
      {
        session_id: id,
        who: { identity: `c:${clientId}`, name: "Ana", email: null, user_id: null },
        received_at: new Date(at),
        kind: "presence",
        event: "join",
        client_id: clientId,
        at,
      },
    ]);
    const one = follower();
    hub.follow(id, one);
    await vi.waitFor(() => expect(one.latest()?.current_viewers).toBe(1), within);
    await vi.waitFor(() => expect(one.latest()?.current_viewers).toBe(0), { timeout: 4_000, interval: 20 });
    expect(one.latest()?.version).toBe(1);
  });

  it("does nothing, and listens to nothing, while nobody follows", async () => {
    const { id } = await world.running();
    const { hub, computed } = countingHub();
    await world.write(id, "Nobody is looking");
    const one = follower();
    const stop = hub.follow(id, one);
    await vi.waitFor(() => expect(one.seen).toHaveLength(1), within);
    expect(hub.counts()).toEqual({ sessions: 1, followers: 1, listening: true });
    stop();
    stop();
    expect(hub.counts()).toEqual({ sessions: 0, followers: 0, listening: false });
    await world.nobodyListens();
    await world.write(id, "Nor now");
    expect(computed).toEqual([id]);
  });

  it("tries again after a failure", async () => {
    const { id } = await world.running();
    let failing = true;
    const hub = openHub({
      tickMs: 100,
      read: async (sessionId) => {
        if (failing) throw new Error("the database is away");
        return readState(sessionId);
      },
    });
    hubs.push(hub);
    const one = follower();
    hub.follow(id, one);
    await vi.waitFor(() => expect(hub.counts().listening).toBe(true), within);
    failing = false;
    await vi.waitFor(() => expect(one.seen.length).toBeGreaterThan(0), within);
  });
});

describe("the lists", () => {
  const scopeOf = (userId: string, role: Scope["role"] = "instructor") =>
    mintScope({ user_id: userId, name: "Somebody", role, school_id: world.school_id });
  const read = (event: Uint8Array | undefined): LiveRows =>
    liveRows.parse(JSON.parse(/^data: (.*)$/m.exec(new TextDecoder().decode(event))![1]!));

  it("show the caller's live sessions, and see them start, change and end", async () => {
    const teacher = await makeUser({ school_id: world.school_id, role: "instructor" });
    const first = await world.running({ instructor_id: teacher.id, title: "First" });
    const { id: planned } = await world.running({
      instructor_id: teacher.id,
      title: "Second",
      status: "scheduled",
      started_at: null,
      scheduled_start: new Date(Date.now() + 60_000),
    });
    const others = await world.running({ title: "Somebody else's" });
    const { hub, computed } = countingHub();
    const lists = openLists(hub);
    const events: Uint8Array[] = [];
    const same: Uint8Array[] = [];
    const stops = [
      lists.follow(scopeOf(teacher.id), { next: (event) => void events.push(event) }),
      lists.follow(scopeOf(teacher.id), { next: (event) => void same.push(event) }),
    ];
    const titles = () => read(events.at(-1)).sessions.map(({ title }) => title);
    await vi.waitFor(() => expect(titles()).toEqual(["First"]), within);

    await world.write(first.id, "Hello");
    await vi.waitFor(() => expect(read(events.at(-1)).sessions[0]?.chat_message_count).toBe(1), within);
    expect(computed.filter((id) => id === first.id)).toHaveLength(2);

    await sql`update sessions set status = 'live', started_at = now() where id = ${planned}`;
    await changed(sql, [planned]);
    await vi.waitFor(() => expect(titles()).toEqual(["First", "Second"]), within);

    await sql`update sessions set status = 'ended', ended_at = now() where id = ${first.id}`;
    await changed(sql, [first.id]);
    await vi.waitFor(() => expect(titles()).toEqual(["Second"]), within);
    expect(same).toEqual(events);
    expect(computed).not.toContain(others.id);

    for (const stop of stops) stop();
    expect(hub.counts()).toEqual({ sessions: 0, followers: 0, listening: false });
  });

  it("show at once that nothing is live", async () => {
    const teacher = await makeUser({ school_id: world.school_id, role: "instructor" });
    const { hub } = countingHub();
    const lists = openLists(hub);
    const events: Uint8Array[] = [];
    lists.follow(scopeOf(teacher.id), { next: (event) => void events.push(event) });
    await vi.waitFor(() => expect(read(events.at(-1)).sessions).toEqual([]), within);
    lists.close();
  });
});
