import { afterAll, expect, it } from "vitest";
import { fakeCloudflare } from "@/lib/testing/fake-cloudflare";
import { liveViewersOf } from "./live-viewers";

const cloudflare = await fakeCloudflare();
afterAll(() => cloudflare.close());

const start = new Date("2026-11-28T09:00:00Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const video = (provider_id: string | null) => ({ provider: "cloudflare" as const, provider_id });
const [live, other] = ["1".repeat(32), "2".repeat(32)];
const at = (seconds: number, uid = live) => liveViewersOf(video(uid), after(seconds), cloudflare.url);

it("asks Cloudflare once in ten seconds for each video, for all readers together", async () => {
  cloudflare.viewers.set(live, 113);
  const seen = await Promise.all([at(0), at(1), at(9), at(9, other)]);
  expect(seen.map(({ live_viewers }) => live_viewers)).toEqual([113, 113, 113, null]);
  expect(seen.map(({ state }) => state)).toEqual(Array(4).fill("connected"));
  expect(cloudflare.requests).toHaveLength(2);
  cloudflare.viewers.set(live, 114);
  expect(await at(10)).toMatchObject({ live_viewers: 114 });
});

it("says since when Cloudflare does not answer, until it does", async () => {
  cloudflare.faults.push({ status: 500 }, "cut");
  const since = after(100).toISOString();
  expect(await at(100)).toMatchObject({ state: "unavailable", live_viewers: null, unavailable_since: since });
  expect(await at(120)).toMatchObject({ state: "unavailable", unavailable_since: since });
  expect(await at(140)).toMatchObject({ state: "connected", live_viewers: 114, unavailable_since: null });
});

it("is not connected without the address, for a file, and without an id", async () => {
  const asked = cloudflare.requests.length;
  const answers = [
    liveViewersOf(video(live), after(200), ""),
    liveViewersOf({ provider: "file", provider_id: null }, after(200), cloudflare.url),
    liveViewersOf(video(null), after(200), cloudflare.url),
  ];
  for (const answer of answers) expect(await answer).toMatchObject({ state: "not_connected" });
  expect(cloudflare.requests).toHaveLength(asked);
});
