import { describe, expect, it } from "vitest";
import { compareToBenchmark, compareToNumber, sideOf } from "./typical";

describe("a value beside a band", () => {
  const band = { low: 20, median: 25, high: 40 };

  it("is the same within it, edges included", () => {
    expect([19.9, 20, 30, 40, 40.1].map((value) => sideOf(value, band))).toEqual([
      "below",
      "same",
      "same",
      "same",
      "above",
    ]);
    expect(sideOf(null, band)).toBeNull();
    expect(sideOf(30, null)).toBeNull();
  });

  it("is measured from the median", () => {
    expect(compareToBenchmark(45, band)).toEqual({ side: "above", difference: 20 });
    expect(compareToBenchmark(30, band)).toEqual({ side: "same", difference: 5 });
    expect(compareToBenchmark(15, band)).toEqual({ side: "below", difference: -10 });
    expect(compareToBenchmark(undefined, band)).toBeNull();
    expect(compareToBenchmark(0, undefined)).toBeNull();
  });
});

it("compares two numbers, and small differences do not count", () => {
  expect(compareToNumber(5, 3, 0.5)).toEqual({ side: "above", difference: 2 });
  expect(compareToNumber(3, 5, 0.5)).toEqual({ side: "below", difference: -2 });
  expect(compareToNumber(5.4, 5, 0.5)?.side).toBe("same");
  expect(compareToNumber(5.5, 5, 0.5)?.side).toBe("above");
  expect(compareToNumber(3.9, 3.7, 0.2)).toEqual({ side: "above", difference: 0.2 });
  expect(compareToNumber(null, 5, 0.5)).toBeNull();
  expect(compareToNumber(5, undefined, 0.5)).toBeNull();
});
