/**
 * A difference array: begun minus ended at each whole number. Its running sum is the curve, so a range of any
 * length needs two entries.
 */
type Deltas = ReadonlyMap<number, number>;

/** Adds `amount` over `[from, to)`; an empty range adds nothing. */
export function addRange(deltas: Map<number, number>, from: number, to: number, amount = 1): void {
  if (to <= from) return;
  deltas.set(from, (deltas.get(from) ?? 0) + amount);
  deltas.set(to, (deltas.get(to) ?? 0) - amount);
}

/** The curve at 0 … length − 1. Deltas before 0 count from 0 on; those past the end are left out. */
export function curve(deltas: Iterable<readonly [number, number]>, length: number): number[] {
  const values = new Array<number>(length).fill(0);
  for (const [at, amount] of deltas) {
    const index = Math.max(0, at);
    if (index < length) values[index]! += amount;
  }
  for (let i = 1; i < length; i++) values[i]! += values[i - 1]!;
  return values;
}

/** The curve as ordered stretches `[from, to, value]` of one value other than 0. */
export function steps(deltas: Deltas): [from: number, to: number, value: number][] {
  const out: [number, number, number][] = [];
  let value = 0;
  let since = 0;
  for (const [at, amount] of [...deltas].sort((a, b) => a[0] - b[0])) {
    if (amount === 0) continue;
    if (value !== 0) out.push([since, at, value]);
    value += amount;
    since = at;
  }
  return out;
}
