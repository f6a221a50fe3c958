import "server-only";
import postgres from "postgres";
import { clientOptions } from "@/lib/db/client";
import { changesChannel } from "@/lib/domain/sessions/live/lock";
import { env } from "@/lib/platform/env";
import { describeError, log } from "@/lib/platform/log";

/** A lost connection is sought again after this long, doubled by every failure up to the most. */
const againMs = 100;
const againMostMs = 5_000;
/** A connection that nobody closed may still be dead: it is asked this often, and must answer within this time. */
const askMs = 20_000;
const answerMs = 5_000;

export type Changes = { close(): Promise<void> };

/**
 * Listens for changed sessions on a connection of its own, as long as it is not closed. `onChange` gets a session's id after every
 * commit that changed it, by whatever process. `onTurn` follows every attempt to listen, good or bad: what changed while nobody
 * listened is known to nobody, so that everything that is followed must be read anew.
 */
export function openChanges(on: { change: (sessionId: string) => void; turn: () => void }): Changes {
  let current: postgres.Sql | null = null;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let closed = false;

  async function end(client: postgres.Sql): Promise<void> {
    await client
      .end({ timeout: 0 })
      .catch((error: unknown) => log.debug({ error: describeError(error) }, "a listener did not close"));
  }

  /** The client is of no more use: another one is sought. */
  function lose(client: postgres.Sql, error?: unknown): void {
    if (client !== current) return;
    current = null;
    clearTimeout(timer);
    void end(client);
    if (closed) return;
    const wait = Math.min(againMostMs, againMs * 2 ** failures++);
    log.warn({ error: describeError(error), wait }, "listening for changed sessions was interrupted");
    timer = setTimeout(listen, wait).unref();
  }

  function listen(): void {
    const options = {
      ...clientOptions,
      max: 1,
      // What the driver would ask on connecting is nothing to a listener, and would outlive a close.
      fetch_types: false,
      max_lifetime: null,
      connection: { application_name: "lectern listener" },
      onclose: () => lose(client, new Error("the connection was closed")),
      // Not in the driver's types; its own `listen` is made of it, but never says that a connection was lost.
      onnotify: (_channel: string, sessionId: string) => on.change(sessionId),
    };
    const client = postgres(env().DATABASE_URL, options);
    current = client;
    client`listen ${client(changesChannel)}`
      .then(() => {
        if (client !== current) return;
        failures = 0;
        watch(client);
      })
      .catch((error: unknown) => lose(client, error))
      .finally(() => {
        if (!closed) on.turn();
      });
  }

  function watch(client: postgres.Sql): void {
    timer = setTimeout(() => {
      const late = setTimeout(
        () => lose(client, new Error("the connection does not answer")),
        answerMs,
      ).unref();
      client`select 1`
        .then(() => {
          if (client === current) watch(client);
        })
        .catch((error: unknown) => lose(client, error))
        .finally(() => clearTimeout(late));
    }, askMs).unref();
  }

  listen();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      const client = current;
      current = null;
      if (client) await end(client);
    },
  };
}
