import "server-only";
import postgres from "postgres";
import { env } from "@/lib/platform/env";
import { describeError, log } from "@/lib/platform/log";
import { clientOptions } from "./client";

/** A lost connection is opened again after this long, doubled by every failure up to the most. */
const retryMs = 100;
const retryMostMs = 5_000;
/** A connection can be dead without having been closed: it is checked this often, and must answer within this time. */
const checkMs = 20_000;
const answerMs = 5_000;

export type Listener = {
  /** Listens to another channel too. */
  add(channel: string): void;
  close(): Promise<void>;
};

/**
 * Listens to channels on a dedicated connection until it is closed. `notified` gets the text of every notification from any process.
 * `connected` is called after every attempt to listen, successful or not: notifications sent meanwhile are lost, so everything that is
 * followed must be read again. `lost` is called when the connection is lost, once
 * until another one works.
 */
export function openListener(
  channel: string,
  on: { notified: (text: string, channel: string) => void; connected: () => void; lost?: () => void },
): Listener {
  const channels = new Set([channel]);
  let current: postgres.Sql | null = null;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let closed = false;

  async function end(client: postgres.Sql): Promise<void> {
    await client
      .end({ timeout: 0 })
      .catch((error: unknown) => log.debug({ error: describeError(error) }, "a listener did not close"));
  }

  /** Replaces a client that no longer works. */
  function lose(client: postgres.Sql, error?: unknown): void {
    if (client !== current) return;
    current = null;
    clearTimeout(timer);
    void end(client);
    if (closed) return;
    if (failures === 0) on.lost?.();
    const wait = Math.min(retryMostMs, retryMs * 2 ** failures++);
    log.warn({ channels: [...channels], error: describeError(error), wait }, "listening was interrupted");
    timer = setTimeout(listen, wait).unref();
  }

  function listen(): void {
    const options = {
      ...clientOptions,
      max: 1,
      // A listener needs no types, and the driver's query for them would continue after a close.
      fetch_types: false,
      max_lifetime: null,
      connection: { application_name: "lectern listener" },
      onclose: () => lose(client, new Error("the connection was closed")),
      // Not in the driver's types; its own `listen` uses it, but does not report a lost connection.
      onnotify: (channel: string, text: string) => on.notified(text, channel),
    };
    const client = postgres(env().DATABASE_URL, options);
    current = client;
    Promise.all([...channels].map((name) => client`listen ${client(name)}`))
      .then(() => {
        if (client !== current) return;
        failures = 0;
        watch(client);
      })
      .catch((error: unknown) => lose(client, error))
      .finally(() => {
        if (!closed) on.connected();
      });
  }

  function watch(client: postgres.Sql): void {
    timer = setTimeout(() => {
      const timeout = setTimeout(
        () => lose(client, new Error("the connection does not answer")),
        answerMs,
      ).unref();
      client`select 1`
        .then(() => {
          if (client === current) watch(client);
        })
        .catch((error: unknown) => lose(client, error))
        .finally(() => clearTimeout(timeout));
    }, checkMs).unref();
  }

  listen();
  return {
    add(name) {
      if (channels.has(name)) return;
      channels.add(name);
      const client = current;
      // A client that is opened later listens to it from the start.
      if (!client) return;
      client`listen ${client(name)}`
        .then(() => {
          if (!closed) on.connected();
        })
        .catch((error: unknown) => lose(client, error));
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      const client = current;
      current = null;
      if (client) await end(client);
    },
  };
}
