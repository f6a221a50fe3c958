import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { changeVideo } from "@/lib/domain/videos/mutations/change";
import { deliveries } from "@/lib/domain/videos/queries/deliveries";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import type { Context } from "@/lib/http/context";
import { plusDays } from "@/lib/platform/time";
import { makeSchool, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { fakeCloudflare } from "@/lib/testing/fake-cloudflare";
import { readDeliveredMinutes } from "./delivered-minutes";

const { sql } = testDatabase();
const start = new Date("2026-11-28T09:00:00Z");
const today = "2026-11-28";
let now = start;
const cloudflare = await fakeCloudflare(() => now);
afterAll(() => cloudflare.close());

let ctx: Context;
let schoolId: string;
const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};

beforeEach(async () => {
  now = start;
  for (const list of [cloudflare.rows, cloudflare.requests, cloudflare.faults]) list.length = 0;
  await sql`delete from provider_reads`;
  await sql`delete from delivery_reads`;
  await sql`delete from delivered_minutes`;
  await sql`update videos set provider = 'file', provider_id = null`;
  schoolId = (await makeSchool()).id;
  const admin = await makeUser({ school_id: schoolId, role: "admin" });
  ctx = { scope: scopeOf(admin), request: { id: "request", address: "198.51.100.1" }, now };
});

const uidOf = (index: number) => index.toString(16).padStart(32, "0");
const video = async (index: number) =>
  (await makeVideo({ school_id: schoolId, provider: "cloudflare", provider_id: uidOf(index) })).id;
const delivered = (index: number, date: string, minutesViewed: number, clientCountryName = "PT") =>
  cloudflare.rows.push({ uid: uidOf(index), date, clientCountryName, minutesViewed });
const read = () => readDeliveredMinutes(cloudflare.account, now);
/** Until nothing is left to read now; how many readings that took. */
async function readAll(): Promise<number> {
  let readings = 0;
  while (await read()) readings++;
  return readings;
}
/** As its course's own instructors see it. */
const reached = async (id: string) => ({ ...(await reachVideo(ctx.scope, id)), folds_small_groups: false });
const shown = async (id: string) => deliveries(await reached(id), {}, true);
const windows = () => cloudflare.requests.map(({ variables }) => [variables.from, variables.before]);

describe("reading", () => {
  it("goes back as far as Cloudflare keeps days, in queries of 31 days at most, and then reads the newest again", async () => {
    const id = await video(1);
    const oldest = plusDays(today, -89);
    delivered(1, oldest, 10);
    delivered(1, "2026-10-10", 20, "BR");
    delivered(1, today, 5);
    expect(await shown(id)).toMatchObject({ state: "waiting", delivered_minutes: 0, read_at: null });
    expect(await readAll()).toBe(3);
    expect(windows()).toEqual([
      [oldest, plusDays(oldest, 31)],
      [plusDays(oldest, 31), plusDays(oldest, 62)],
      [plusDays(oldest, 62), plusDays(today, 1)],
    ]);
    expect(await shown(id)).toMatchObject({
      state: "connected",
      read_at: now.toISOString(),
      delivered_minutes: 35,
      by_day: [
        { day: oldest, delivered_minutes: 10 },
        { day: "2026-10-10", delivered_minutes: 20 },
        { day: today, delivered_minutes: 5 },
      ],
      by_country: [
        { value: "BR", delivered_minutes: 20 },
        { value: "PT", delivered_minutes: 15 },
      ],
    });

    // Within the hour nothing is read again; then the days that Cloudflare still corrects.
    cloudflare.requests.length = 0;
    later(59);
    expect(await readAll()).toBe(0);
    later(1);
    cloudflare.rows[2]!.minutesViewed = 8;
    expect(await readAll()).toBe(1);
    expect(windows()).toEqual([[plusDays(today, -2), plusDays(today, 1)]]);
    expect(await shown(id)).toMatchObject({ delivered_minutes: 38 });
  });

  it("catches up after a pause, and keeps days that Cloudflare no longer has", async () => {
    const id = await video(2);
    const oldest = plusDays(today, -89);
    delivered(2, oldest, 10);
    await readAll();
    cloudflare.rows.length = 0;
    cloudflare.requests.length = 0;
    later(60 * 24 * 40);
    const then = plusDays(today, 40);
    delivered(2, then, 7);
    await readAll();
    expect(windows()).toEqual([
      [plusDays(today, -2), plusDays(today, 29)],
      [plusDays(today, 29), plusDays(then, 1)],
    ]);
    expect((await shown(id)).by_day).toEqual([
      { day: oldest, delivered_minutes: 10 },
      { day: then, delivered_minutes: 7 },
    ]);
  });

  it("takes many videos, one clip in several courses, and only ours", async () => {
    const ids = await Promise.all(Array.from({ length: 45 }, (_, index) => video(100 + (index % 44))));
    for (let index = 0; index < 50; index++) delivered(100 + index, today, index + 1);
    await readAll();
    const minutes = await Promise.all(ids.map(async (id) => (await shown(id)).delivered_minutes));
    expect(minutes).toEqual([...Array.from({ length: 44 }, (_, index) => index + 1), 1]);
    expect(Math.max(...cloudflare.requests.map(({ variables }) => (variables.uids as string[]).length))).toBe(
      20,
    );
    const [{ videos }] =
      (await sql`select count(distinct video_id)::int as videos from delivered_minutes`) as [
        { videos: number },
      ];
    expect(videos).toBe(45);
  });

  it("asks Cloudflare nothing while no video is there, and while another process reads", async () => {
    expect(await readAll()).toBe(0);
    expect(cloudflare.requests).toEqual([]);
    await video(3);
    await sql`insert into provider_reads (provider, next_read_at) values ('cloudflare', ${new Date(now.getTime() + 1)})`;
    expect(await readAll()).toBe(0);
    expect(cloudflare.requests).toEqual([]);
    const [first, second] = [read(), read()];
    later(1);
    await Promise.all([first, second]);
    expect(cloudflare.requests.length).toBeLessThanOrEqual(1);
  });
});

