import { sql } from "drizzle-orm";
import type { Tx } from "./client";

/*
 * The numbers of Postgres's advisory locks; each is one lock, or the space of many. Those that no number has are locked by the hash of a text that
 * begins with what they are.
 */

/** Spaces: each bucket of videos, sessions or people is a lock that a writer holds. */
export const lockSpaces = { playbacks: 7310, live: 7311, learning: 7320 } as const;

/** Locks that one process holds while it does what only one may do at a time. */
export const processLocks = {
  sessions: 7312,
  addresses: 7313,
  bus_outbox: 7314,
  partitions: 7321,
  /** Awards are stored with the days of the zone that a school had at their beginning: who changes the zone waits for it. */
  awards: 7322,
  progress: 7323,
  audit_chain: 7324,
  alerts: 7325,
  retention: 7326,
  digests: 7330,
} as const;

/** Takes a lock until the transaction ends; false where another transaction has it. */
export async function tryLock(tx: Tx, lock: keyof typeof processLocks): Promise<boolean> {
  const [row] = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(${processLocks[lock]}) as taken`,
  );
  return row?.taken === true;
}
