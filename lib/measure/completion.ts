import { intersect, type Ranges, range, union } from "./ranges";
import { tenthsPerSecond, toTenths } from "./tenths";

/*
 * What of a video is covered, the completion rule, and the length that both need. `lib/db/completion.ts` is the same in SQL.
 */

/** A video's length in whole seconds, at least 1: the seconds 0 … length − 1 can be covered. Null while it is unknown. */
export function lengthInSeconds<Duration extends number | null>(durationMs: Duration): Duration {
  return (durationMs === null ? null : Math.max(1, Math.round(durationMs / 1000))) as Duration;
}

/** The same in tenths of a second. */
export function lengthInTenths<Duration extends number | null>(durationMs: Duration): Duration {
  const seconds = lengthInSeconds(durationMs);
  return (seconds === null ? null : seconds * tenthsPerSecond) as Duration;
}

/** Where a video ends, at least 1. */
export const endInTenths = (durationMs: number): number => Math.max(1, toTenths(durationMs / 1000));

/** Players and files disagree by a few frames about where a video ends. */
export const endToleranceTenths = 4;

/**
 * The tenths of a video that these ranges cover. Who played to its end, or almost, has covered what is left: its length is rounded to a
 * whole second. More ranges never cover less.
 */
export function coveredTenths(played: Ranges, durationMs: number): Ranges {
  const length = lengthInTenths(durationMs);
  const covered = intersect(played, range(0, length));
  const reached = Math.max(0, Math.min(length, endInTenths(durationMs)) - endToleranceTenths);
  return (covered.at(-1) ?? -1) >= reached ? union(covered, range(reached, length)) : covered;
}

/** Whether so much of a length completes a video, both in the same unit; `threshold` is the school's, in per cent of the length. */
export function isComplete(covered: number, length: number, threshold: number): boolean {
  return covered * 100 >= threshold * length;
}
