import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forecastOf } from "./forecast";

const steady = (weeks: number, value = 40) => new Array<number>(weeks).fill(value);

describe("a forecast", () => {
  test("needs eight values", () => {
    expect(forecastOf(steady(7), 4)).toEqual([]);
    // After the fourth value one week ahead can be compared four times, two weeks ahead three times.
    expect(forecastOf(steady(8), 4).map(({ ahead, compared }) => [ahead, compared])).toEqual([[1, 4]]);
    expect(forecastOf(steady(12), 4).map(({ ahead, compared }) => [ahead, compared])).toEqual([
      [1, 8],
      [2, 7],
      [3, 6],
      [4, 5],
    ]);
  });

  test("of what never changed is the same, with no error", () => {
    for (const one of forecastOf(steady(12), 4))
      expect(one).toMatchObject({ expected: 40, low: 40, high: 40, mean_error: 0 });
  });

  test("follows a change by half at first, and its trend by less each week", () => {
    // The level after eight times 10 and once 20 is 15, the trend 0.2 · 5 = 1: 15.9, and 0.81 more the week after.
    const forecasts = forecastOf([...steady(8, 10), 20], 2);
    expect(forecasts.map(({ expected }) => expected)).toEqual([expect.closeTo(15.9), expect.closeTo(16.71)]);
    // One week ahead the errors were 0, 0, 0, 0 and 10: ⌈0.8 · 6⌉ is all five. Two weeks ahead 0, 0, 0 and 10.
    expect(forecasts[0]).toMatchObject({ compared: 5, mean_error: 2, high: expect.closeTo(25.9) });
    expect(forecasts[0]!.low).toBeCloseTo(5.9);
    expect(forecasts[1]).toMatchObject({ compared: 4, mean_error: 2.5, high: expect.closeTo(26.71) });
  });

  test("leaves out the largest of ten errors", () => {
    // Nine of ten, since ⌈0.8 · 11⌉ = 9.
    const forecasts = forecastOf([...steady(13, 10), 20], 1);
    expect(forecasts[0]).toMatchObject({ compared: 10, mean_error: 1 });
    expect(forecasts[0]!.high - forecasts[0]!.expected).toBe(0);
  });

  test("is never below zero, and lies in its interval", () => {
    const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 8, maxLength: 30 });
    fc.assert(
      fc.property(values, (series) => {
        for (const { expected, low, high } of forecastOf(series, 4)) {
          expect(low).toBeGreaterThanOrEqual(0);
          expect(expected).toBeGreaterThanOrEqual(low);
          expect(high).toBeGreaterThanOrEqual(expected);
        }
      }),
    );
  });
});
