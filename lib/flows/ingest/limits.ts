import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/platform/errors";
import { once } from "@/lib/platform/process";

/*
 * Ingest limits are kept in this process: they bound what one playback, one attendee or one address can cost us, and a shared
 * store would cost more per beacon than the beacon. With n processes the ceiling is n times as high. They fail open.
 */

const perMinute = 60;

/** Requests a minute and playback. */
export const playbackLimits = {
  "video-view": 60,
  "video-progress": 120,
  "video-complete": 60,
  "video-batch": 60,
} as const;
export type VideoRoute = keyof typeof playbackLimits;

/**
 * Requests a minute and attendee; presence: and client. A client that was cut off brings ten minutes of heartbeats at once, and
 * applause is many reactions.
 */
export const liveLimits = { presence: 120, messages: 60, reactions: 300, feedback: 30 } as const;
export type LiveRoute = keyof typeof liveLimits;

/** The ceiling before the school is known, and the default of the school's own setting. */
export const addressLimitDefault = 6000;

function limiter(name: string, points: number): RateLimiterMemory {
  return once(
    `limit-${name}-${points}`,
    () => new RateLimiterMemory({ keyPrefix: name, points, duration: perMinute }),
  );
}

async function consume(limit: RateLimiterMemory, key: string, what: string): Promise<void> {
  try {
    await limit.consume(key);
  } catch (error) {
    if (error instanceof RateLimiterRes)
      throw new AppError("too_many_requests", `Too many requests from ${what}`, {
        retryAfterSeconds: error.msBeforeNext / 1000,
      });
    throw error;
  }
}

export function limitPlayback(route: VideoRoute, sessionId: string): Promise<void> {
  return consume(limiter(route, playbackLimits[route]), sessionId, "this playback");
}

/** `attendee`: their session and identity, so that nobody can use up somebody else's. */
export function limitAttendee(route: LiveRoute, attendee: string): Promise<void> {
  return consume(limiter(route, liveLimits[route]), attendee, "this attendee");
}

/** A fresh playback or client id would evade the limits above; an address cannot be had as cheaply. */
export function limitAddress(address: string, points: number): Promise<void> {
  return consume(limiter("address", points), address, "this address");
}
