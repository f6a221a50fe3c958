import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Attempt, createOutbox } from "./outbox";
import type { Progress, View } from "./wire";

const endpoint = "https://stats.school.test";
const sessions = { a: "11111111-1111-4111-8111-111111111111", b: "22222222-2222-4222-8222-222222222222" };

const view = (session_id = sessions.a): View => ({
  type: "view",
  session_id,
  video_id: "v",
  course_id: "c",
  is_preview: false,
});
const progress = (seq: number, session_id = sessions.a, padding = ""): Progress => ({
  type: "progress",
  session_id,
  seq,
  played: [[seq, seq + 1]],
  video_id: `v${padding}`,
  current_position_seconds: seq + 1,
  watch_time_seconds: seq + 1,
  play_count: 1,
  pause_count: 0,
  seek_count: 0,
  quality_changes: 0,
  quality: {},
  rebuffer_count: 0,
  rebuffer_ms: 0,
  retries: 0,
  abandoned: false,
});

/** A device's storage: keys are its own properties, as in a browser. */
function storage(): Storage {
  const values: Record<string, string> = {};
  return new Proxy(values, {
    get: (_, name: string) =>
      ({
        getItem: (key: string) => values[key] ?? null,
        setItem: (key: string, value: string) => {
          values[key] = value;
        },
        removeItem: (key: string) => {
          delete values[key];
        },
      })[name] ?? values[name],
  }) as unknown as Storage;
}

type Reply = { status: number; retryAfter?: number; body?: unknown } | "no connection";
type Request = { url: string; items: unknown[]; keepalive: boolean };

/** A server that answers as told and remembers what it was sent. */
function server(reply: (request: Request, index: number) => Reply) {
  const requests: Request[] = [];
  vi.stubGlobal("fetch", async (url: string, init: { body: string; keepalive: boolean }) => {
    const items = [JSON.parse(init.body)].flat();
    const request = { url, items, keepalive: init.keepalive };
    const answer = reply(request, requests.push(request) - 1);
    if (answer === "no connection") throw new TypeError("Failed to fetch");
    const results = items.map((_, index) => ({ index, status: 200 }));
    return new Response(JSON.stringify(answer.body ?? { success: true, ...(items[1] ? { results } : {}) }), {
      status: answer.status,
      headers: answer.retryAfter ? { "retry-after": String(answer.retryAfter) } : {},
    });
  });
  return requests;
}

const seqs = ({ items }: { items: unknown[] }) =>
  (items as { seq?: number }[]).map(({ seq }) => seq ?? "view");
const outboxOf = (device: Storage | null, attempts: Attempt[] = []) =>
  createOutbox(
    endpoint,
    () => device,
    (attempt) => attempts.push(attempt),
  );
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a view goes alone to its route and its answer to the page; later beacons each to theirs", async () => {
  const requests = server(() => ({ status: 200, body: { success: true, resume_position_seconds: 42 } }));
  const device = storage();
  const attempts: Attempt[] = [];
  const outbox = outboxOf(device, attempts);
  outbox.push(view());
  await settled();
  outbox.push(progress(0));
  await settled();
  outbox.push({ ...progress(1), type: "complete", completion_percentage: 95 });
  await settled();
  expect(requests.map(({ url }) => url)).toEqual(
    ["view", "progress", "complete"].map((kind) => `${endpoint}/api/analytics/video-${kind}`),
  );
  expect(attempts[0]).toMatchObject({
    items: [view()],
    status: 200,
    answer: { resume_position_seconds: 42 },
  });
  expect(Object.keys(device)).toEqual([]);
});

test("nothing is sent twice at once, and what gathered meanwhile goes in one batch", async () => {
  const requests = server(() => ({ status: 200 }));
  const outbox = outboxOf(storage());
  outbox.push(view());
  outbox.push(progress(0));
  outbox.push(progress(1));
  await settled();
  expect(requests.map(({ url }) => url.split("/").at(-1))).toEqual(["video-view", "video-batch"]);
  expect(requests.map(seqs)).toEqual([["view"], [0, 1]]);
});

