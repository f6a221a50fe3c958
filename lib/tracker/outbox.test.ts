import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { beaconOutbox, keyOf } from "./beacons";
import type { Attempt } from "./outbox";
import type { Progress, VideoItem, View } from "./wire";

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
const outboxOf = (
  device: Storage | null,
  attempts: (Attempt<VideoItem> & { failed?: boolean | undefined })[] = [],
  session = sessions.a,
) =>
  beaconOutbox(
    endpoint,
    keyOf(endpoint, session),
    () => device,
    (attempt, failed) => attempts.push({ ...attempt, failed }),
  );
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a view is sent alone to its route, and later beacons each to theirs; the page gets the answers", async () => {
  const requests = server(() => ({ status: 200, body: { success: true, resume_position_seconds: 42 } }));
  const device = storage();
  const attempts: Attempt<VideoItem>[] = [];
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

test("one request at a time: beacons that wait meanwhile are sent in one batch", async () => {
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
  const tried: (Attempt<VideoItem> & { failed?: boolean | undefined })[] = [];
  const outbox = outboxOf(device, tried);
  outbox.push(progress(0));
  await settled();
  const attempts: number[] = [];
  for (let second = 0; second < 120; second++) {
    const before = requests.length;
    await vi.advanceTimersByTimeAsync(1000);
    if (requests.length > before) attempts.push(second + 1);
  }
  expect(attempts).toEqual([5, 15, 35]);
  expect(tried.map(({ failed }) => failed)).toEqual([true, true, true, true]);
  expect(Object.keys(device)).toHaveLength(1);

  down = false;
  outbox.push(progress(1));
  await settled();
  expect(seqs(requests.at(-1) as Request)).toEqual([0, 1]);
  expect(Object.keys(device)).toEqual([]);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(requests).toHaveLength(5);
});

