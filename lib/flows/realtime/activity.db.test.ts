import { expect, it, vi } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import type { Realtime } from "@/lib/domain/learning/overviews";
import { newId } from "@/lib/platform/ids";
import { dayOf } from "@/lib/platform/time";
import { signedIn } from "@/lib/testing/access-world";
import { makeSchool, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { within } from "@/lib/testing/realtime-world";
import { openFeeds } from "./activity";
import { followActivity } from "./live";

const { writer } = testDatabase();

const textOf = (event: Uint8Array) => new TextDecoder().decode(event);
const stateOf = (event: Uint8Array): Realtime => JSON.parse(textOf(event).match(/^data: (.*)$/m)![1]!);

async function makePeople() {
  const { id: school_id } = await makeSchool({ time_zone: "Asia/Kathmandu" });
  const [ana, admin, colleague] = [
    await makeUser({ school_id, name: "Ana" }),
    await makeUser({ school_id, role: "admin" }),
    await makeUser({ school_id, role: "admin" }),
  ];
  const view = async (material_id: string) => {
    const at = new Date();
    await applyLearningEvents(writer, [
      {
        ...{ actor: await actorOf(school_id, ana.id), id: newId(), school_id, event_type: "material_view" },
        ...{
          properties: { material_id },
          occurred_at: at,
          received_at: at,
          day: dayOf(at, "Asia/Kathmandu"),
        },
      },
    ]);
  };
  return { ana, admin, colleague, view };
}

it("begins with what happens now, and sends each change once", async () => {
  const { admin, colleague, view } = await makePeople();
  const feeds = openFeeds({ intervalMs: 5 });
  const first: Uint8Array[] = [];
  const second: Uint8Array[] = [];
  /** Waits for the state with so many events. */
  const has = (events: number, sent: Uint8Array[]) =>
    vi.waitFor(() => {
      const { latest, today, active_users } = stateOf(sent.at(-1)!);
      expect([latest.length, today.learning_events, active_users]).toEqual([
        events,
        events,
        Math.min(1, events),
      ]);
    }, within);
  const stop = feeds.follow(scopeOf(admin), (event) => first.push(event));
  await has(0, first);
  expect(textOf(first[0]!)).toMatch(/^event: activity\nid: 1\n/);
  await view("a");
  await has(1, first);
  expect(stateOf(first.at(-1)!).latest).toMatchObject([{ name: "Ana", material_id: "a" }]);
  // Somebody who reaches the same gets the same bytes at once.
  const stopSecond = feeds.follow(scopeOf(colleague), (event) => second.push(event));
  expect(second).toEqual([first.at(-1)]);
  expect(feeds.size()).toBe(1);
  await view("b");
  await has(2, second);
  const states = first.map(stateOf).map(({ at: _, ...state }) => JSON.stringify(state));
  expect(new Set(states).size).toBe(states.length);
  stop();
  stopSecond();
  expect(feeds.size()).toBe(0);
});

it("reads again after a failure, and not for nobody", async () => {
  const { ana } = await makePeople();
  let reads = 0;
  const read = async () => {
    if (++reads === 1) throw new Error("the database is away");
    return { active_users: reads } as Realtime;
  };
  const feeds = openFeeds({ read, intervalMs: 1 });
  const sent: Uint8Array[] = [];
  const stop = feeds.follow(scopeOf(ana), (event) => sent.push(event));
  await vi.waitFor(() => expect(sent.length).toBeGreaterThan(1), within);
  expect(stateOf(sent[0]!).active_users).toBe(2);
  stop();
  expect(feeds.size()).toBe(0);
  const [before, pending] = [reads, sent.length];
  // Another feed's reads take as long as one of a timer that had been left.
  const others: Uint8Array[] = [];
  const stopOther = openFeeds({
    read: async () => ({ active_users: others.length }) as Realtime,
    intervalMs: 1,
  }).follow(scopeOf(ana), (event) => others.push(event));
  await vi.waitFor(() => expect(others.length).toBeGreaterThan(5), within);
  stopOther();
  expect([reads, sent.length]).toEqual([before, pending]);
});

it("is a stream of the one who asks", async () => {
  const { ana, view } = await makePeople();
  await view("a");
  const leaving = new AbortController();
  const { headers } = await signedIn(ana);
  const request = new Request("http://stats.test/now", { headers, signal: leaving.signal });
  const response = followActivity(request, scopeOf(ana));
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  const source = response.body!.getReader();
  let text = "";
  while (!text.includes("event: activity")) text += textOf((await source.read()).value!);
  expect(text).toContain('"material_id":"a"');
  leaving.abort();
});
