import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { transaction } from "@/lib/db/tx";
import { metricsRegistry } from "@/lib/platform/metrics";
import { inPostgres, inRedis, redisServer } from "@/lib/testing/bus-world";
import { withoutRedis } from "@/lib/testing/redis-server";
import type { BackEnd, BusEvent } from "./back-end";
import { type Bus, openBus } from "./bus";

/** Changes arrive within this time, also after a lost connection. */
const within = { timeout: 20_000, interval: 10 };

async function counted(what: string): Promise<number> {
  const text = await metricsRegistry.getSingleMetricAsString(`lectern_bus_${what}_total`);
  return Number(/ (\d+)$/.exec(text)?.[1]);
}

const backEnds = [["Postgres", inPostgres] as const, ...(redisServer ? [["Redis", inRedis] as const] : [])];
if (!redisServer) describe.skip(`the bus in Redis (${withoutRedis})`, () => it("is tested", () => {}));

describe.each(backEnds)("the bus in %s", (_, { open, cut, away }) => {
  const buses: Bus[] = [];
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((one) => one.close()));
  });

  /** A client, as each process has one. */
  function client(over: (backEnd: BackEnd) => BackEnd = (backEnd) => backEnd): Bus {
    const made = openBus(over(open()));
    buses.push(made);
    return made;
  }

  /** A type of this test's own. */
  const newType = () => `x_${randomBytes(6).toString("hex")}`;
  /** Somebody who keeps the events that they get. */
  function keeper() {
    const events: BusEvent[] = [];
    return {
      events,
      payloads: () => events.map(({ payload }) => payload),
      keep: (event: BusEvent) => void events.push(event),
    };
  }
  const numbered = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => ({ n: from + index }));
  const ascending = (events: readonly BusEvent[]) =>
    events.every(({ number }, index) => index === 0 || number > events[index - 1]!.number);

  it("delivers to every subscriber of every process, in order and once", async () => {
    const [one, other] = [client(), client()];
    const type = newType();
    const [first, second, third] = [keeper(), keeper(), keeper()];
    const subscriptions = [
      one.subscribe([type], first.keep),
      one.subscribe([type], second.keep),
      other.subscribe([type], third.keep),
    ];
    await Promise.all(subscriptions.map(({ ready }) => ready));
    for (const payload of numbered(5)) await one.publish(type, payload);
    for (const payload of numbered(5, 5)) await other.publish(type, payload);
    for (const { payloads } of [first, second, third])
      await vi.waitFor(() => expect(payloads()).toEqual(numbered(10)), within);
    expect(ascending(first.events)).toBe(true);
    expect(first.events[0]).toMatchObject({ type, at: expect.any(Date) });
    expect(Math.abs(first.events[0]!.at.getTime() - Date.now())).toBeLessThan(60_000);
    expect(third.events).toEqual(first.events);
  });

  it("has one order for what several processes publish at once, and each one's own order in it", async () => {
    const [one, other] = [client(), client()];
    const type = newType();
    const [first, second] = [keeper(), keeper()];
    await Promise.all([one.subscribe([type], first.keep).ready, other.subscribe([type], second.keep).ready]);
    await Promise.all([
      ...numbered(150).map((payload) => one.publish(type, { by: "one", ...payload })),
      ...numbered(150).map((payload) => other.publish(type, { by: "other", ...payload })),
    ]);
    await vi.waitFor(() => expect(first.events).toHaveLength(300), within);
    await vi.waitFor(() => expect(second.events).toEqual(first.events), within);
    expect(ascending(first.events)).toBe(true);
    for (const by of ["one", "other"])
      expect(first.payloads().filter((payload) => (payload as { by: string }).by === by)).toEqual(
        numbered(150).map((payload) => ({ by, ...payload })),
      );
  });

  it("delivers the types that are asked for, in the order of all of them", async () => {
    const one = client();
    const [wanted, also, other] = [newType(), newType(), newType()];
    const kept = keeper();
    await one.subscribe([wanted, also], kept.keep).ready;
    for (const type of [wanted, other, also, wanted, other]) await one.publish(type, { type });
    await vi.waitFor(() => expect(kept.events).toHaveLength(3), within);
    await one.publish(also, { type: "last" });
    await vi.waitFor(() => expect(kept.events).toHaveLength(4), within);
    expect(kept.events.map(({ type }) => type)).toEqual([wanted, also, wanted, also]);
  });

  it("begins with what comes after a number, and stops when it is closed", async () => {
    const one = client();
    const type = newType();
    for (const payload of numbered(4)) await one.publish(type, payload);
    const [, second] = await one.history(type, { after: 0 });
    const [later, now] = [keeper(), keeper()];
    const subscription = one.subscribe([type], later.keep, { after: second!.number });
    await one.subscribe([type], now.keep).ready;
    await vi.waitFor(() => expect(later.payloads()).toEqual(numbered(2, 2)), within);
    subscription.close();
    await one.publish(type, { n: 4 });
    await vi.waitFor(() => expect(now.payloads()).toEqual([{ n: 4 }]), within);
    expect(later.events).toHaveLength(2);
  });

  it("tells what was published after a number and from an instant on, in pages", async () => {
    const one = client();
    const [type, other] = [newType(), newType()];
    await Promise.all(numbered(120).map((payload) => one.publish(type, payload)));
    await one.publish(other, { n: 0 });
    const page = await one.history(type, { after: 0 });
    expect(page.map(({ payload }) => payload)).toEqual(numbered(100));
    const rest = await one.history(type, { after: page.at(-1)!.number });
    expect(rest.map(({ payload }) => payload)).toEqual(numbered(20, 100));
    expect(await one.history(type, { after: rest.at(-1)!.number })).toEqual([]);
    expect(await one.history(type, { after: 0 }, 3)).toEqual(page.slice(0, 3));
    expect(await one.history(type, { from: page[0]!.at }, 3)).toEqual(page.slice(0, 3));
    expect(await one.history(type, { from: new Date(rest.at(-1)!.at.getTime() + 1) })).toEqual([]);
  });

  it("carries a payload of any text, also one over the 8,000 bytes of a notification", async () => {
    const one = client();
    const type = newType();
    const kept = keeper();
    await one.subscribe([type], kept.keep).ready;
    const payloads = [
      { text: "ü".repeat(50_000) },
      { text: `quotes " ' \\ { } \n \u2028`, nested: { list: [1, null, true, "x"] }, empty: {} },
    ];
    for (const payload of payloads) await one.publish(type, payload);
    await vi.waitFor(() => expect(kept.payloads()).toEqual(payloads), within);
    await expect(one.publish(type, { text: "x".repeat(300_000) })).rejects.toThrow(RangeError);
    await expect(one.publish("Not a type", {})).rejects.toThrow(RangeError);
  });

  it("misses nothing when its connection is killed, and gets nothing twice", async () => {
    const [one, other] = [client(), client()];
    const type = newType();
    const kept = keeper();
    const before = await counted("reconnects");
    await other.subscribe([type], kept.keep).ready;
    await one.publish(type, { n: 0 });
    await vi.waitFor(() => expect(kept.events).toHaveLength(1), within);
    for (let round = 0; round < 3; round++) {
      await cut();
      await Promise.all(numbered(130, 1 + 131 * round).map((payload) => one.publish(type, payload)));
      await one.publish(type, { n: 131 * (round + 1) });
      await vi.waitFor(() => expect(kept.payloads()).toEqual(numbered(1 + 131 * (round + 1))), within);
    }
    expect(await counted("reconnects")).toBeGreaterThanOrEqual(before + 3);
  });

  it("says clearly that it cannot publish while its server is away, and goes on when it is back", async () => {
    const one = client();
    const type = newType();
    const kept = keeper();
    await one.subscribe([type], kept.keep).ready;
    await one.publish(type, { n: 0 });
    await one.assertReady();
    const comeBack = await away();
    try {
      await expect(one.publish(type, { n: "lost" })).rejects.toMatchObject({
        code: "unavailable",
        options: { retryAfterSeconds: 5 },
      });
      await expect(one.assertReady()).rejects.toMatchObject({ code: "unavailable" });
      await expect(one.history(type, { after: 0 })).rejects.toThrow();
    } finally {
      await comeBack();
    }
    await vi.waitFor(() => one.publish(type, { n: 1 }), within);
    await vi.waitFor(() => expect(kept.payloads()).toEqual(numbered(2)), within);
    await one.assertReady();
  });

  it("logs a subscriber that fails, and goes on with it and the others", async () => {
    const one = client();
    const type = newType();
    const [failing, kept] = [keeper(), keeper()];
    const before = await counted("handler_failures");
    await Promise.all([
      one.subscribe([type], (event) => {
        failing.keep(event);
        throw new Error("no");
      }).ready,
      one.subscribe([type], async (event) => {
        kept.keep(event);
        if (kept.events.length === 1) await Promise.reject(new Error("later no"));
      }).ready,
    ]);
    for (const payload of numbered(3)) await one.publish(type, payload);
    await vi.waitFor(() => expect(failing.payloads()).toEqual(numbered(3)), within);
    await vi.waitFor(() => expect(kept.payloads()).toEqual(numbered(3)), within);
    expect(await counted("handler_failures")).toBe(before + 4);
  });
  it("holds no more than a page for a slow subscriber, who keeps nobody waiting and gets all", async () => {
    let [read, handled, most] = [0, 0, 0];
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const type = newType();
    const slow = client((backEnd) => ({
      ...backEnd,
      async read(...given) {
        const events = await backEnd.read(...given);
        read += events.length;
        most = Math.max(most, read - handled);
        return events;
      },
    }));
    const quick = client();
    const [late, kept] = [keeper(), keeper()];
    await slow.subscribe([type], async (event) => {
      await gate;
      late.keep(event);
      handled++;
    }).ready;
    await quick.subscribe([type], kept.keep).ready;
    await Promise.all(numbered(350).map((payload) => quick.publish(type, payload)));
    await vi.waitFor(() => expect(kept.payloads()).toEqual(numbered(350)), within);
    expect(late.events).toEqual([]);
    goOn();
    await vi.waitFor(() => expect(late.payloads()).toEqual(numbered(350)), within);
    expect(most).toBe(100);
  });

  it("keeps events for so many days", async () => {
    const one = client();
    const type = newType();
    await one.publish(type, { n: 0 });
    const [old] = await one.history(type, { after: 0 });
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(old!.at.getTime() + 1), within);
    await one.publish(type, { n: 1 });
    const [, young] = await one.history(type, { after: 0 });
    const week = 7 * 86_400_000;
    expect(await one.prune(new Date(old!.at.getTime() + week - 60_000), 7, 10_000)).toBe(0);
    await one.prune(new Date(young!.at.getTime() + week), 7, 10_000);
    expect(await one.history(type, { after: 0 })).toEqual([young]);
    expect(await one.prune(new Date(young!.at.getTime() + week + 60_000), 7, 1)).toBe(1);
    expect(await one.history(type, { after: 0 })).toEqual([]);
    // What comes then has a higher number still.
    const kept = keeper();
    one.subscribe([type], kept.keep, { after: young!.number });
    await one.publish(type, { n: 2 });
    await vi.waitFor(() => expect(kept.payloads()).toEqual([{ n: 2 }]), within);
  });

  it("announces what a transaction publishes after its commit, and what is rolled back never", async () => {
    const one = client();
    const [type, other] = [newType(), newType()];
    const kept = keeper();
    await one.subscribe([type, other], kept.keep).ready;
    await expect(
      transaction(async (tx) => {
        await one.publish(type, { n: "rolled back" }, tx);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await transaction(async (tx) => {
      await one.publish(type, { n: "first, commits last" }, tx);
      await one.publish(type, { n: "alone" });
      await tx
        .transaction(async (savepoint) => {
          await one.publish(type, { n: "rolled back to the savepoint" }, savepoint);
          throw new Error("no");
        })
        .catch(() => {});
      await one.publish(other, { n: "second" }, tx);
      await one.publish(type, { n: "third" }, tx);
      await one.forward();
      await vi.waitFor(() => expect(kept.payloads()).toEqual([{ n: "alone" }]), within);
    });
    await one.forward();
    const all = ["alone", "first, commits last", "second", "third"].map((n) => ({ n }));
    await vi.waitFor(() => expect(kept.payloads()).toEqual(all), within);
    expect(ascending(kept.events)).toBe(true);
    // A second process, and one that is started again, find nothing left.
    await client().forward();
    await one.publish(type, { n: "last" });
    await vi.waitFor(() => expect(kept.payloads()).toEqual([...all, { n: "last" }]), within);
  });
});