test("a failed attempt is repeated after 5, 10 and 20 s, then with the next beacon", async () => {
  let down = true;
  const requests = server(() => (down ? "no connection" : { status: 200 }));
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(progress(0));
  await settled();
  const attempts: number[] = [];
  for (let second = 0; second < 120; second++) {
    const before = requests.length;
    await vi.advanceTimersByTimeAsync(1000);
    if (requests.length > before) attempts.push(second + 1);
  }
  expect(attempts).toEqual([5, 15, 35]);
  expect(outbox.retries()).toBe(4);
  expect(Object.keys(device)).toHaveLength(1);

  down = false;
  outbox.push(progress(1));
  await settled();
  expect(seqs(requests.at(-1) as Request)).toEqual([0, 1]);
  expect(Object.keys(device)).toEqual([]);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(requests).toHaveLength(5);
});

test("a full or failing server is tried again when it says; a refusal is not repeated", async () => {
  const replies: Reply[] = [
    { status: 503, retryAfter: 30 },
    { status: 429 },
    { status: 500 },
    { status: 400 },
  ];
  const requests = server((_, index) => replies[index] ?? { status: 200 });
  const device = storage();
  const attempts: Attempt[] = [];
  const outbox = outboxOf(device, attempts);
  outbox.push(progress(0));
  await vi.advanceTimersByTimeAsync(29_000);
  expect(requests).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(requests).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(10_000);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(attempts.map(({ status }) => status)).toEqual([503, 429, 500, 400]);
  expect(Object.keys(device)).toEqual([]);
});

test("of a batch only what failed for now is kept", async () => {
  const requests = server(({ items }) => ({
    status: 200,
    body: items[1]
      ? { success: false, results: [200, 400, 503].map((status, index) => ({ index, status })) }
      : { success: true },
  }));
  const outbox = outboxOf(storage());
  outbox.push(view());
  for (const seq of [0, 1, 2]) outbox.push(progress(seq));
  await settled();
  await vi.advanceTimersByTimeAsync(5000);
  expect(requests.map(seqs)).toEqual([["view"], [0, 1, 2], [2]]);
});

test("a page in the way that answers 200 has delivered nothing", async () => {
  vi.stubGlobal("fetch", async () => new Response("<h1>Sign in to the network</h1>", { status: 200 }));
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(progress(0));
  await settled();
  expect(Object.keys(device)).toHaveLength(1);
});

test("what a page could not deliver, the next one does, together with its own", async () => {
  server(() => "no connection");
  const device = storage();
  const before = outboxOf(device);
  before.push(view());
  before.push(progress(0));
  await settled();

  const requests = server(() => ({ status: 200 }));
  const after = outboxOf(device);
  after.adopt((session) => session === sessions.b);
  after.push(view(sessions.b));
  await settled();
  expect(requests.map(seqs)).toEqual([["view"], [0], ["view"]]);
  expect(requests.flatMap(({ items }) => items)).toContainEqual(progress(0));
  expect(Object.keys(device)).toEqual([]);
});

test("tabs do not get in each other's way: one takes over, the other adds, nothing is lost", async () => {
  server(() => "no connection");
  const device = storage();
  const first = outboxOf(device);
  first.push(progress(0));
  await settled();
  // A second tab starts, takes over and delivers what it found, while the first goes on.
  const second = outboxOf(device);
  second.adopt(() => false);
  first.push(progress(1));
  const requests = server(() => ({ status: 200 }));
  second.send();
  await settled();
  expect(requests.map(seqs)).toEqual([[0]]);
  expect(JSON.parse(device.getItem(Object.keys(device)[0] as string) as string).items).toEqual([progress(1)]);
});

