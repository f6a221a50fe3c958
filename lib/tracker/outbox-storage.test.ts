import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  endpoint,
  outboxOf,
  progress,
  seqs,
  server,
  sessions,
  settled,
  storage,
  storedItems,
  view,
} from "@/lib/testing/outbox-world";
import { keyOf } from "./beacons";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
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
  expect(storedItems(device)).toContainEqual(progress(1));
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
  expect(storedItems(device)).toHaveLength(91);

  // Each is handed to the browser once; a page that is visible again sends them again for confirmation.
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
  expect(storedItems(device)).toHaveLength(90);
});

test("the queue is bounded, and the view is never dropped", () => {
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(view(), true);
  for (let seq = 0; seq < 400; seq++) outbox.push(progress(seq), true);
  const items = storedItems(device);
  expect(items).toHaveLength(301);
  expect(items[0]).toEqual(view());
  expect(items.at(-1)).toEqual(progress(399));
  expect(outbox.waiting()).toBe(301);
  expect(outbox.dropped).toBe(100);
});

test("what was stored is dropped after a week, or where another script wrote it", async () => {
  const requests = server(() => ({ status: 200 }));
  const device = storage();
  const prefix = `lectern:${endpoint}:`;
  device.setItem(prefix + sessions.a, JSON.stringify([[progress(0), Date.now() - 8 * 86_400_000]]));
  device.setItem(prefix + sessions.b, "{cut off");
  device.setItem("the page's own", "stays");
  const outbox = outboxOf(device);
  outbox.attachPending();
  outbox.send();
  await settled();
  expect(requests).toEqual([]);
  expect(Object.keys(device)).toEqual(["the page's own"]);
  // What another script wrote is not known to be a beacon.
  expect(outbox.dropped).toBe(1);
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

test("each beacon has its own age while pages come and go without a server", async () => {
  server(() => "no connection");
  const days = (count: number) => vi.advanceTimersByTimeAsync(count * 86_400_000);
  const device = storage();
  outboxOf(device).push(progress(0));
  await days(3);
  const next = outboxOf(device, [], sessions.b);
  next.attachPending();
  next.push(progress(0, sessions.b));
  expect(Object.keys(device)).toEqual([keyOf(endpoint, sessions.b)]);
  expect(storedItems(device)).toEqual([progress(0), progress(0, sessions.b)]);

  // After a week the first is dropped, and not what was pushed three days later.
  await days(4);
  const requests = server(() => ({ status: 200 }));
  const last = outboxOf(device);
  last.attachPending();
  last.push(progress(1));
  await settled();
  expect(requests.flatMap(({ items }) => items)).toEqual([progress(0, sessions.b), progress(1)]);
  expect(Object.keys(device)).toEqual([]);
});

test("a beacon that waits longer than a week is dropped by a page that stays open, too", async () => {
  server(() => "no connection");
  const device = storage();
  const outbox = outboxOf(device);
  outbox.push(progress(0));
  await vi.advanceTimersByTimeAsync(6 * 86_400_000);
  outbox.push(progress(1));
  await vi.advanceTimersByTimeAsync(86_400_000);
  const requests = server(() => ({ status: 200 }));
  outbox.wake();
  await settled();
  expect(requests.flatMap(seqs)).toEqual([1]);
});
