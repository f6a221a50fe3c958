/*
 * The completion rule and the length it needs. `lib/db/completion.ts` is the same rule in SQL.
 */

/** A video's length in whole seconds, at least 1: the seconds 0 … length − 1 can be covered. Null while it is unknown. */
export function lengthInSeconds<Duration extends number | null>(durationMs: Duration): Duration {
  return (durationMs === null ? null : Math.max(1, Math.round(durationMs / 1000))) as Duration;
}

/** Whether this many covered seconds complete a video; `threshold` is the school's, in per cent of the length. */
export function isComplete(covered: number, length: number, threshold: number): boolean {
  return covered * 100 >= threshold * length;
}
