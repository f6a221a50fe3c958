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
      throw seconds <= 90
        ? new AppError("too_many_requests", "errors.limits.wait_seconds", {
            values: { count: seconds },
            retryAfterSeconds: seconds,
          })
        : new AppError("too_many_requests", "errors.limits.wait_minutes", {
            values: { count: Math.ceil(seconds / 60) },
            retryAfterSeconds: seconds,
          });
    }
    if (limit.withoutCounts === "refuse") throw uncounted(error);
    log.warn({ limit: limit.name }, "limit could not be counted; the request was let through");
  }
}

/** Tries that slow down: so many are free, and each `double` more double the wait before the next one, up to `most` seconds. */
export type SlowDown = { name: string; free: number; double: number; most: number };

/** Tries are forgotten a day after the first. */
const triesSeconds = 24 * 3600;
const triesLimit = ({ name, free }: SlowDown): Limit => ({
  name,
  points: free,
  seconds: triesSeconds,
  withoutCounts: "refuse",
});

const waitLimit = ({ name }: SlowDown, seconds: number): Limit => ({
  name: `${name}-wait`,
  points: 1,
  seconds,
  withoutCounts: "refuse",
});

/**
 * Counts a try, for all processes together, before it is made: many at once cannot slip under. Throws `too_many_requests` while the
 * wait since the last one is not over (the try does not count then), and `unavailable` when the counts cannot be reached.
 */
export async function tryOnce(slow: SlowDown, key: string): Promise<void> {
  const tries = limiter(triesLimit(slow));
  const counted = await tries.penalty(blind(key)).catch((error: unknown) => {
    throw uncounted(error);
  });
  const over = counted.consumedPoints - slow.free;
  if (over <= 0) return;
  const seconds = Math.min(slow.most, 2 ** Math.floor((over - 1) / slow.double));
  try {
    await take(waitLimit(slow, seconds), key);
  } catch (error) {
    await forgetTry(slow, key);
    throw error;
  }
}

/** Gives back a try that was none: it succeeded, or was not made. */
export async function forgetTry(slow: SlowDown, key: string): Promise<void> {
  await limiter(triesLimit(slow)).reward(blind(key));
}

/** Forgets all tries of a key. */
export async function forgetTries(slow: SlowDown, key: string): Promise<void> {
  await Promise.all(
    [limiter(triesLimit(slow)), limiter(waitLimit(slow, 1))].map((one) => one.delete(blind(key))),
  );
}

const uncounted = (cause: unknown) =>
  new AppError("unavailable", "errors.limits.uncounted", {
    retryAfterSeconds: 5,
    cause,
  });
