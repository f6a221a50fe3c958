import "server-only";
import { Counter } from "prom-client";
import { coalesced } from "@/lib/platform/coalesce";
import { createCommitQueue } from "@/lib/platform/commit-queue";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";
import { metricsRegistry } from "@/lib/platform/metrics";
import { forgetSingleton, processSingleton } from "@/lib/platform/process";
import { onPool, type Tx } from "../client";
import { hasRedis } from "../redis";
import type { BackEnd, BusEvent, BusFollower, NewEvent, Since } from "./back-end";
import { postgresBackEnd } from "./postgres";
import { redisBackEnd } from "./redis";

/*
 * The event bus: what one process publishes, the subscribers of every process get, in order and once. Each event has a number from one
 * counter of the whole installation, in the order in which events become visible; no clock takes part. Processes are only told that there
 * are events of a type: a subscriber reads those after the last number that it has seen, a page at a time. So it takes the same path
 * after a lost connection as before, and a slow one waits in the history instead of in memory.
 */

/** A type also names a channel, of which Postgres allows 63 bytes. */
const typePattern = /^[a-z][a-z0-9_]{0,52}$/;
/** The longest payload, in characters of its JSON. */
const payloadMax = 256 * 1024;
/** The most events that a subscriber has in memory. */
const pageMax = 100;
/** When a subscriber reads again that could not. */
const retryMs = 1_000;

type Handler = (event: BusEvent) => void | Promise<void>;
export type Subscription = {
  /** Resolves when every event that is published from now on will be delivered. */
  ready: Promise<void>;
  close(): void;
};

export type Bus = {
  /**
   * Publishes an event; resolves once it is stored. In a transaction it is published after the commit, and after a rollback not
   * at all.
   * Rejects with `unavailable` when it could not be stored.
   */
  publish(type: string, payload: object, tx?: Tx): Promise<void>;
  /** Publishes several events, each for itself; resolves, once the others are stored, with how many could not be. */
  publishAll(events: readonly { type: string; payload: object }[]): Promise<number>;
  /**
   * Calls the handler with every event of these types, one after the other, from now on or after the event with a number. An event
   * that the handler fails with is logged and counts as delivered.
   */
  subscribe(types: readonly string[], handler: Handler, since?: { after: number }): Subscription;
  /** The oldest events of a type, 100 at most. */
  history(type: string, since: Since, limit?: number): Promise<BusEvent[]>;
  /** Publishes what committed transactions have left for Redis; returns whether there is more. */
  forward(): Promise<boolean>;
  /** Deletes what is older than so many days; returns how many, `limit` at most. */
  prune(now: Date, days: number, limit: number): Promise<number>;
  /** Throws `unavailable` when events can be neither published nor read. */
  assertReady(): Promise<void>;
  /** Publishes what waits, and closes the connections. */
  close(): Promise<void>;
};

const metrics = () =>
  processSingleton("bus metrics", () => {
    const counter = (name: string, help: string) =>
      new Counter({ name: `lectern_bus_${name}_total`, help, registers: [metricsRegistry] });
    return {
      published: counter("published", "Events that this process published"),
      delivered: counter("delivered", "Events that subscribers of this process got"),
      reconnects: counter("reconnects", "Lost connections of subscribers that were opened again"),
      unpublished: counter("unpublished", "Events that were stored and could not be announced"),
      failures: counter("handler_failures", "Events that a subscriber failed with"),
    };
  });

function assertTypes(types: readonly string[]): void {
  for (const type of types)
    if (!typePattern.test(type)) throw new RangeError(`${type} cannot be the type of an event`);
}

function newEvent(type: string, payload: object): NewEvent {
  assertTypes([type]);
  const json = JSON.stringify(payload);
  if (json.length > payloadMax) throw new RangeError(`an event of the type ${type} is too large`);
  return { type, json };
}

type Subscriber = { types: ReadonlySet<string>; read(): void; check(): void };

