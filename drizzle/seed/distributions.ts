/** Random numbers in [0, 1). Every random number of the demo comes from one, so that the same keys give the same school. */
export type Random = () => number;

/** 32 bits of a text (FNV-1a, mixed so that similar texts give very different numbers). */
function hash(text: string, basis: number): number {
  let value = basis;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}

/**
 * The numbers of these keys, independent of those of other keys: Marsaglia's xorshift128, seeded by the keys.
 */
export function randomOf(...keys: (string | number)[]): Random {
  const text = keys.join("/");
  let x = hash(text, 0x811c9dc5);
  let y = hash(text, 0x9e3779b9);
  let z = hash(text, 0x7f4a7c15);
  let w = hash(text, 0x1f83d9ab) | 1;
  return () => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = (w ^ (w >>> 19) ^ t ^ (t >>> 8)) | 0;
    return (w >>> 0) / 2 ** 32;
  };
}

export const chance = (random: Random, share: number): boolean => random() < share;

export const between = (random: Random, low: number, high: number): number => low + (high - low) * random();

/** A whole number from `low` to `high`, both included. */
export const whole = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1));

/** Mean 0, standard deviation 1 (Box and Muller). */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** Half of the draws lie below `median`; `sigma` is the spread of their logarithm. */
export const logNormal = (random: Random, median: number, sigma: number): number =>
  median * Math.exp(sigma * normal(random));

export const exponential = (random: Random, mean: number): number => -mean * Math.log(1 - random());

/** One of the values, or of the keys, each as likely as its weight says. */
export function pick<Key extends string>(random: Random, weights: Readonly<Record<Key, number>>): Key;
export function pick<T>(random: Random, weights: readonly (readonly [value: T, weight: number])[]): T;
export function pick(random: Random, weights: object): unknown {
  const weighted: readonly [unknown, number][] = Array.isArray(weights) ? weights : Object.entries(weights);
  let left = random() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
  const chosen = weighted.find(([, weight]) => {
    left -= weight;
    return left < 0;
  });
  const last = chosen ?? weighted.at(-1);
  if (!last) throw new RangeError("there is nothing to pick from");
  return last[0];
}

/** One of the values, each equally likely. */
export function oneOf<T>(random: Random, values: readonly T[]): T {
  if (values.length === 0) throw new RangeError("there is nothing to pick from");
  return values[Math.floor(random() * values.length)]!;
}

/** Weights by name, written as `Portugal 54, Spain 6`. */
export const weightsIn = (text: string): Record<string, number> =>
  Object.fromEntries(
    text.split(", ").map((part) => {
      const space = part.lastIndexOf(" ");
      return [part.slice(0, space), Number(part.slice(space + 1))];
    }),
  );

/** The same values in another order (Fisher and Yates). */
export function shuffled<T>(random: Random, values: readonly T[]): T[] {
  const out = [...values];
  for (let i = out.length - 1; i > 0; i--) {
    const j = whole(random, 0, i);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** Whole shares of `total` in proportion to the weights that add up to it exactly (largest remainder). */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (sum > 0 ? (total * weight) / sum : 0));
  const shares = exact.map(Math.floor);
  let left = sum > 0 ? total - shares.reduce((a, b) => a + b, 0) : 0;
  const byRemainder = exact.map((value, i) => [value - Math.floor(value), i] as const);
  byRemainder.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  for (const [, i] of byRemainder) {
    if (left-- <= 0) break;
    shares[i]! += 1;
  }
  return shares;
}

/** Where `at` (0–1) falls in running sums: the index of the first that is larger. */
export function indexAt(runningSums: readonly number[], at: number): number {
  const target = at * (runningSums.at(-1) ?? 0);
  const index = runningSums.findIndex((sum) => sum > target);
  return index < 0 ? runningSums.length - 1 : index;
}

export function runningSums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

/** A UUIDv7 made from a time and a stream: sorts by that time, and the same draw gives the same id. */
export function idAt(random: Random, time: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
  const stamp = hex(time, 12);
  const bits = () => Math.floor(random() * 2 ** 32);
  const high = hex(bits() & 0xfff, 3);
  const variant = hex(0x8000 | (bits() & 0x3fff), 4);
  const low = hex(bits(), 8) + hex(bits() & 0xffff, 4);
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${high}-${variant}-${low}`;
}

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));
