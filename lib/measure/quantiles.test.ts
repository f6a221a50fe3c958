import { describe, expect, it } from "vitest";
import { middleHalf, percentileRank, quantile } from "./quantiles";

describe("quantile", () => {
  it("lies between order statistics (R: quantile(c(1, 2, 4, 8), type = 7))", () => {
    const values = [8, 1, 4, 2];
    expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile(values, p))).toEqual([1, 1.75, 3, 5, 8]);
    expect(middleHalf(values)).toEqual({ low: 1.75, median: 3, high: 5 });
  });
  it("leaves the values as they were, and knows nothing of none", () => {
    const values = [3, 1];
    quantile(values, 0.5);
    expect(values).toEqual([3, 1]);
    expect(quantile([], 0.5)).toBeNull();
    expect(middleHalf([])).toBeNull();
    expect(quantile([7], 0.9)).toBe(7);
  });
});

describe("percentileRank", () => {
  it("is the share of the others below, equals counting half", () => {
    expect(percentileRank(5, [1, 2, 5, 9])).toBe(2.5 / 4);
    expect(percentileRank(0, [1, 2])).toBe(0);
    expect(percentileRank(3, [1, 2])).toBe(1);
    expect(percentileRank(3, [])).toBeNull();
  });
});
