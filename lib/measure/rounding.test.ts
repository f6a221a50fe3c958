import { describe, expect, it } from "vitest";
import { roundToSum, shares } from "./rounding";

/** The points of parts with a value (0–100) and a weight. */
const points = (parts: { value: number; weight: number }[]) =>
  roundToSum(parts.map(({ value, weight }) => value * weight));
const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);

describe("the points of a score", () => {
  it("keeps the golden case", () => {
    const parts = points([
      { value: 80, weight: 0.3 },
      { value: 75, weight: 0.4 },
      { value: 100, weight: 0.15 },
      { value: 90, weight: 0.15 },
    ]);
    expect(parts).toEqual([24, 30, 15, 13.5]);
  });
  it("adds up to the rounded score", () => {
    // 24.285… + 27.777… + 12.083… + 13.75 = 77.896… → 77.9. Down: 24.2 + 27.7 + 12.0 + 13.7 = 77.6; the three that lost the
    // most (.085, .083, .077) get a tenth, and 13.75 (.05) does not.
    const parts = points([
      { value: (34 / 42) * 100, weight: 0.3 },
      { value: (25 / 36) * 100, weight: 0.4 },
      { value: (58 / 36 / 2) * 100, weight: 0.15 },
      { value: (33 / 36) * 100, weight: 0.15 },
    ]);
    expect(parts).toEqual([24.3, 27.8, 12.1, 13.7]);
    expect(sum(parts)).toBeCloseTo(77.9, 10);
  });
});

describe("roundToSum", () => {
  it("gives thirds of a hundred as 33.4, 33.3 and 33.3", () => {
    expect(roundToSum([100 / 3, 100 / 3, 100 / 3])).toEqual([33.4, 33.3, 33.3]);
  });
  it("keeps weights that are whole", () => expect(roundToSum([30, 40, 15, 15])).toEqual([30, 40, 15, 15]));
  it("adds up for any amounts", () => {
    for (let seed = 1; seed < 200; seed++) {
      const amounts = [0, 1, 2, 3].map((index) => Math.abs(Math.sin(seed * 7.3 + index * 1.7)) * 40);
      const rounded = roundToSum(amounts);
      expect(sum(rounded)).toBeCloseTo(Math.round(sum(amounts) * 10) / 10, 9);
      for (const [index, amount] of amounts.entries())
        expect(Math.abs(amount - (rounded[index] ?? 0))).toBeLessThan(0.1 + 1e-9);
    }
  });
  it("is empty for nothing", () => expect(roundToSum([])).toEqual([]));
});

describe("shares", () => {
  it("of a whole add up to 100", () => {
    // 42.86, 42.86 and 14.29: one point is missing, and the first lost as much as the second.
    expect(shares([3, 3, 1], 0)).toEqual([43, 43, 14]);
    // 16.67 each: 96 and four more for the first.
    expect(shares([1, 1, 1, 1, 1, 1], 0)).toEqual([17, 17, 17, 17, 16, 16]);
    // 66.67 and 33.33, to one decimal.
    expect(shares([2, 1])).toEqual([66.7, 33.3]);
    // Rounded one by one these are 14.3 × 7 = 100.1.
    expect(shares(Array(7).fill(1))).toEqual([14.3, 14.3, 14.3, 14.3, 14.3, 14.3, 14.2]);
    expect(shares([0, 5, 0], 0)).toEqual([0, 100, 0]);
  });
  it("add up to 100 for any parts", () => {
    for (let seed = 1; seed < 200; seed++) {
      const parts = Array.from(
        { length: 2 + (seed % 6) },
        (_, index) => 1 + ((seed * (index + 3) * 7919) % 97),
      );
      for (const decimals of [0, 1]) expect(sum(shares(parts, decimals).map(Number))).toBeCloseTo(100, 9);
    }
  });
  it("are unknown of nothing", () => expect(shares([0, 0])).toEqual([null, null]));
});
