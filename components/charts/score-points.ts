/**
 * Rounds amounts so that they add up to their rounded sum: each goes down to the last digit kept, and those that lost the
 * most get one more until the sum is reached (the method of the largest remainder; on a tie the earlier one).
 */
export function roundToSum(amounts: readonly number[], digits: 0 | 1 = 1): number[] {
  const unit = 10 ** digits;
  // A hair above: 0.81 × 30 is 24.299999999999997 to a computer.
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

/** The points of a score's components, to one decimal, that add up to the score. Values 0–100, weights 0–1. */
export function scorePoints(components: readonly { value: number; weight: number }[]): number[] {
  return roundToSum(components.map(({ value, weight }) => value * weight));
}
