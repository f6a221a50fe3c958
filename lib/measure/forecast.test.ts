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

  test("stays within what is possible, also in its interval and in the forecasts that it is judged by", () => {
    // Ten a week, then full: without a bound 86.4 and 92.8 would be expected of a share of 80.
    const share = [10, 20, 30, 40, 50, 60, 70, 80, 80];
    const [free] = forecastOf(share, 1);
    const [bounded] = forecastOf(share, 1, { most: 80, rising: true });
    expect(free!.expected).toBeGreaterThan(80);
    expect(free!.low).toBeLessThan(80);
    expect(bounded).toMatchObject({ expected: 80, low: 80, high: 80 });
    // After 70 no more than 80 was expected, which came, and after 80 too: those two errors are 0.
    expect(bounded!.mean_error).toBeLessThan(free!.mean_error);
  });

  test("of what can only rise is never less than the last value", () => {
    // The trend of the level falls behind: after a jump it would be expected lower.
    const values = [0, 0, 0, 0, 0, 0, 0, 60];
    expect(forecastOf(values, 1)[0]!.expected).toBeLessThan(60);
    expect(forecastOf(values, 1, { rising: true })[0]).toMatchObject({ expected: 60, low: 60 });
  });
});
