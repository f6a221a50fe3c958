import { intersect, normalize, type Ranges, range, shift, size, union } from "@/lib/measure/ranges";

/** Who left at least this shortly before the end stayed to the end: the last heartbeat comes before it, and reports end when people click. */
export const endToleranceMs = 60_000;

/**
 * What of a session one person has seen, live or on its recording: live ∪ recording, in whole seconds from the session's
 * start. `offset_seconds`: where the recording's second 0 lies on the session's axis.
 */
export function coverage(given: {
  /** Stays in epoch milliseconds. */
  stays: Ranges;
  /** Recording seconds covered. */
  recording: Ranges;
  offset_seconds: number;
  window: { from: Date; to: Date };
}): { seconds: Ranges; percentage: number | null } {
  const from = given.window.from.getTime();
  const length = Math.round((given.window.to.getTime() - from) / 1000);
  const whole = range(0, Math.max(0, length));
  const seconds = intersect(
    union(staysInSeconds(given.stays, from), shift(given.recording, Math.round(given.offset_seconds))),
    whole,
  );
  return { seconds, percentage: length > 0 ? Math.round((size(seconds) / length) * 1000) / 10 : null };
}

/** Stays as whole seconds from the start; a second counts where most of it does. */
export function staysInSeconds(stays: Ranges, fromMs: number): Ranges {
  const pairs: [number, number][] = [];
  for (let i = 0; i < stays.length; i += 2)
    pairs.push([Math.round((stays[i]! - fromMs) / 1000), Math.round((stays[i + 1]! - fromMs) / 1000)]);
  return normalize(pairs);
}
