/*
 * The completion rule and what it needs to know of a video. `lib/db/completion.ts` says the same in SQL.
 */

/** A video's length in whole seconds, at least 1: the seconds 0 … length − 1 can be covered. Null while it is unknown. */
export function lengthInSeconds<Duration extends number | null>(durationMs: Duration): Duration {
  return (durationMs === null ? null : Math.max(1, Math.round(durationMs / 1000))) as Duration;
}

/** Whether so many covered seconds complete a video; `threshold` is the school's, in per cent of the length. */
export function isComplete(covered: number, length: number, threshold: number): boolean {
  return covered * 100 >= threshold * length;
}
