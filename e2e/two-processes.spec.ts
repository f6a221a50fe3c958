import { randomBytes, randomUUID } from "node:crypto";
import { redisServerPath, startRedis, withoutRedis } from "@/lib/testing/redis-server";
import { expect, signIn, startServer, test } from "./fixtures";

/* Two servers of one installation: one database and one Redis. */

test(`what one process takes, another shows and limits, also after Redis was away${redisServerPath ? "" : ` (${withoutRedis})`}`, async () => {
  test.skip(redisServerPath === null);
  const redis = await startRedis();
  const shared = { REDIS_URL: redis.url, LECTERN_SECRET: randomBytes(32).toString("hex") };
  const first = await startServer("demo", shared);
  const second = await startServer("demo", { ...shared, DATABASE_URL: first.databaseUrl });
  const ending = new AbortController();
  try {
    // A sign-in at one is one at both.
    const cookieOf = async (role: "admin" | "student") =>
      (await signIn(first.url, role)).cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const [admin, student] = [await cookieOf("admin"), await cookieOf("student")];
    const track = (url: string, material_id: string, count = 1) => {
      const event = () => ({
        ...{ event_type: "material_view", id: randomUUID() },
        properties: { material_id, material_type: "pdf", interaction_type: "open" },
      });
      return fetch(`${url}/api/analytics/events/track`, {
        method: "POST",
        headers: { cookie: student, origin: url, "content-type": "application/json" },
        body: JSON.stringify(count === 1 ? event() : Array.from({ length: count }, event)),
      });
    };

    let seen = "";
    const stream = await fetch(`${second.url}/api/analytics/realtime`, {
      headers: { cookie: admin, accept: "text/event-stream" },
      signal: ending.signal,
    });
    expect(stream.status).toBe(200);
    void (async () => {
      const decoder = new TextDecoder();
      for await (const part of stream.body!) seen += decoder.decode(part, { stream: true });
    })().catch(() => {});
    await expect.poll(() => seen).toContain("event: activity");

    expect((await track(first.url, "slides-before")).status).toBe(200);
    await expect.poll(() => seen).toContain("slides-before");

    // While Redis is away both go on, and say so.
    await redis.kill();
    expect((await track(first.url, "slides-without")).status).toBe(200);
    const bus = async (url: string) => {
      const { checks } = await (await fetch(`${url}/api/health/ready`)).json();
      return checks.find(({ name }: { name: string }) => name === "bus")?.state;
    };
    for (const { url } of [first, second]) await expect.poll(() => bus(url)).not.toBe("ok");
    await redis.start();
    for (const { url } of [first, second]) await expect.poll(() => bus(url)).toBe("ok");
    await expect.poll(() => seen).toContain("slides-without");
    expect((await track(second.url, "slides-after")).status).toBe(200);
    await expect.poll(() => seen).toContain("slides-after");

    // 600 events of somebody a minute, at whichever process: the second has taken a handful.
    for (let i = 0; i < 6; i++) expect((await track(first.url, "slides-many", 100)).status).toBeLessThan(500);
    await expect.poll(async () => (await track(second.url, "slides-many")).status).toBe(429);
  } finally {
    ending.abort();
    await second.stop();
    await first.stop();
    await redis.lose();
  }
});
