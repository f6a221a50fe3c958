import "server-only";
import { db, type Tx } from "./client";

/** Runs the work in one transaction: committed when it returns, rolled back when it throws. Nothing outside the database belongs in it. */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return db().transaction(work);
}
