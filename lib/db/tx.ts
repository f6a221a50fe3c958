import "server-only";
import { db, type Tx } from "./client";
import type { Queries, Writer } from "./writer";

/** Runs the work in one transaction: committed when it returns, rolled back when it throws. Nothing outside the database belongs in it. */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return db().transaction(work);
}

/** The driver's statements inside a transaction, for code that the ingest's writer shares with changes by staff. */
export const queriesOf = (tx: Tx): Queries =>
  (tx as unknown as { session: { client: Queries } }).session.client;

/** A writer that is part of this transaction: what it writes is committed or rolled back with it. */
export const writerOf = (tx: Tx): Pick<Writer, "transaction"> => ({
  async transaction(read, write) {
    const sql = queriesOf(tx);
    const { writes, result } = write(sql, await read(sql));
    await Promise.all(writes);
    return result;
  },
});
