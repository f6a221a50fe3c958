import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  endpoint,
  outboxOf,
  progress,
  type Reply,
  type Request,
  seqs,
  server,
  settled,
  storage,
  view,
} from "@/lib/testing/outbox-world";
import type { Attempt } from "./outbox";
import type { VideoItem } from "./wire";

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

test("a view with the length, pushed while the one without is on its way, is sent too", async () => {
  const requests = server(() => ({ status: 200 }));
  const outbox = outboxOf(storage());
  const withLength = { ...view(), video_duration_seconds: 120 };
  outbox.push(view());
  outbox.push(withLength);
  await settled();
  expect(requests.map(({ items }) => items)).toEqual([[view()], [withLength]]);
  expect(outbox.waiting()).toBe(0);
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

test("items of a batch that are over a limit are kept, and come again after the Retry-After of the batch", async () => {
  const requests = server(({ items }, index) => ({
    status: 200,
    ...(items[1] && index === 1
      ? {
          retryAfter: 40,
          body: { success: false, results: [200, 429, 429].map((status, at) => ({ index: at, status })) },
        }
      : { body: { success: true } }),
  }));
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(view());
  for (const seq of [0, 1, 2]) outbox.push(progress(seq));
  await settled();
  expect(requests.map(seqs)).toEqual([["view"], [0, 1, 2]]);
  await vi.advanceTimersByTimeAsync(39_000);
  expect(requests).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1000);
  expect(requests.map(seqs)).toEqual([["view"], [0, 1, 2], [1, 2]]);
  expect(Object.keys(device)).toEqual([]);
});

test("a sign-in page of the network that answers 200 has delivered nothing", async () => {
  vi.stubGlobal("fetch", async () => new Response("<h1>Sign in to the network</h1>", { status: 200 }));
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(progress(0));
  await settled();
  expect(Object.keys(device)).toHaveLength(1);
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

test("a request outlives its page; one that fails last is tried three times more, then with the next wake", async () => {
  const requests = server(() => "no connection");
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(progress(0), true);
  outbox.wake();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(requests.map(({ keepalive }) => keepalive)).toEqual([true, true, true, true]);
  expect(vi.getTimerCount()).toBe(0);
  expect(Object.keys(device)).toHaveLength(1);
});
