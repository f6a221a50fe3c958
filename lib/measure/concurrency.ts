import type { Ranges } from "./ranges";

/** How many are there from an instant on, until the next step. Before the first step nobody is. */
export type Step = { at: number; viewers: number };

/**
 * Who was there at once, exactly: a sweep over the ends of everybody's own merged, half-open stays. One step for each
 * instant at which the number changes. O(n log n) in the number of stays.
 */
export function concurrency(stays: Iterable<Ranges>): Step[] {
  const changes = new Map<number, number>();
  for (const set of stays)
    for (const [index, at] of set.entries()) changes.set(at, (changes.get(at) ?? 0) + (index % 2 ? -1 : 1));
  let viewers = 0;
  const steps: Step[] = [];
  for (const [at, change] of [...changes].sort((a, b) => a[0] - b[0])) {
    if (change === 0) continue;
    viewers += change;
    steps.push({ at, viewers });
  }
  return steps;
}

/** The most that were there at once, and when first; null when nobody ever was. */
export function peakOf(steps: readonly Step[]): Step | null {
  let peak: Step | null = null;
  for (const step of steps) if (step.viewers > (peak?.viewers ?? 0)) peak = step;
  return peak;
}

/** The numbers there at these instants, which must be in order. */
export function viewersAt(steps: readonly Step[], instants: readonly number[]): number[] {
  let next = 0;
  let viewers = 0;
  return instants.map((instant) => {
    while (next < steps.length && steps[next]!.at <= instant) viewers = steps[next++]!.viewers;
    return viewers;
  });
}

/**
 * The steps within `[from, to)` at so many points at most: the window in equal buckets, each with its maximum at the
 * earliest instant of it, so that the peak is always among them. Neighbours that say the same are kept: they are time.
 */
export function bucketMaxima(
  steps: readonly Step[],
  { from, to }: { from: number; to: number },
  pointsMax: number,
): Step[] {
  if (to <= from) return [];
  const points = Math.min(pointsMax, Math.ceil(to - from));
  const out: Step[] = [];
  let next = 0;
  let viewers = 0;
  for (let index = 0; index < points; index++) {
    // Whole instants: what holds between two of them cannot be said of either.
    const begin = Math.ceil(from + ((to - from) * index) / points);
    const end = Math.ceil(from + ((to - from) * (index + 1)) / points);
    while (next < steps.length && steps[next]!.at <= begin) viewers = steps[next++]!.viewers;
    let best: Step = { at: begin, viewers };
    while (next < steps.length && steps[next]!.at < end) {
      const step = steps[next++]!;
      viewers = step.viewers;
      if (viewers > best.viewers) best = step;
    }
    out.push(best);
  }
  return out;
}