/** A bus on a back end; a process has one, `bus()`. */
export function openBus(backEnd: BackEnd): Bus {
  const subscribers = new Set<Subscriber>();
  let follower: BusFollower | null = null;
  let lost = false;
  const { published, delivered, reconnects, failures } = metrics();

  const queue = createCommitQueue<NewEvent, void>({
    shards: 1,
    shardOf: () => 0,
    async flush(events) {
      await onPool("bus", () => backEnd.publish(events));
      published.inc(events.length);
      return events.map(() => undefined);
    },
    onFailure: (error, events) =>
      log.error({ error: describeError(error), events }, "events could not be published"),
  });

  const newFollower = (): BusFollower =>
    backEnd.follow({
      told(type) {
        for (const one of subscribers) if (one.types.has(type)) one.read();
      },
      connected() {
        if (lost) reconnects.inc();
        lost = false;
        for (const one of subscribers) one.check();
      },
      lost() {
        lost = true;
      },
    });

  async function deliver(event: BusEvent, handler: Handler): Promise<void> {
    delivered.inc();
    try {
      await handler(event);
    } catch (error) {
      failures.inc();
      log.error({ error: describeError(error), type: event.type }, "a subscriber failed with an event");
    }
  }

  return {
    async publish(type, payload, tx) {
      const event = newEvent(type, payload);
      if (!tx) return queue.submit(event);
      await backEnd.publish([event], tx);
      published.inc();
    },

    async publishAll(events) {
      const possible: NewEvent[] = [];
      for (const { type, payload } of events)
        try {
          possible.push(newEvent(type, payload));
        } catch {
          // Counted as one that could not be published.
        }
      const settled = await queue.submitAll(possible);
      return events.length - settled.filter(({ status }) => status === "fulfilled").length;
    },

    subscribe(types, handler, since) {
      assertTypes(types);
      let position = since?.after ?? null;
      let unchecked = true;
      let closed = false;
      let timer: NodeJS.Timeout | undefined;
      let nowReady = () => {};
      const ready = new Promise<void>((resolve) => {
        nowReady = resolve;
      });

      async function readAll(): Promise<void> {
        for (let more = true; more && !closed; ) {
          if (unchecked || position === null) {
            unchecked = false;
            const last = await onPool("bus", () => backEnd.last());
            // A Redis that lost its events counts on from another number.
            position = Math.min(position ?? last, last);
            nowReady();
          }
          const since = { after: position };
          const events = await onPool("bus", () => backEnd.read(types, since, pageMax));
          for (const event of events) {
            if (closed) return;
            position = event.number;
            await deliver(event, handler);
          }
          more = events.length === pageMax || unchecked;
        }
      }

      async function read(): Promise<void> {
        try {
          await readAll();
        } catch (error) {
          log.warn({ error: describeError(error), types }, "events could not be read");
          unchecked = true;
          clearTimeout(timer);
          if (!closed) timer = setTimeout(reading.ask, retryMs).unref();
        }
      }

      const reading = coalesced(read, 0);
      const subscriber = {
        types: new Set(types),
        read: reading.ask,
        check() {
          unchecked = true;
          reading.ask();
        },
      };
      subscribers.add(subscriber);
      follower ??= newFollower();
      for (const type of subscriber.types) follower.add(type);
      reading.ask();

      return {
        ready,
        close() {
          closed = true;
          nowReady();
          clearTimeout(timer);
          reading.stop();
          subscribers.delete(subscriber);
          if (subscribers.size > 0 || !follower) return;
          void follower.close();
          follower = null;
        },
      };
    },

    async history(type, since, limit = pageMax) {
      assertTypes([type]);
      return backEnd.read([type], since, Math.min(limit, pageMax));
    },

    forward: backEnd.forward,

    prune: (now, days, limit) => backEnd.prune(new Date(now.getTime() - days * 86_400_000), limit),

    async assertReady() {
      try {
        await onPool("health", () => backEnd.last());
      } catch (error) {
        const detail = { english: "The event bus cannot be reached" };
        throw new AppError("unavailable", detail, { retryAfterSeconds: 5, cause: error });
      }
    },

    async close() {
      await queue.drain();
      subscribers.clear();
      await follower?.close();
      follower = null;
      await backEnd.close();
    },
  };
}

/** The process's bus. */
export const bus = (): Bus =>
  processSingleton("bus", () => openBus(hasRedis() ? redisBackEnd() : postgresBackEnd()));

/** Publishes what is stored already, without waiting: nothing stored depends on it. What cannot be announced is counted. */
export function announceAll(events: readonly { type: string; payload: object }[]): void {
  if (events.length === 0) return;
  void bus()
    .publishAll(events)
    .then((unpublished) => metrics().unpublished.inc(unpublished));
}

/** The most events that one run deletes. */
const deletedAtOnce = 5_000;

/** Deletes events that are older than the settings say; returns whether there are more. */
export async function deleteOldEvents(now: Date): Promise<boolean> {
  const days = env().ANALYTICS_EVENT_RETENTION_DAYS;
  return (await bus().prune(now, days, deletedAtOnce)) === deletedAtOnce;
}

/** Closes the process's bus; the next `bus()` makes another. */
export async function closeBus(): Promise<void> {
  const open = bus();
  forgetSingleton("bus");
  await open.close();
}
