import type { Ranges } from "./ranges";

/** How many people are present from an instant until the next step. Before the first step nobody is present. */
export type Step = { at: number; viewers: number };

/**
 * How many people were present at once, exactly: a sweep over the ends of each person's merged, half-open stays. One step for each
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

/** The highest number present at once, and its first instant; null when nobody was present. */
export function peakOf(steps: readonly Step[]): Step | null {
  let peak: Step | null = null;
  for (const step of steps) if (step.viewers > (peak?.viewers ?? 0)) peak = step;
  return peak;
}

/** The numbers present at these instants, which must be in order. */
export function viewersAt(steps: readonly Step[], instants: readonly number[]): number[] {
  let next = 0;
  let viewers = 0;
  return instants.map((instant) => {
    while (next < steps.length && steps[next]!.at <= instant) viewers = steps[next++]!.viewers;
    return viewers;
  });
}

/**
 * The steps within `[from, to)`, reduced to at most this many points: equal buckets of the window, each with its maximum at the
 * earliest instant, so that the peak is always included. Equal neighbours are kept, because they represent time.
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
    // Whole instants: a value between two of them belongs to neither.
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
