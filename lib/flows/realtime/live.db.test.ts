import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changed } from "@/lib/domain/sessions/live/lock";
import { type LiveState, liveState } from "@/lib/domain/sessions/live/schema";
import { apiTokenOf, type Caller, inBrowser, signedIn } from "@/lib/testing/access-world";
import { makeUser, type Person, scopeOf, testDatabase } from "@/lib/testing/database";
import { makeRunning } from "@/lib/testing/realtime-world";
import { closeRealtime, followLiveSessions, followSession } from "./live";
import { openStreams } from "./stream";

const { sql } = testDatabase();
let world: Awaited<ReturnType<typeof makeRunning>>;
let caller: Caller;
beforeAll(async () => {
  world = await makeRunning();
  caller = await signedIn(await makeUser({ school_id: world.school_id, role: "admin" }));
});
afterAll(closeRealtime);

/** Reads a stream of events as a browser does. */
function reader(response: Response) {
  const source = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    /** The next event, or null after the last. */
    async next(): Promise<{ event: string; id: string; data: unknown } | null> {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end !== -1) {
          const lines = text.slice(0, end).split("\n");
          text = text.slice(end + 2);
          const field = (name: string) =>
            lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
          const data = field("data");
          if (data) return { event: field("event")!, id: field("id")!, data: JSON.parse(data) };
          continue;
        }
        const { done, value } = await source.read();
        if (done) return null;
        text += value;
      }
    },
    cancel: () => source.cancel(),
  };
}

describe("the stream", () => {
  const ask = () => {
    const leaving = new AbortController();
    return { request: new Request("http://stats.test/live", { ...caller, signal: leaving.signal }), leaving };
  };

  it("begins with the present state, follows it, and ends with the session", async () => {
    const { id } = await world.running();
    await world.write(id, "Before");
    const response = followSession(ask().request, id);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    });
    const events = reader(response);
    const first = await events.next();
    expect(first).toMatchObject({ event: "state", id: "1" });
    const state: LiveState = liveState.parse(first?.data);
    expect(state.latest_messages.map(({ text }) => text)).toEqual(["Before"]);

    await world.write(id, "After");
    expect(await events.next()).toMatchObject({
      id: "2",
      data: { version: 2, latest_messages: [{ text: "After" }, { text: "Before" }] },
    });
    await sql`update sessions set status = 'ended', ended_at = now() where id = ${id}`;
    await changed(sql, [id]);
    expect(await events.next()).toMatchObject({ id: "3", data: { session_status: "ended" } });
    expect(await events.next()).toBeNull();
    expect(openStreams()).toBe(0);
  });

  it.each([
    ["its request is broken off", (leaving: AbortController) => leaving.abort()],
    ["its reader turns away", (_: AbortController, events: ReturnType<typeof reader>) => events.cancel()],
  ])("leaves nothing behind when %s", async (_, leave) => {
    const { id } = await world.running();
    const { request, leaving } = ask();
    const events = reader(followSession(request, id));
    await events.next();
    expect(openStreams()).toBe(1);
    await leave(leaving, events);
    expect(openStreams()).toBe(0);
    await world.nobodyListens();
  });

  it("gives a slow client the latest state, not all missed ones", async () => {
    const { id } = await world.running();
    const response = followSession(ask().request, id);
    const fast = reader(followSession(ask().request, id));
    await fast.next();
    for (let version = 1; version <= 4; version++) {
      await changed(sql, [id]);
      expect(await fast.next()).toMatchObject({ id: String(version) });
    }
    const slow = reader(response);
    const ids: string[] = [];
    while (ids.at(-1) !== "4") ids.push((await slow.next())!.id);
    expect(ids.length).toBeLessThan(4);
    await Promise.all([slow.cancel(), fast.cancel()]);
  });

  it("carries the list of live sessions, and ends with the process", async () => {
    const teacher = await makeUser({ school_id: world.school_id, role: "instructor" });
    const { id } = await world.running({ instructor_id: teacher.id });
    const events = reader(followLiveSessions(ask().request, scopeOf(teacher)));
    expect(await events.next()).toMatchObject({
      event: "sessions",
      data: { sessions: [{ session_id: id, session_status: "live" }] },
    });
    await closeRealtime();
    expect(await events.next()).toBeNull();
    expect(openStreams()).toBe(0);
    await world.nobodyListens();
  });
});

describe("a stream's access", () => {
  const callers = {
    session: inBrowser,
    "access token": signedIn,
    "API token": async (user: Person) => (await apiTokenOf(user.id, ["read"])).caller,
  };
  type How = keyof typeof callers;
  const all: How[] = ["session", "access token", "API token"];
  // From another connection: another process could have sent them.
  const ends: [string, How[], (userId: string) => PromiseLike<unknown>][] = [
    ["signing out", ["session"], (id) => sql`update devices set sign_in_id = null where user_id = ${id}`],
    ["forgetting the browser", ["session"], (id) => sql`delete from devices where user_id = ${id}`],
    [
      "revoking the token",
      ["API token"],
      (id) => sql`update api_tokens set revoked_at = now() where user_id = ${id}`,
    ],
    ["signing out everywhere", all, (id) => sql`update users set version = version + 1 where id = ${id}`],
    ["another password", all, (id) => sql`update users set password_hash = 'another' where id = ${id}`],
    ["another role", all, (id) => sql`update users set role = 'student' where id = ${id}`],
    ["another school", all, (id) => sql`update users set school_id = null where id = ${id}`],
    ["deactivation", all, (id) => sql`update users set disabled_at = now() where id = ${id}`],
  ];

  it.each(ends)("ends with %s, at once, and with nothing less", async (_, ended, end) => {
    const { id } = await world.running();
    const teacher = () => makeUser({ school_id: world.school_id, role: "instructor" });
    const [user, colleague] = [await teacher(), await teacher()];
    const open = async (how: How, whose: Person) => {
      const request = new Request("http://stats.test/live", await callers[how](whose));
      const events = reader(followSession(request, id));
      await events.next();
      return { how, events };
    };
    const streams = await Promise.all(all.map((how) => open(how, user)));
    const theirs = await open("session", colleague);
    await end(user.id);
    for (const { how, events } of streams)
      if (ended.includes(how)) expect(await events.next(), how).toBeNull();
    // The others go on.
    await changed(sql, [id]);
    for (const { how, events } of [...streams, theirs])
      if (events === theirs.events || !ended.includes(how)) {
        expect(await events.next(), how).not.toBeNull();
        await events.cancel();
      }
    await world.nobodyListens();
  });

  it("that ended before the stream began ends it", async () => {
    const { id } = await world.running();
    const user = await makeUser({ school_id: world.school_id, role: "instructor" });
    const request = new Request("http://stats.test/live", await signedIn(user));
    await sql`update users set version = version + 1 where id = ${user.id}`;
    const events = reader(followSession(request, id));
    while ((await events.next()) !== null);
    expect(openStreams()).toBe(0);
  });
});
