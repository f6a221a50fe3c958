import "server-only";
import postgres, { type ISql, type Sql } from "postgres";
import { env } from "@/lib/platform/env";
import { describeError, log } from "@/lib/platform/log";
import { clientOptions } from "./client";

/** A client or a transaction: statements are issued on it. */
export type Queries = ISql<Record<never, never>>;

/** A connection for one writer at a time, with prepared statements; a transaction costs two round trips. */
export type Writer = {
  /**
   * One transaction: `begin` is sent together with the statements of `read`, and those of `write` together with `commit`.
   * Both must issue their statements before their first `await`. Resolves with `result` after the commit; throws, with nothing
   * stored, when anything failed. One transaction at a time: the caller waits for one to end before it starts the next.
   */
  transaction<Read, Result>(
    read: (sql: Queries) => Promise<Read>,
    write: (sql: Queries, read: Read) => { writes: Promise<unknown>[]; result: Result },
  ): Promise<Result>;
  /** One transaction of statements that depend on each other, without a time limit. Otherwise the same guarantees. */
  longTransaction<Result>(work: (sql: Queries) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
};

type Connection = { sql: Sql; lost: boolean; transactions: number };

/**
 * Its statements always have the same form and go by keys. Postgres chooses plans while tables are empty, when reading all of one looks as cheap
 * as its index, and keeps them: so the planner is told to use indexes, and to make each plan once (but see `choosesAgain`). Not `false`: the
 * driver leaves it out.
 */
const settings = {
  application_name: "lectern writer",
  enable_seqscan: "off",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
  jit: "off",
  plan_cache_mode: "force_generic_plan",
  statement_timeout: 10_000,
};

/**
 * The transactions of a connection before which it forgets its plans: the 2nd, 4th, 8th … In an empty table one index costs as much as
 * another, and that of a video's day is chosen where the key's is meant: each playback is then searched among all of its video, until Postgres
 * has analysed the table, a minute later. The size of the table, which Postgres knows before, is enough to choose well.
 */
const choosesAgain = (transaction: number) => transaction > 1 && Number.isInteger(Math.log2(transaction));

/** The driver must not reconnect automatically. */
function connect(): Connection {
  const connection: Connection = {
    lost: false,
    transactions: 0,
    sql: postgres(env().DATABASE_URL, {
      ...clientOptions,
      max: 1,
      max_lifetime: null,
      onclose: () => {
        connection.lost = true;
      },
      connection: settings,
    }),
  };
  return connection;
}

/** Creates a writer connection; it connects with its first transaction. */
export function openWriter(): Writer {
  let current: Connection | null = null;
  let closed = false;

  async function leave(connection: Connection): Promise<void> {
    if (current === connection) current = null;
    await connection.sql
      .end({ timeout: 0 })
      .catch((error: unknown) =>
        log.debug({ error: describeError(error) }, "a lost writer connection did not close"),
      );
  }

  /** After a failure: the transaction is ended, or the connection given up. */
  async function recover(connection: Connection, error: unknown): Promise<void> {
    if (connection.lost || !isFromServer(error)) return leave(connection);
    // When `commit` failed the transaction has ended already; a second rollback does no harm.
    await connection.sql`rollback`.catch(() => leave(connection));
  }

  /** Runs the work on a live connection, and recovers from its failure. */
  async function onConnection<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    if (closed) throw new Error("the writer is closed");
    if (current?.lost) await leave(current);
    current ??= connect();
    const connection = current;
    try {
      return await work(connection);
    } catch (error) {
      await recover(connection, error);
      throw error;
    }
  }

  return {
    transaction: (read, write) =>
      onConnection(async (connection) => {
        const { sql } = connection;
        const began = sql`begin`.execute();
        // If building a statement throws first, this failure has been reported already.
        began.catch(() => {});
        connection.transactions += 1;
        const forgotten = choosesAgain(connection.transactions) ? sql`discard plans`.execute() : null;
        forgotten?.catch(() => {});
        const [, , existing] = await Promise.all([began, forgotten, read(sql)]);
        // The driver would replace a lost connection by one outside the transaction.
        assertAlive(connection);
        const { writes, result } = write(sql, existing);
        const written = Promise.all(writes);
        let failure: { error: unknown } | null = null;
        written.catch((error: unknown) => {
          failure = { error };
        });
        // The driver sends a statement some microtasks after it is awaited: `commit` must not overtake the writes,
        // nor be sent if one of them could not be issued.
        await new Promise((resolve) => setImmediate(resolve));
        if (failure) await written;
        assertAlive(connection);
        const [committed] = await Promise.all([sql`commit`.execute(), written]);
        assertCommitted(committed.command);
        return result;
      }),
    longTransaction: (work) =>
      onConnection(async (connection) => {
        const { sql } = connection;
        await sql`begin`;
        await sql`set local statement_timeout = 0`;
        const result = await work(sql);
        assertAlive(connection);
        assertCommitted((await sql`commit`).command);
        return result;
      }),
    async close() {
      closed = true;
      const connection = current;
      current = null;
      await connection?.sql.end({ timeout: 5 });
    },
  };
}

function assertAlive(connection: Connection): void {
  if (connection.lost) throw new Error("the connection was lost within a transaction");
}

/** For a transaction that failed on the server, `commit` results in a rollback and no error. */
function assertCommitted(command: string): void {
  if (command !== "COMMIT") throw new Error("the transaction was rolled back");
}

/** Whether the server refused a statement or a value was refused here; any other error is a connection error. */
function isFromServer(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  // Class 57P: the server is shutting down or has cut the connection.
  return (
    error instanceof RangeError ||
    (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith("57P"))
  );
}