describe("a failure", () => {
  it("keeps what was read, says since when, and waits longer each time", async () => {
    const id = await video(4);
    delivered(4, today, 5);
    await readAll();
    later(60);
    const since = now.toISOString();
    const waits: number[] = [];
    for (let failures = 0; failures < 8; failures++) {
      cloudflare.faults.push({ status: 500 });
      expect(await read()).toBe(false);
      const [row] = await sql<
        { next_read_at: Date; reason: string }[]
      >`select next_read_at, reason from provider_reads`;
      waits.push((row!.next_read_at.getTime() - now.getTime()) / 60_000);
      expect(row!.reason).toBe("failed");
      expect(await shown(id)).toMatchObject({
        state: "unavailable",
        unavailable_since: since,
        delivered_minutes: 5,
      });
      // Too soon: nothing is asked.
      const asked = cloudflare.requests.length;
      now = new Date(row!.next_read_at.getTime() - 1);
      expect(await read()).toBe(false);
      expect(cloudflare.requests).toHaveLength(asked);
      now = row!.next_read_at;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    await readAll();
    expect(await shown(id)).toMatchObject({ state: "connected", unavailable_since: null });
    const [row] = await sql`select failures, reason from provider_reads`;
    expect(row).toEqual({ failures: 0, reason: null });
  });

  it("of Cloudflare's limits waits at least as long as they count, or as Cloudflare asks", async () => {
    await video(5);
    const wait = async () => {
      await read();
      const [row] = await sql<{ next_read_at: Date }[]>`select next_read_at from provider_reads`;
      const seconds = (row!.next_read_at.getTime() - now.getTime()) / 1000;
      now = row!.next_read_at;
      return seconds;
    };
    cloudflare.faults.push({ errors: "rate limiter budget depleted, try again after 5 minutes" });
    expect(await wait()).toBe(300);
    cloudflare.faults.push({ status: 429, headers: { "retry-after": "900" } });
    expect(await wait()).toBe(900);
  });

  it("in the middle loses and doubles nothing", async () => {
    const id = await video(6);
    for (let back = 0; back < 90; back++) delivered(6, plusDays(today, -back), 1);
    await read();
    cloudflare.faults.push("cut");
    await read();
    later(1);
    await readAll();
    expect((await shown(id)).delivered_minutes).toBe(90);
  });
});

describe("a video", () => {
  it("that is another one at Cloudflare now has only the new one's minutes", async () => {
    const id = await video(7);
    delivered(7, today, 5);
    delivered(8, today, 9);
    await readAll();
    expect((await shown(id)).delivered_minutes).toBe(5);
    await changeVideo(ctx, id, { provider: "cloudflare", provider_id: uidOf(8) });
    expect(await shown(id)).toMatchObject({ state: "waiting", delivered_minutes: 0 });
    await readAll();
    expect((await shown(id)).delivered_minutes).toBe(9);
    await changeVideo(ctx, id, { provider: "file", provider_id: null });
    expect((await shown(id)).delivered_minutes).toBe(0);
    expect(await sql`select action from audit_log where target_id = ${id} order by id`).toEqual([
      { action: "video.set_provider" },
      { action: "video.set_provider" },
    ]);
  });

  it("without credentials is not connected, whatever happened before", async () => {
    const id = await video(9);
    cloudflare.faults.push({ status: 403 });
    await read();
    expect(await deliveries(await reached(id), {}, false)).toMatchObject({
      state: "not_connected",
      unavailable_since: null,
    });
  });
});
