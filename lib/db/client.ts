import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { forgetSingleton, processSingleton } from "@/lib/platform/process";

/**
 * The process's connections, by what they are for, so that no purpose waits for another one's queries: 22 in all, enough to keep two
 * cores busy, few enough that several processes share a small Postgres (100). Ingest writes and listeners have one each beside them
 * (writer.ts, listener.ts).
 */
const pools = { people: 12, sign_in: 3, tracking: 4, bus: 2, health: 1 } as const;
type Pool = keyof typeof pools;

/** Options that every client of ours has. */
export const clientOptions = {
  onnotice: () => {},
  connect_timeout: 10,
  // Seconds until a lost connection is tried again: requests wait for it.
  backoff: (tries: number) => Math.min(0.02 * 2 ** tries, 0.5),
  connection: { application_name: "lectern" },
} satisfies postgres.Options<Record<string, never>>;

/**
 * Keeps each statement of the pool prepared on its connection: otherwise the driver plans every one again, which takes longer
 * than most of our reads. Not inside transactions, whose bulk writes are of any length.
 */
function keepPrepared(client: postgres.Sql): postgres.Sql {
  const unsafe: typeof client.unsafe = (text, args, options) =>
    client.unsafe(text, args, { ...options, prepare: true });
  return new Proxy(client, { get: (from, key) => (key === "unsafe" ? unsafe : Reflect.get(from, key)) });
}

function makePool(pool: Pool) {
  const client = postgres(env().DATABASE_URL, {
    ...clientOptions,
    max: pools[pool],
    connection: { application_name: `lectern ${pool}` },
  });
  return {
    builder: drizzle(keepPrepared(client)),
    planning: drizzle(client),
    statements: new Map<string, unknown>(),
  };
}
const opened = () => processSingleton("database", () => new Map<Pool, ReturnType<typeof makePool>>());
const purpose = () => processSingleton("database purpose", () => new AsyncLocalStorage<Pool>());

/** Runs the work with the connections of this purpose; without it `db()` uses those for people. */
export const onPool = <T>(pool: Pool, work: () => T): T => purpose().run(pool, work);

function open() {
  const pool = purpose().getStore() ?? "people";
  return getOrInsert(opened(), pool, () => makePool(pool));
}

/** The query builder, on the connections for what is being done. */
export const db = () => open().builder;

/**
 * The same connections, where each statement is planned for its values. For those over many rows: from its sixth execution on Postgres keeps a plan
 * of a prepared statement for any values, which expects few rows and can take ten times as long. To plan takes a few milliseconds.
 */
export const dbPlanning = () => open().planning;

/**
 * A statement that is built once a pool: to build one of many parts takes longer than to run it. What varies is a
 * `sql.placeholder`, or a part of the name.
 */
export const builtOnce = <Statement>(
  name: string,
  build: () => { prepare(name: string): Statement },
): Statement => getOrInsert(open().statements, name, () => build().prepare(name)) as Statement;

export type Db = ReturnType<typeof db>;

/** What `transaction` hands to its work: the query builder inside one transaction. */
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];

/** Ends all connections after their running statements, five seconds at most; the next `db()` makes new ones. */
export async function closeDatabase(): Promise<void> {
  const all = [...opened().values()];
  forgetSingleton("database");
  await Promise.all(all.map(({ builder }) => builder.$client.end({ timeout: 5 })));
}

/** A database that takes longer than this to say that it is there cannot serve people. */
const patienceMs = 3000;

/** How long the pool takes to answer a statement that does nothing, in milliseconds: the wait for a connection, and the way. Null when it does not. */
export async function answerMs(pool: Pool): Promise<number | null> {
  const began = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  const answer = onPool(pool, () => db().execute(sql`select 1`)).then(
    () => performance.now() - began,
    () => null,
  );
  const ms = await Promise.race([answer, timeout]);
  clearTimeout(timer);
  return ms;
}

/** Whether requests can be served: the database answers and is migrated. Throws `unavailable` when not. */
export async function assertReady(): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the database did not answer in time")), patienceMs);
  });
  try {
    const answer = onPool("health", () =>
      db().execute<{ migrated: boolean }>(sql`select to_regclass('users') is not null as migrated`),
    );
    const [row] = await Promise.race([answer, timeout]);
    if (!row?.migrated) throw new Error("the database is not migrated");
  } catch (error) {
    throw new AppError("unavailable", "errors.general.database_unavailable", {
      retryAfterSeconds: 5,
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}
