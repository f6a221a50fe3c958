import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { AppError } from "@/lib/platform/errors";
import { processSingleton } from "@/lib/platform/process";

/* Ingest limits are kept in this process, because a shared store would cost more per beacon than the beacon; with n processes they are n times as high. */

/** Requests a minute from one address before the school is known, and the default of the school's own setting. */
const addressPerMinute = 6000;

const minuteSeconds = 60;

/** A request counts once against each limit, however many of its items the limit applies to. */
export type CountedLimits = Map<string, Promise<void>>;

/** Counts a request against a limit; throws `too_many_requests` when the minute's points are used up. */
export function limitRequest(
  counted: CountedLimits,
  limit: { name: string; per_minute: number; key: string; who: string },
): Promise<void> {
  return getOrInsert(counted, `${limit.name} ${limit.key}`, async () => {
    const limiter = processSingleton(
      `limit ${limit.name} ${limit.per_minute}`,
      () =>
        new RateLimiterMemory({ keyPrefix: limit.name, points: limit.per_minute, duration: minuteSeconds }),
    );
    try {
      await limiter.consume(limit.key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new AppError("too_many_requests", `Too many requests from ${limit.who}`, {
        retryAfterSeconds: error.msBeforeNext / 1000,
      });
    }
  });
}

/** Counts a request against its address's ceiling, the school's or else the installation's: a new playback or client id would evade the other limits. */
export function limitAddress(
  counted: CountedLimits,
  address: string,
  school: { school_id: string; address_limit_per_minute: number } | null,
): Promise<void> {
  return limitRequest(counted, {
    name: "address",
    per_minute: school?.address_limit_per_minute ?? addressPerMinute,
    key: school ? `${school.school_id} ${address}` : address,
    who: "this address",
  });
}
