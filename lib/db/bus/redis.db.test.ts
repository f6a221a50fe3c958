import { describe, expect, it, vi } from "vitest";
import { transaction } from "@/lib/db/tx";
import { redisServer as server } from "@/lib/testing/bus-world";
import { testDatabase } from "@/lib/testing/database";
import { withoutRedis } from "@/lib/testing/redis-server";
import { busOutbox } from "../tables/bus";
import type { BusEvent } from "./back-end";
import { openBus } from "./bus";
import { redisBackEnd } from "./redis";

/* What Redis alone can do to the bus; bus.db.test.ts has what holds for every back end. */

const { db } = testDatabase();
const within = { timeout: 20_000, interval: 10 };

describe.skipIf(!server)(server ? "the bus in Redis" : `the bus in Redis (${withoutRedis})`, () => {
  const redisBus = () => openBus(redisBackEnd());

  it("goes on when its server has lost all it had, with higher numbers than before", async () => {
    const one = redisBus();
    const seen: BusEvent[] = [];
    await one.subscribe(["x_before"], (event) => void seen.push(event)).ready;
    await one.publish("x_before", { n: 0 });
    await vi.waitFor(() => expect(seen).toHaveLength(1), within);
    await server!.lose();
    await server!.start();
    await vi.waitFor(() => one.publish("x_before", { n: 1 }), within);
    await vi.waitFor(() => expect(seen.map(({ payload }) => payload)).toEqual([{ n: 0 }, { n: 1 }]), within);
    expect(seen[1]!.number).toBeGreaterThan(seen[0]!.number);
    await one.close();
  });

  it("says so within seconds when its server does not answer, and goes on when it does", async () => {
    const one = redisBus();
    await one.publish("x_frozen", { n: 0 });
    const thaw = server!.freeze();
    await expect(one.publish("x_frozen", { n: 1 })).rejects.toMatchObject({ code: "unavailable" });
    await expect(one.assertReady()).rejects.toMatchObject({ code: "unavailable" });
    thaw();
    await vi.waitFor(() => one.publish("x_frozen", { n: 2 }), within);
    const events = await one.history("x_frozen", { after: 0 });
    expect(events.at(0)!.payload).toEqual({ n: 0 });
    expect(events.at(-1)!.payload).toEqual({ n: 2 });
    await one.close();
  });

  it("publishes an event of a transaction once, also when its process ends before it is crossed out", async () => {
    const one = redisBus();
    await transaction((tx) => one.publish("x_once", { n: 0 }, tx));
    const rows = await db.select().from(busOutbox);
    expect(rows).toHaveLength(1);
    await one.forward();
    // As if its deletion had not been committed.
    await db.insert(busOutbox).values(rows.map(({ id, type, payload }) => ({ id, type, payload })));
    await one.forward();
    expect(await db.select().from(busOutbox)).toEqual([]);
    expect(await one.history("x_once", { after: 0 })).toHaveLength(1);
    await one.close();
  });
});
