import "server-only";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "@/lib/platform/env";
import { forget, once } from "@/lib/platform/process";

/** Connections for each of the two clients: enough to keep two cores busy, few enough that several processes share a small Postgres (100). */
const poolSize = 10;

/** Raw SQL as a tagged template; parameters are always bound, never pasted. */
export type Sql = postgres.Sql;

/** Options that every client of ours has, whoever makes it. */
export const clientOptions = {
  onnotice: () => {},
  connect_timeout: 10,
  connection: { application_name: "lectern" },
} satisfies postgres.Options<Record<string, never>>;

/**
 * Keeps each statement of the pool prepared on its connection: the builder has the driver plan every one anew, which takes longer
 * than most of our reads. Not inside transactions, whose bulk writes are of any length.
 */
function keepPrepared(client: Sql): Sql {
  const { unsafe } = client;
  client.unsafe = ((text, args, options) =>
    unsafe(text, args, { ...options, prepare: true })) as typeof unsafe;
  return client;
}

function clients() {
  return once("database", () => {
    const address = env().DATABASE_URL;
    // Two clients, because drizzle turns off the date parsing of the one it is given.
    const forDrizzle = keepPrepared(postgres(address, { ...clientOptions, max: poolSize }));
    return {
      db: drizzle(forDrizzle),
      forDrizzle,
      raw: postgres(address, { ...clientOptions, max: poolSize }),
    };
  });
}

/** The query builder, on its own pool. */
export function db() {
  return clients().db;
}

export type Db = ReturnType<typeof db>;

/** What `transaction` hands to its work: the query builder inside one transaction. */
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];

/** The raw client, for set-based statements and streams; instants come as `Date`. */
export function sql(): Sql {
  return clients().raw;
}

const dialect = new PgDialect();

/** A piece of the query builder's SQL, to stand in a statement of the raw client. */
export function raw(piece: SQL) {
  const { sql: text, params } = dialect.sqlToQuery(piece);
  const parts = text.split(/\$\d+/);
  return sql()(Object.assign(parts, { raw: parts }), ...(params as string[]));
}

/** Ends both pools after their running statements, five seconds at most; the next `db()` or `sql()` makes new ones. */
export async function closeDatabase(): Promise<void> {
  const { forDrizzle, raw } = clients();
  forget("database");
  await Promise.all([forDrizzle.end({ timeout: 5 }), raw.end({ timeout: 5 })]);
}
