import { randomBytes } from "node:crypto";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { openRedis } from "@/lib/db/redis";
import { newId } from "@/lib/platform/ids";
import { metricsRegistry } from "@/lib/platform/metrics";
import { redisServerPath, startRedis, withoutRedis } from "@/lib/testing/redis-server";
import { limitBeacon, limitNewcomer } from "./limits";
import { closeSharedCounts, openSharedCounts, type SharedCounts, sharedCounts } from "./shared-counts";

const server = redisServerPath ? await startRedis() : null;
process.env.DATABASE_URL = "postgres://127.0.0.1/none";
process.env.LECTERN_SECRET = randomBytes(32).toString("hex");
if (server) process.env.REDIS_URL = server.url;
afterAll(() => server?.lose());

const within = { timeout: 20_000, interval: 10 };

describe.skipIf(!server)(server ? "limits over processes" : `limits over processes (${withoutRedis})`, () => {
  const open: SharedCounts[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
    await closeSharedCounts();
  });

  /** A process, with its limit of 100 beacons a minute. */
  function newProcess() {
    const limiter = new RateLimiterMemory({ keyPrefix: "test", points: 100, duration: 60 });
    const counts = openSharedCounts(openRedis(), 60);
    open.push(counts);
    return {
      limiter,
      flush: counts.flush,
      /** Sends beacons; returns how many were taken. */
      async send(key: string, beacons: number, name?: (index: number) => string) {
        let taken = 0;
        for (let index = 0; index < beacons; index++) {
          counts.note(limiter, key, name?.(index));
          taken += await limiter.consume(key).then(
            () => 1,
            () => 0,
          );
        }
        return taken;
      },
    };
  }

  it("add up to one limit, and hold as long as the first process's minute", async () => {
    const [one, other, third] = [newProcess(), newProcess(), newProcess()];
    const key = newId();
    expect(await one.send(key, 60)).toBe(60);
    await one.flush();
    expect(await other.send(key, 30)).toBe(30);
    await other.flush();
    // 90 of 100 are used up: the process learns it with its next group.
    expect(await one.send(key, 1)).toBe(1);
    await one.flush();
    expect(await one.send(key, 20)).toBe(9);
    await one.flush();
    await third.send(key, 1);
    await third.flush();
    expect(await third.send(key, 1)).toBe(0);
    const [first, last] = await Promise.all([one.limiter.get(key), third.limiter.get(key)]);
    expect(Math.abs(first!.msBeforeNext - last!.msBeforeNext)).toBeLessThan(5_000);
    expect(await third.send(newId(), 1)).toBe(1);
  });

  it("count once what comes to several processes", async () => {
    const [one, other] = [newProcess(), newProcess()];
    const key = newId();
    await one.send(key, 60, (index) => `playback ${index}`);
    await other.send(key, 60, (index) => `playback ${index}`);
    await one.flush();
    await other.flush();
    const known = await other.limiter.get(key);
    // Redis counts different names with an error of 1 %.
    expect(known!.consumedPoints).toBeGreaterThanOrEqual(58);
    expect(known!.consumedPoints).toBeLessThanOrEqual(62);
  });

  it("are each process's own while Redis is away, which is said, and one again afterwards", async () => {
    const [one, other] = [newProcess(), newProcess()];
    const shared = async () => {
      const text = await metricsRegistry.getSingleMetricAsString("lectern_limits_shared");
      return Number(/ (\d)$/.exec(text)?.[1]);
    };
    const key = newId();
    await one.send(key, 1);
    await one.flush();
    expect(await shared()).toBe(1);
    await server!.kill();
    expect(await one.send(key, 50)).toBe(50);
    await one.flush();
    expect(await shared()).toBe(0);
    expect(await one.send(key, 60)).toBe(49);
    await server!.start();
    const later = newId();
    await vi.waitFor(async () => {
      await one.send(later, 1);
      await one.flush();
      expect(await shared()).toBe(1);
    }, within);
    await one.send(later, 100);
    await one.flush();
    await vi.waitFor(async () => {
      await other.send(later, 1);
      await other.flush();
      expect(await other.send(later, 1)).toBe(0);
    }, within);
  });

  it("are what the ingest counts by", async () => {
    const limit = { name: "video-progress", per_minute: 100, message: "Too many", key: newId() };
    for (let beacon = 0; beacon < 80; beacon++) await limitBeacon(limit);
    await sharedCounts(60)!.flush();
    const limiter = new RateLimiterMemory({ keyPrefix: limit.name, points: 100, duration: 60 });
    const counts = openSharedCounts(openRedis(), 60);
    open.push(counts);
    counts.note(limiter, limit.key);
    await counts.flush();
    expect((await limiter.get(limit.key))!.consumedPoints).toBe(81);

    const school = { school_id: newId(), address_limit_per_minute: 400 };
    const place = newId();
    for (let round = 0; round < 2; round++)
      for (let index = 0; index < 40; index++)
        await limitNewcomer("192.0.2.7", school, { what: "playbacks", key: `${index}`, place });
    await sharedCounts(60)!.flush();
    const playbacks = new RateLimiterMemory({ keyPrefix: "playbacks", points: 100, duration: 60 });
    counts.note(playbacks, `${place} 192.0.2.7`, "0");
    await counts.flush();
    const known = await playbacks.get(`${place} 192.0.2.7`);
    expect(known!.consumedPoints).toBeGreaterThanOrEqual(39);
    expect(known!.consumedPoints).toBeLessThanOrEqual(41);
  });
});
