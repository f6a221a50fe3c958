import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type FakeRow, type Fault, fakeCloudflare } from "@/lib/testing/fake-cloudflare";
import { CloudflareError, deliveredMinutes, liveViewers } from "./client";

const now = new Date("2026-11-28T09:00:00Z");
const cloudflare = await fakeCloudflare(() => now);
afterAll(() => cloudflare.close());
beforeEach(() => {
  for (const list of [cloudflare.rows, cloudflare.requests, cloudflare.faults]) list.length = 0;
  cloudflare.viewers.clear();
});

const uidOf = (index: number) => index.toString(16).padStart(32, "0");
const row = (uid: number, date: string, clientCountryName = "PT", minutesViewed = 1): FakeRow => ({
  uid: uidOf(uid),
  date,
  clientCountryName,
  minutesViewed,
});
const november = { from: "2026-11-01", to: "2026-11-28" };
const read = (uids: number[], days = november) =>
  deliveredMinutes(cloudflare.account, { uids: uids.map(uidOf), ...days });
/** Two letters for each number, as countries are written. */
const country = (index: number) => String.fromCharCode(65 + (index % 26), 65 + (Math.floor(index / 26) % 26));
const minutesOf = (rows: { minutes: number }[]) => rows.reduce((sum, { minutes }) => sum + minutes, 0);

describe("delivered minutes", () => {
  it("are read of the videos and days asked for, both days included", async () => {
    cloudflare.rows.push(
      row(1, "2026-10-31"),
      row(1, "2026-11-01", "PT", 12.5),
      row(1, "2026-11-28", "XX", 3),
      row(1, "2026-11-29"),
      row(2, "2026-11-02"),
      row(3, "2026-11-03", "", 4),
    );
    expect(await read([1, 3])).toEqual([
      { provider_id: uidOf(1), day: "2026-11-01", country: "PT", minutes: 12.5 },
      { provider_id: uidOf(1), day: "2026-11-28", country: "XX", minutes: 3 },
      { provider_id: uidOf(3), day: "2026-11-03", country: "", minutes: 4 },
    ]);
  });

  it("come over several pages, each row once, wherever a page ends", async () => {
    for (let index = 0; index < 3400; index++)
      cloudflare.rows.push(row(1 + Math.floor(index / 700), "2026-11-10", country(index), 1));
    const rows = await read([1, 2, 3, 4, 5]);
    expect(rows).toHaveLength(3400);
    expect(minutesOf(rows)).toBe(3400);
    expect(cloudflare.requests.length).toBeGreaterThan(3);
  });

  it("are read in halves of the days when one video fills a page by itself", async () => {
    for (let day = 1; day <= 28; day++)
      for (let index = 0; index < 200; index++)
        cloudflare.rows.push(row(7, `2026-11-${String(day).padStart(2, "0")}`, country(index)));
    cloudflare.rows.push(row(6, "2026-11-04"), row(8, "2026-11-05"));
    const rows = await read([6, 7, 8]);
    expect(rows).toHaveLength(28 * 200 + 2);
    expect(new Set(rows.map((one) => JSON.stringify(one))).size).toBe(rows.length);
  });

  it("are never asked for over more days than a query may cover", async () => {
    await expect(read([1], { from: "2026-10-01", to: "2026-11-28" })).rejects.toThrow(RangeError);
    expect(cloudflare.requests).toEqual([]);
    await expect(read([1], { from: "2026-10-29", to: "2026-11-28" })).resolves.toEqual([]);
  });

  it.each<[string, Fault]>([
    ["no_access", { status: 403 }],
    ["no_access", { status: 401 }],
    ["no_access", { errors: "zone 1 does not have access to the path" }],
    ["rate_limited", { status: 429 }],
    ["rate_limited", { errors: "rate limiter budget depleted, try again after 5 minutes" }],
    ["failed", { errors: "cannot request data older than 7776000s" }],
    ["failed", { status: 500 }],
    ["unreadable", { status: 200, body: "<html>" }],
    ["unreadable", { status: 200, body: '{"data":{"viewer":{"accounts":[{}]}}}' }],
    ["unreadable", { status: 200, body: "x".repeat(5 * 1024 * 1024) }],
    ["unreachable", { status: 302, headers: { location: "/elsewhere" } }],
    ["unreachable", "cut"],
  ])("that fail say why: %s", async (reason, fault) => {
    cloudflare.faults.push(fault);
    const error = await read([1]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CloudflareError);
    expect(error).toMatchObject({ reason });
    const said = JSON.stringify(error) + String(error);
    expect(said).not.toContain(cloudflare.account.token);
    expect(said).not.toContain(cloudflare.account.account_id);
  });

  it("keep how long Cloudflare asks to wait", async () => {
    cloudflare.faults.push({ status: 429, headers: { "retry-after": "300" } });
    await expect(read([1])).rejects.toMatchObject({ retry_after_seconds: 300 });
  });

  it("of another account are no access, and rows that were not asked for are not believed", async () => {
    const account = { ...cloudflare.account, account_id: "f".repeat(32) };
    await expect(deliveredMinutes(account, { uids: [uidOf(1)], ...november })).rejects.toMatchObject({
      reason: "no_access",
    });
    const group = { sum: { minutesViewed: 1 }, dimensions: { uid: uidOf(9), date: "2026-11-02" } };
    const accounts = [{ streamMinutesViewedAdaptiveGroups: [group] }];
    cloudflare.faults.push({ status: 200, body: JSON.stringify({ data: { viewer: { accounts } } }) });
    await expect(read([1])).rejects.toMatchObject({ reason: "unreadable" });
  });

  it("do not wait for ever", async () => {
    const { timeout } = AbortSignal;
    const short = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => timeout(1));
    cloudflare.faults.push("hang");
    await expect(read([1])).rejects.toMatchObject({ reason: "timeout" });
    expect(short).toHaveBeenCalledWith(20_000);
    short.mockRestore();
  });
});

describe("live viewers", () => {
  it("are counted of one video; what is not live has none", async () => {
    cloudflare.viewers.set(uidOf(1), 113);
    expect(await liveViewers(cloudflare.url, uidOf(1))).toBe(113);
    expect(await liveViewers(cloudflare.url, uidOf(2))).toBeNull();
    expect(await liveViewers(cloudflare.url, "../x?")).toBeNull();
    expect(cloudflare.requests.at(-1)?.path).toBe("/..%2Fx%3F/views");
  });

  it("that cannot be read say why", async () => {
    cloudflare.faults.push({ status: 200, body: '{"liveViewers":"many"}' }, { status: 503 });
    await expect(liveViewers(cloudflare.url, uidOf(1))).rejects.toMatchObject({ reason: "unreadable" });
    await expect(liveViewers(cloudflare.url, uidOf(1))).rejects.toMatchObject({ reason: "failed" });
  });
});