test("a busy or failing server is tried again after its Retry-After; a refused beacon is not", async () => {
  const replies: Reply[] = [
    { status: 503, retryAfter: 30 },
    { status: 429 },
    { status: 500 },
    { status: 400 },
  ];
  const requests = server((_, index) => replies[index] ?? { status: 200 });
  const device = storage();
  const attempts: Attempt<VideoItem>[] = [];
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

test("only the items of a batch that failed temporarily are kept", async () => {
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

test("a sign-in page of the network that answers 200 has delivered nothing", async () => {
  vi.stubGlobal("fetch", async () => new Response("<h1>Sign in to the network</h1>", { status: 200 }));
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(progress(0));
  await settled();
  expect(Object.keys(device)).toHaveLength(1);
});

test("the next page delivers what a page could not, together with its own", async () => {
  server(() => "no connection");
  const device = storage();
  const before = outboxOf(device);
  before.push(view());
  before.push(progress(0));
  await settled();

  const requests = server(() => ({ status: 200 }));
  const after = outboxOf(device, [], sessions.b);
  after.attachPending(new Set([keyOf(endpoint, sessions.b)]));
  after.push(view(sessions.b));
  await settled();
  expect(requests.map(seqs)).toEqual([["view"], [0], ["view"]]);
  expect(requests.flatMap(({ items }) => items)).toContainEqual(progress(0));
  expect(Object.keys(device)).toEqual([]);
});

test("two tabs: one delivers what the other has stored, the other adds, nothing is lost", async () => {
  server(() => "no connection");
  const device = storage();
  const first = outboxOf(device);
  first.push(progress(0));
  await settled();
  // A second tab starts and delivers what the first has stored, while the first goes on.
  const second = outboxOf(device, [], sessions.b);
  second.attachPending();
  first.push(progress(1));
  const requests = server(() => ({ status: 200 }));
  second.send();
  await settled();
  expect(requests.map(seqs)).toEqual([[0]]);
  const keys = Object.keys(device);
  expect(keys).toEqual([keyOf(endpoint, sessions.a)]);
  expect(JSON.parse(device.getItem(keys[0] as string) as string).items).toContainEqual(progress(1));
  // The first tab sends again what it has in memory; the server counts it once.
  first.wake();
  await settled();
  expect(requests.map(seqs)).toEqual([[0], [0, 1]]);
  expect(Object.keys(device)).toEqual([]);
});

test("a page that is left hands everything to the browser in bodies below 16 kB, and keeps it until confirmed", async () => {
  server(() => "no connection");
  const beacons: { url: string; size: number; items: unknown[] }[] = [];
  vi.stubGlobal("navigator", {
    sendBeacon: (url: string, body: string) =>
      beacons.push({ url, size: body.length, items: [JSON.parse(body)].flat() }),
  });
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(view(), true);
  for (let seq = 0; seq < 90; seq++) outbox.push(progress(seq), true);
  outbox.leave();
  expect(beacons.flatMap(seqs)).toEqual(["view", ...Array.from({ length: 90 }, (_, seq) => seq)]);
  expect(beacons.length).toBeGreaterThan(1);
  for (const { size, url } of beacons) {
    expect(size).toBeLessThan(16_000);
    expect(url).toBe(`${endpoint}/api/analytics/video-batch`);
  }
  expect(JSON.parse(device.getItem(Object.keys(device)[0] as string) as string).items).toHaveLength(91);

  // Each is handed over once; a page that is visible again sends them once more to be sure.
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
  for (let seq = 0; seq < 90; seq++) outbox.push(progress(seq), true);
  outbox.leave();
  expect(taken).toBe(2);
  expect(JSON.parse(device.getItem(Object.keys(device)[0] as string) as string).items).toHaveLength(90);
});

test("the queue is bounded, and the view is never dropped", () => {
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(view(), true);
  for (let seq = 0; seq < 400; seq++) outbox.push(progress(seq), true);
  const { items } = JSON.parse(device.getItem(Object.keys(device)[0] as string) as string);
  expect(items).toHaveLength(301);
  expect(items[0].type).toBe("view");
  expect(items.at(-1).seq).toBe(399);
  expect(outbox.waiting()).toBe(301);
});

test("what was stored is dropped after a week, or where another script wrote it", async () => {
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
  outbox.attachPending();
  outbox.send();
  await settled();
  expect(requests).toEqual([]);
  expect(Object.keys(device)).toEqual(["the page's own"]);
});

test("without storage nothing is kept, and everything is delivered", async () => {
  let down = true;
  const requests = server(() => (down ? "no connection" : { status: 200 }));
  const outbox = outboxOf(null);
  outbox.attachPending();
  outbox.push(progress(0));
  await settled();
  down = false;
  await vi.advanceTimersByTimeAsync(5000);
  expect(requests.map(seqs)).toEqual([[0], [0]]);
});

test("a full storage loses nothing while the page lives", async () => {
  const device = storage();
  const full = new Proxy(device, {
    set: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  });
  const requests = server(() => ({ status: 200 }));
  outboxOf(full).push(progress(0));
  await settled();
  expect(requests.map(seqs)).toEqual([[0]]);
});

test("the age of pending beacons is kept while pages come and go without a server", async () => {
  server(() => "no connection");
  const device = storage();
  outboxOf(device).push(progress(0));
  await settled();
  const written = JSON.parse(device.getItem(keyOf(endpoint, sessions.a)) as string).at;
  await vi.advanceTimersByTimeAsync(3 * 86_400_000);
  const next = outboxOf(device, [], sessions.b);
  next.attachPending();
  next.push(progress(0, sessions.b));
  expect(Object.keys(device)).toEqual([keyOf(endpoint, sessions.b)]);
  const stored = JSON.parse(device.getItem(keyOf(endpoint, sessions.b)) as string);
  expect(stored).toEqual({ at: written, items: [progress(0), progress(0, sessions.b)] });
});

test("an error counts whatever its body is", async () => {
  vi.stubGlobal("fetch", async () => new Response("<h1>Forbidden</h1>", { status: 403 }));
  const device = storage();
  const attempts: Attempt<VideoItem>[] = [];
  outboxOf(device, attempts).push(progress(0));
  await settled();
  expect(attempts.map(({ status }) => status)).toEqual([403]);
  expect(Object.keys(device)).toEqual([]);
});

test("closing makes one last attempt that outlives the page, and leaves no timer", async () => {
  const requests = server(() => "no connection");
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(progress(0), true);
  outbox.close();
  await settled();
  expect(requests.map(({ keepalive }) => keepalive)).toEqual([true]);
  expect(vi.getTimerCount()).toBe(0);
  expect(Object.keys(device)).toHaveLength(1);
});
