import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addCounts,
  bucketOf,
  countIn,
  type Histogram,
  mergeHistograms,
  quantileError,
  quantileOf,
} from "./histogram";

const of = (values: readonly number[]): Histogram => {
  const histogram = new Map<number, number>();
  addCounts(
    histogram,
    values.map((value) => [bucketOf(value), 1]),
  );
  return histogram;
};
/** Nearest rank, from the values themselves. */
const exact = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(values.length * share - 1e-9)) - 1]!;
const sorted = (histogram: Histogram) => [...histogram].sort(([a], [b]) => a - b);

const durations = fc.array(fc.double({ min: 0.1, max: 600_000, noNaN: true }), {
  minLength: 1,
  maxLength: 200,
});

describe("a histogram of durations", () => {
  it("puts a duration into the bucket whose upper edge it does not exceed", () => {
    // Edges: 0.1, 0.11, 0.121 … ; 0.1 × 1.1^25 = 1.0834…
    expect([0, 0.05, 0.1, 0.105, 0.11, 0.1101, 0.121].map(bucketOf)).toEqual([0, 0, 0, 1, 1, 2, 2]);
    expect(bucketOf(1.08)).toBe(25);
    expect(bucketOf(1.09)).toBe(26);
    // 0.1 × 1.1^163 is 559 s; beyond it everything is in the last bucket.
    expect(bucketOf(3_600_000)).toBe(164);
  });

  it("has the quantiles of ten known durations", () => {
    // Ranks of 10 values: the median is the 5th, p95 and p99 the 10th.
    const histogram = of([1, 2, 3, 4, 5, 6, 7, 8, 9, 1000]);
    const near = (share: number, value: number) =>
      expect(Math.abs(quantileOf(histogram, share)! / value - 1)).toBeLessThanOrEqual(quantileError + 1e-9);
    near(0.5, 5);
    near(0.9, 9);
    near(0.95, 1000);
    near(0, 1);
    expect(countIn(histogram)).toBe(10);
    expect(quantileOf(new Map(), 0.95)).toBeNull();
  });

  it("is within its error of the exact quantile", () => {
    expect(quantileError).toBeCloseTo(0.0488, 4);
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const ratio = quantileOf(of(values), share)! / exact(values, share);
        expect(ratio).toBeGreaterThanOrEqual(1 / (1 + quantileError) - 1e-6);
        // The last bucket has no upper edge.
        if (exact(values, share) < 550_000) expect(ratio).toBeLessThanOrEqual(1 + quantileError + 1e-6);
      }),
    );
  });

  it("merges in any order into the one over all durations", () => {
    fc.assert(
      fc.property(durations, durations, durations, (a, b, c) => {
        const whole = sorted(of([...a, ...b, ...c]));
        const [x, y, z] = [of(a), of(b), of(c)];
        expect(sorted(mergeHistograms([mergeHistograms([x, y]), z]))).toEqual(whole);
        expect(sorted(mergeHistograms([x, mergeHistograms([z, y])]))).toEqual(whole);
      }),
    );
  });
});
