import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { AppError } from "@/lib/platform/errors";
import { processCache, processSingleton } from "@/lib/platform/process";
import type { Subject } from "./accept";
import { sharedCounts } from "./shared-counts";

/*
 * What one sender may send in a minute, in beacons: a batch counts as many times as it has items. Each process
 * counts for itself, because asking a shared store would cost more per beacon than the beacon. With Redis the counts of all processes are
 * added up a few times a second (shared-counts.ts); without it n processes multiply the limits.
 */

/** Beacons a minute from one address before the school is known, and the default of the school's own setting. */
const addressPerMinute = 6000;
/** The share of its beacons that an address may begin something new with, at one video or session: 1,500 people a minute by default. */
const newcomersShare = 1 / 4;
/** Playbacks and attendees that are remembered as counted. One that is forgotten counts once more. */
const newcomersMax = 50_000;

const minuteSeconds = 60;

export type Limit = {
  name: string;
  per_minute: number;
  key: string;
  /** What is counted once by this name, whichever process it comes to. */
  counted?: string;
  message: string;
};

/** Counts beacons against a limit. When the minute's points are used up, returns how many of them, the last ones, are past it, and the error for these. */
export async function countBeacons(
  limit: Limit,
  beacons: number,
): Promise<{ beacons: number; error: AppError } | null> {
  const limiter = processSingleton(
    `limit ${limit.name} ${limit.per_minute}`,
    () => new RateLimiterMemory({ keyPrefix: limit.name, points: limit.per_minute, duration: minuteSeconds }),
  );
  sharedCounts(minuteSeconds)?.note(limiter, limit.key, limit.counted, beacons);
  try {
    await limiter.consume(limit.key, beacons);
    return null;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const retryAfterSeconds = error.msBeforeNext / 1000;
    return {
      beacons: Math.min(beacons, error.consumedPoints - limit.per_minute),
      error: new AppError("too_many_requests", { english: limit.message }, { retryAfterSeconds }),
    };
  }
}

/** Counts one beacon; throws `too_many_requests` past the limit. */
export async function limitBeacon(limit: Limit): Promise<void> {
  const past = await countBeacons(limit, 1);
  if (past) throw past.error;
}

/** The ceiling of an address, the school's or else the installation's: a new playback or client id would evade the other limits. */
export const addressLimit = (address: string, school: Subject | null): Limit => ({
  name: "address",
  per_minute: school?.address_limit_per_minute ?? addressPerMinute,
  key: school ? `${school.school_id} ${address}` : address,
  message: "Too many requests from this address",
});

/**
 * Counts a playback or an attendee, with its first beacon, against the ceiling of what an address may begin at one video or session. It is far
 * above a school behind one address, and bounds what somebody can invent who needs no credentials.
 */
export function limitNewcomer(
  address: string,
  school: Subject,
  newcomer: { what: string; key: string; place: string },
): Promise<void> {
  const counted = processCache<Promise<void>>(`counted ${newcomer.what}`, { max: newcomersMax });
  const key = `${newcomer.place} ${newcomer.key}`;
  return getOrInsert(counted, key, () => {
    const limit = limitBeacon({
      name: newcomer.what,
      per_minute: Math.ceil(school.address_limit_per_minute * newcomersShare),
      key: `${newcomer.place} ${address}`,
      counted: newcomer.key,
      message: `Too many ${newcomer.what} from this address`,
    });
    limit.catch(() => counted.delete(key));
    return limit;
  });
}