test("a page that goes hands everything over in bodies below 16 kB, and forgets nothing yet", async () => {
  server(() => "no connection");
  const beacons: { url: string; size: number; items: unknown[] }[] = [];
  vi.stubGlobal("navigator", {
    sendBeacon: (url: string, body: string) =>
      beacons.push({ url, size: body.length, items: [JSON.parse(body)].flat() }),
  });
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(view(), false);
  for (let seq = 0; seq < 90; seq++) outbox.push(progress(seq), false);
  outbox.leave();
  expect(beacons.flatMap(seqs)).toEqual(["view", ...Array.from({ length: 90 }, (_, seq) => seq)]);
  expect(beacons.length).toBeGreaterThan(1);
  for (const { size, url } of beacons) {
    expect(size).toBeLessThan(16_000);
    expect(url).toBe(`${endpoint}/api/analytics/video-batch`);
  }
  expect(JSON.parse(device.getItem(Object.keys(device)[0] as string) as string).items).toHaveLength(91);

  // Handed over once is enough for this leaving; seen again, the page makes sure.
  const handed = beacons.length;
  outbox.leave();
  expect(beacons).toHaveLength(handed);
  const requests = server(() => ({ status: 200 }));
  outbox.wake();
  await settled();
  expect(requests.flatMap(seqs)).toHaveLength(91);
  expect(Object.keys(device)).toEqual([]);
});

test("a browser that takes no more beacons leaves the rest for the next load", () => {
  let taken = 0;
  vi.stubGlobal("navigator", { sendBeacon: () => taken++ < 1 });
  const device = storage();
  const outbox = outboxOf(device);
  for (let seq = 0; seq < 90; seq++) outbox.push(progress(seq), false);
  outbox.leave();
  expect(taken).toBe(2);
  expect(JSON.parse(device.getItem(Object.keys(device)[0] as string) as string).items).toHaveLength(90);
});

test("the queue is bounded, and the view is never what gives way", () => {
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(view(), false);
  for (let seq = 0; seq < 400; seq++) outbox.push(progress(seq), false);
  const { items } = JSON.parse(device.getItem(Object.keys(device)[0] as string) as string);
  expect(items).toHaveLength(301);
  expect(items[0].type).toBe("view");
  expect(items.at(-1).seq).toBe(399);
  expect(outbox.full()).toBe(true);
});

test("after a week, or where it is not ours, what is kept is let go", async () => {
  const requests = server(() => ({ status: 200 }));
  const device = storage();
  const prefix = `lectern:${endpoint}:`;
  device.setItem(
    prefix + sessions.a,
    JSON.stringify({ at: Date.now() - 8 * 86_400_000, items: [progress(0)] }),
  );
  device.setItem(prefix + sessions.b, "{cut off");
  device.setItem("the page's own", "stays");
  const outbox = outboxOf(device);
  outbox.adopt(() => false);
  outbox.send();
  await settled();
  expect(requests).toEqual([]);
  expect(Object.keys(device)).toEqual(["the page's own"]);
});

test("nothing is kept where nothing may be; it is delivered all the same", async () => {
  let down = true;
  const requests = server(() => (down ? "no connection" : { status: 200 }));
  const outbox = outboxOf(null);
  outbox.adopt(() => false);
  outbox.push(progress(0));
  await settled();
  down = false;
  await vi.advanceTimersByTimeAsync(5000);
  expect(requests.map(seqs)).toEqual([[0], [0]]);
});

test("a full storage loses nothing while the page lives", async () => {
  const device = storage();
  const full = new Proxy(device, {
    get: (target, name) =>
      name === "setItem"
        ? () => {
            throw new DOMException("full", "QuotaExceededError");
          }
        : Reflect.get(target, name),
  });
  const requests = server(() => ({ status: 200 }));
  outboxOf(full).push(progress(0));
  await settled();
  expect(requests.map(seqs)).toEqual([[0]]);
});

test("closing makes one last attempt that outlives the page, and leaves no timer", async () => {
  const requests = server(() => "no connection");
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(progress(0), false);
  outbox.close();
  await settled();
  expect(requests.map(({ keepalive }) => keepalive)).toEqual([true]);
  expect(vi.getTimerCount()).toBe(0);
  expect(Object.keys(device)).toHaveLength(1);
});
