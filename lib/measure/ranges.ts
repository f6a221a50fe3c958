/**
 * Sets of whole numbers as sorted, disjoint, half-open ranges in one flat list: `[a0, b0, a1, b1, …]`, a0 < b0 < a1 < b1.
 * The same form Postgres keeps in an `int4multirange`, so that what is computed here and what is stored cannot differ.
 */
export type Ranges = readonly number[];

export const noRanges: Ranges = [];

function checked(value: number): number {
  // A NaN would pass every comparison and corrupt a row permanently.
  if (!Number.isInteger(value)) throw new RangeError(`a range end must be a whole number, not ${value}`);
  return value;
}

/** One range; empty when `end <= start`. */
export function range(start: number, end: number): Ranges {
  return checked(end) > checked(start) ? [start, end] : noRanges;
}

/** Any ranges, in any order, overlapping or not, as one set. */
export function normalize(pairs: Iterable<readonly [number, number]>): Ranges {
  const sorted = [...pairs]
    .map(([start, end]) => [checked(start), checked(end)] as const)
    .filter(([start, end]) => end > start)
    .sort((a, b) => a[0] - b[0]);
  const out: number[] = [];
  for (const [start, end] of sorted) {
    const last = out.length - 1;
    if (last > 0 && start <= out[last]!) out[last] = Math.max(out[last]!, end);
    else out.push(start, end);
  }
  return out;
}

/** The pairs of a set, for reading. */
export function pairs(set: Ranges): [number, number][] {
  const out: [number, number][] = [];
  for (let i = 0; i < set.length; i += 2) out.push([set[i]!, set[i + 1]!]);
  return out;
}

/** How many whole numbers the set contains. */
export function size(set: Ranges): number {
  let total = 0;
  for (let i = 0; i < set.length; i += 2) total += set[i + 1]! - set[i]!;
  return total;
}

/** Sweeps both sets' ends in order and keeps the stretches for which `keep(inA, inB)`. O(a + b). */
function sweep(a: Ranges, b: Ranges, keep: (inA: boolean, inB: boolean) => boolean): Ranges {
  const out: number[] = [];
  let i = 0;
  let j = 0;
  let open = false;
  while (i < a.length || j < b.length) {
    const at = Math.min(i < a.length ? a[i]! : Infinity, j < b.length ? b[j]! : Infinity);
    while (i < a.length && a[i] === at) i++;
    while (j < b.length && b[j] === at) j++;
    // An odd index means that the last end passed was a beginning.
    const now = keep(i % 2 === 1, j % 2 === 1);
    if (now !== open) {
      out.push(checked(at));
      open = now;
    }
  }
  return out;
}

export function union(a: Ranges, b: Ranges): Ranges {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return sweep(a, b, (inA, inB) => inA || inB);
}

export function intersect(a: Ranges, b: Ranges): Ranges {
  if (a.length === 0 || b.length === 0) return noRanges;
  return sweep(a, b, (inA, inB) => inA && inB);
}

export function subtract(a: Ranges, b: Ranges): Ranges {
  if (a.length === 0 || b.length === 0) return a;
  return sweep(a, b, (inA, inB) => inA && !inB);
}

/** Whether the set contains this number. O(log n). */
export function contains(set: Ranges, value: number): boolean {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (set[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

/** The set moved by `offset`. */
export function shift(set: Ranges, offset: number): Ranges {
  return set.map((end) => checked(end + offset));
}

/** Postgres's text form: `{[0,4),[8,11)}`. */
export function formatMultirange(set: Ranges): string {
  let text = "{";
  for (let i = 0; i < set.length; i += 2)
    text += `${i ? "," : ""}[${checked(set[i]!)},${checked(set[i + 1]!)})`;
  return `${text}}`;
}

/** Reads Postgres's canonical text form of an `int4multirange`; throws on anything else. */
export function parseMultirange(text: string): Ranges {
  if (text === "{}") return noRanges;
  if (!text.startsWith("{[") || !text.endsWith(")}"))
    throw new RangeError(`not an int4multirange: ${text.slice(0, 80)}`);
  const out: number[] = [];
  const pattern = /\[(-?\d+),(-?\d+)\)(,|\}$)/y;
  pattern.lastIndex = 1;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (!found) throw new RangeError(`not an int4multirange: ${text.slice(0, 80)}`);
    out.push(checked(Number(found[1])), checked(Number(found[2])));
  }
  return out;
}
