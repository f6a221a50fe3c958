/* A number is rounded once, in the answer; until then it is exact. */

/** A share or an amount, to one decimal. */
export function oneDecimal<T extends number | null>(value: T): T {
  return (value === null ? null : Math.round(value * 10) / 10) as T;
}

/** A ratio, to two decimals. */
export function twoDecimals<T extends number | null>(value: T): T {
  return (value === null ? null : Math.round(value * 100) / 100) as T;
}

/**
 * Rounds amounts so that they add up to their rounded sum: each goes down to the last digit kept, and those that lost the most get one more
 * until the sum is reached (largest remainder method; on a tie the earlier one).
 */
export function roundToSum(amounts: readonly number[], decimals = 1): number[] {
  const unit = 10 ** decimals;
  // Slightly above: 0.81 × 30 is 24.299999999999997 in floating point.
  const scaled = amounts.map((amount) => amount * unit + 1e-9);
  const floors = scaled.map(Math.floor);
  const target = Math.round(scaled.reduce((sum, amount) => sum + amount, 0));
  let missing = target - floors.reduce((sum, amount) => sum + amount, 0);
  const order = scaled
    .map((amount, index) => ({ index, lost: amount - Math.floor(amount) }))
    .sort((a, b) => b.lost - a.lost || a.index - b.index);
  for (const { index } of order) {
    if (missing <= 0) break;
    floors[index] = (floors[index] ?? 0) + 1;
    missing--;
  }
  return floors.map((amount) => amount / unit);
}

/** Per cent with one decimal; null if the whole is 0. */
export const share = (part: number, base: number): number | null =>
  base === 0 ? null : oneDecimal((part / base) * 100);

/** Parts as per cent of their sum that add up to 100; nulls if the sum is 0. */
export function shares(parts: readonly number[], decimals = 1): (number | null)[] {
  const sum = parts.reduce((total, part) => total + part, 0);
  return sum === 0
    ? parts.map(() => null)
    : roundToSum(
        parts.map((part) => (part / sum) * 100),
        decimals,
      );
}
