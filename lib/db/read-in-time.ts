import "server-only";
import { sql } from "drizzle-orm";
import type { ErrorKey } from "@/lib/language/language";
import { AppError } from "@/lib/platform/errors";
import type { Tx } from "./client";
import { transaction } from "./tx";

/** A statement that takes longer is given up. */
const statementSeconds = 5;

/**
 * Reads in one transaction, in which each statement has a few seconds, so that a question about very many facts keeps no others waiting. Throws
 * `unavailable` with this reason for one that needs more.
 */
export async function readInTime<T>(
  reason: (seconds: number) => { key: ErrorKey; values: { seconds: number } },
  read: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await transaction(async (tx) => {
      await tx.execute(sql`set local statement_timeout = ${sql.raw(String(statementSeconds * 1000))}`);
      return read(tx);
    });
  } catch (error) {
    // The builder wraps the driver's error; 57014 is a statement that was given up.
    const { code } = Object((error as Error).cause ?? error) as { code?: string };
    if (code !== "57014") throw error;
    const { key, values } = reason(statementSeconds);
    throw new AppError("unavailable", key, { values, retryAfterSeconds: 30, cause: error });
  }
}
