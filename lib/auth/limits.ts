import "server-only";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { processSingleton } from "@/lib/platform/process";
import { blind } from "./secrets";

export type Limit = {
  /** Its name in the shared table; limits of one name share their counts. */
  name: string;
  /** At most this many in a window of `seconds`. */
  points: number;
  seconds: number;
  /** Whether requests are refused while the counts cannot be read: password guessing must stop, ordinary work must not. */
  withoutCounts: "refuse" | "allow";
};

/** rate-limiter-flexible uses this part of node-postgres' interface. */
const pgLike = {
  async query({ text, values }: { text: string; values: (string | number | null)[] }) {
    const rows = await db().$client.unsafe(text, values, { prepare: true });
    return { rows, rowCount: rows.count };
  },
};

function limiter(limit: Limit): RateLimiterPostgres {
  return processSingleton(
    `limiter:${limit.name}:${limit.points}:${limit.seconds}`,
    () =>
      new RateLimiterPostgres({
        storeClient: pgLike,
        storeType: "client",
        tableName: "rate_limits",
        tableCreated: true,
        keyPrefix: limit.name,
        points: limit.points,
        duration: limit.seconds,
      }),
  );
}

/**
 * Counts one against a limit, for all processes together; the key (a user, an address, an e-mail) is stored as a keyed hash. Throws
 * `too_many_requests` with the seconds to wait once the window's points are used, and `unavailable` if the limit is required
 * but the counts cannot be read.
 */
export async function take(limit: Limit, key: string): Promise<void> {
  try {
    await limiter(limit).consume(blind(key));
  } catch (error) {
    if (error instanceof RateLimiterRes) {
      const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      throw new AppError("too_many_requests", `Too many attempts. Try again in ${waiting(seconds)}.`, {
        retryAfterSeconds: seconds,
      });
    }
    if (limit.withoutCounts === "refuse")
      throw new AppError("unavailable", "Sign-in is not available at the moment. Try again soon.", {
        retryAfterSeconds: 5,
        cause: error,
      });
    log.warn({ limit: limit.name }, "limit could not be counted; the request was let through");
  }
}

/** Returns the point that a successful attempt took. */
export async function giveBack(limit: Limit, key: string): Promise<void> {
  await limiter(limit).reward(blind(key));
}

/** Forgets what was counted for a key. */
export async function clear(limit: Limit, key: string): Promise<void> {
  await limiter(limit).delete(blind(key));
}

function waiting(seconds: number): string {
  if (seconds <= 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
