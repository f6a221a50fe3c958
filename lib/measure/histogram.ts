/*
 * Durations as counts per bucket. A bucket is a tenth wider than the one before, so a quantile is within 5 % of the exact one, whatever its
 * size, and two histograms merge by adding their counts: those of a thousand minutes and ten processes equal one over all requests.
 */

/** How much wider each bucket is than the one before. */
const growth = 1.1;
/** Everything up to this is in the first bucket, in milliseconds; a longer one than the last bucket's is in the last. */
const leastMs = 0.1;
const lastBucket = 164;
const perBucket = 1 / Math.log(growth);

/** How far a quantile can be from the exact one, as a share of it, between the first and the last bucket's edge. */
export const quantileError = Math.sqrt(growth) - 1;

/** Counts by bucket; a bucket without any is left out. */
export type Histogram = ReadonlyMap<number, number>;

/** The bucket of a duration in milliseconds. */
export const bucketOf = (ms: number): number =>
  ms <= leastMs ? 0 : Math.min(lastBucket, Math.ceil(Math.log(ms / leastMs) * perBucket - 1e-9));

/** The duration that stands for all in a bucket: the middle of its edges as a ratio. */
const middleOf = (bucket: number): number => (bucket === 0 ? leastMs : leastMs * growth ** (bucket - 0.5));

/** Adds counts to a histogram that is being filled. */
export function addCounts(into: Map<number, number>, counts: Iterable<readonly [number, number]>): void {
  for (const [bucket, count] of counts) into.set(bucket, (into.get(bucket) ?? 0) + count);
}

/** One histogram over all. */
export function mergeHistograms(histograms: Iterable<Histogram>): Histogram {
  const merged = new Map<number, number>();
  for (const histogram of histograms) addCounts(merged, histogram);
  return merged;
}

export const countIn = (histogram: Histogram): number => {
  let total = 0;
  for (const count of histogram.values()) total += count;
  return total;
};

/** The duration in milliseconds that at least this share (0–1) of all does not exceed, by nearest rank; null without any. */
export function quantileOf(histogram: Histogram, share: number): number | null {
  const total = countIn(histogram);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(total * share - 1e-9));
  let seen = 0;
  for (const [bucket, count] of [...histogram].sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= rank) return middleOf(bucket);
  }
  return null;
}
