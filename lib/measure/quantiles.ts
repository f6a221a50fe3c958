/**
 * The value below which the share `p` (0–1) of the values lies; null without values.
 * Linear between order statistics: type 7 of Hyndman and Fan, "Sample quantiles in statistical packages" (1996).
 */
export function quantile(values: readonly number[], p: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * Math.min(1, Math.max(0, p));
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}

export type MiddleHalf = { low: number; median: number; high: number };

/** The first quartile, the median and the third quartile; null without values. */
export function middleHalf(values: readonly number[]): MiddleHalf | null {
  const low = quantile(values, 0.25);
  const median = quantile(values, 0.5);
  const high = quantile(values, 0.75);
  return low === null || median === null || high === null ? null : { low, median, high };
}

/** The mean; null without values. */
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The share (0–1) of the others that lie below the value, an equal one counting half; null without others. */
export function percentileRank(value: number, others: readonly number[]): number | null {
  if (others.length === 0) return null;
  let below = 0;
  for (const other of others) below += other < value ? 1 : other === value ? 0.5 : 0;
  return below / others.length;
}
