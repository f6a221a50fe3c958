import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bandOf,
  bestTime,
  bootstrapDifference,
  chanceOfInversions,
  compareGroups,
  compareRates,
  compareToNumber,
  compareToTypical,
  type Interval,
  meanInterval,
  type Rate,
  rateDifference,
  sideOf,
  trendOf,
  wilson,
} from "./evidence";

const rate = (part: number, of: number): Rate => ({ part, of });
const times = <T>(count: number, value: T) => new Array<T>(count).fill(value);
const near = (interval: Interval, low: number, high: number) => {
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
};

describe("the interval of a rate", () => {
  it("is Wilson's", () => {
    // 8 of 10: (0.8 + 0.19207) ÷ 1.38415 ± 1.41600 × √(0.016 + 0.00960).
    near(wilson(rate(8, 10)), 0.4902, 0.9433);
    near(wilson(rate(0, 10)), 0, 0.2775);
    near(wilson(rate(10, 10)), 0.7225, 1);
  });

  it("contains the rate, is symmetric, and shrinks with more people", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(), (of, n) => {
        const part = n % (of + 1);
        const { low, high } = wilson(rate(part, of));
        expect(low).toBeLessThanOrEqual(part / of + 1e-12);
        expect(high).toBeGreaterThanOrEqual(part / of - 1e-12);
        near(wilson(rate(of - part, of)), 1 - high, 1 - low);
        const more = wilson(rate(part * 4, of * 4));
        expect(more.high - more.low).toBeLessThan(high - low);
      }),
    );
  });
});

describe("two rates", () => {
  it("have Newcombe's interval", () => {
    // His own example: 56 of 70 and 48 of 80.
    near(rateDifference(rate(56, 70), rate(48, 80)), 0.0524, 0.3339);
    // 8 and 5 of 10: 0.3 − √(0.3098² + 0.2634²) to 0.3 + √(0.1433² + 0.2634²).
    near(rateDifference(rate(8, 10), rate(5, 10)), -0.1067, 0.5999);
  });

  it("differ only beyond chance, and with 10 people each", () => {
    expect(compareRates(rate(56, 70), rate(48, 80))?.side).toBe("above");
    expect(compareRates(rate(48, 80), rate(56, 70))?.side).toBe("below");
    expect(compareRates(rate(8, 10), rate(5, 10))?.side).toBe("same");
    expect(compareRates(rate(9, 9), rate(0, 80))).toBeNull();
  });
});

describe("two groups of sessions", () => {
  it("vary as their sessions do", () => {
    // One of two sessions is drawn, 0 or 1, and 0.5 is subtracted.
    near(bootstrapDifference([rate(0, 10), rate(10, 10)], [rate(5, 10)]), -0.5, 0.5);
    near(bootstrapDifference(times(3, rate(8, 10)), times(5, rate(3, 5))), 0.2, 0.2);
  });

  it("give the same interval every time", () => {
    const [one, other] = [
      [9, 4, 7, 6],
      [5, 8, 3, 2, 6],
    ].map((parts) => parts.map((part) => rate(part, 10)));
    expect(bootstrapDifference(one!, other!)).toEqual(bootstrapDifference(one!, other!));
  });

  it("need four sessions each, and a share of people also the people", () => {
    const [eight, six] = [rate(8, 10), rate(6, 10)];
    expect(compareGroups(times(3, eight), times(9, six), { people: false })).toBeNull();
    expect(compareGroups([...times(3, eight), rate(0, 0)], times(9, six), { people: false })).toBeNull();
    expect(compareGroups(times(4, eight), times(4, six), { people: false })?.side).toBe("above");
    // 32 and 24 of 40 people: 0.2 − √(0.1476² + 0.1365²) is −0.001.
    expect(compareGroups(times(4, eight), times(4, six), { people: true })?.side).toBe("same");
    expect(compareGroups(times(5, eight), times(5, six), { people: true })?.side).toBe("above");
    expect(compareGroups(times(4, rate(2, 2)), times(40, six), { people: true })).toBeNull();
  });

  it("do not differ where one session makes the difference", () => {
    const before = times(6, rate(14, 20));
    const now = [rate(100, 100), ...times(5, rate(14, 20))];
    expect(compareRates(rate(170, 200), rate(84, 120))?.side).toBe("above");
    expect(compareGroups(now, before, { people: true })?.side).toBe("same");
  });

  it("are not told apart where chance alone made them", () => {
    let told = 0;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 12, maxLength: 12 }), (parts) => {
        const sessions = parts.map((part) => rate(part, 20));
        if (compareGroups(sessions.slice(0, 6), sessions.slice(6), { people: true })?.side !== "same") told++;
      }),
      { numRuns: 100, seed: 7 },
    );
    expect(told).toBeLessThanOrEqual(12);
  });
});

describe("a trend", () => {
  it("counts orders with few pairs in the wrong place", () => {
    // Of the 24 orders of four 1 has none, 3 more have one; of 120 of five 5 have at most one; of 720 of six 20 have at most two.
    expect(chanceOfInversions(4, 0)).toBeCloseTo(1 / 24, 12);
    expect(chanceOfInversions(4, 1)).toBeCloseTo(4 / 24, 12);
    expect(chanceOfInversions(5, 1)).toBeCloseTo(5 / 120, 12);
    expect(chanceOfInversions(6, 2)).toBeCloseTo(20 / 720, 12);
    expect(chanceOfInversions(6, 15)).toBeCloseTo(1, 12);
  });

  it("needs four values that all rise, or more with few exceptions", () => {
    expect(trendOf([1, 2, 3])).toBeNull();
    expect(trendOf([1, 2, 3, 4])).toBe("rising");
    expect(trendOf([9, 7, 2, 1])).toBe("falling");
    expect(trendOf([1, 3, 2, 4])).toBe("none");
    expect(trendOf([1, 2, 2, 4])).toBe("none");
    expect(trendOf([1, 3, 2, 4, 5])).toBe("rising");
    expect(trendOf([1, 3, 2, 5, 4])).toBe("none");
    expect(trendOf(times(20, 5))).toBe("none");
  });

  it("turns around with the time", () => {
    const turned = { rising: "falling", falling: "rising", none: "none" } as const;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 4, maxLength: 30 }), (values) => {
        expect(trendOf([...values].reverse())).toBe(turned[trendOf(values)!]);
      }),
    );
  });
});

describe("a typical range", () => {
  const band = { low: 60, median: 70, high: 80 };

  it("is the middle half of five values or more", () => {
    expect(bandOf([1, 2, null, 3, 4])).toBeNull();
    expect(bandOf([50, 10, null, 30, 20, 40])).toEqual({ low: 20, median: 30, high: 40, sessions: 5 });
  });

  it("contains its edges", () => {
    expect([59.9, 60, 70, 80, 80.1].map((value) => sideOf(value, band))).toEqual([
      "below",
      "same",
      "same",
      "same",
      "above",
    ]);
    expect([sideOf(null, band), sideOf(30, null), sideOf(undefined, band)]).toEqual([null, null, null]);
  });

  it("is compared with a value from its median", () => {
    expect(compareToTypical(85, band)).toEqual({ side: "above", difference: 15, interval: null });
    expect(compareToTypical(65, band)).toEqual({ side: "same", difference: -5, interval: null });
    expect(compareToTypical(0, undefined)).toBeNull();
  });

  it("is compared with a rate only beyond chance, and of 10 people", () => {
    expect(compareToTypical(80, band, rate(8, 10))?.side).toBe("same");
    // 9 of 10 are 59.6 to 98.2 %: the median is among them. 27 of 30 are 74.4 to 96.5 %.
    expect(compareToTypical(90, band, rate(9, 10))).toBeNull();
    const compared = compareToTypical(90, band, rate(27, 30));
    expect(compared).toMatchObject({ side: "above", difference: 20 });
    expect(compared!.interval!.low).toBeCloseTo(74.38, 2);
    expect(compared!.interval!.high).toBeCloseTo(96.54, 2);
    expect(compareToTypical(0, band, rate(0, 9))).toBeNull();
    expect(compareToTypical(0, band, rate(0, 10))?.side).toBe("below");
  });

  it("needs ten values of a mean, and an interval beyond the median", () => {
    const stars = { low: 3.6, median: 3.9, high: 3.95 };
    // All alike: the interval is 5 to 5.
    expect(compareToTypical(5, stars, Array(10).fill(5))).toMatchObject({ side: "above" });
    expect(compareToTypical(5, stars, Array(9).fill(5))).toBeNull();
    // 4 lies above the middle half, and half of 3 and half of 5 may as well have 3.9.
    expect(compareToTypical(4, stars, [3, 5, 3, 5, 3, 5, 3, 5, 3, 5])).toBeNull();
    // Twenty of 1 and 5 in turn deviate by 2: 2 ÷ √19 × 1.96 is 0.9 on either side of 3.
    const { low, high } = meanInterval(Array.from({ length: 20 }, (_, index) => (index % 2 ? 5 : 1)));
    expect(low).toBeCloseTo(2.1, 0);
    expect(high).toBeCloseTo(3.9, 0);
    expect(high - low).toBeGreaterThan(1.5);
  });
});

it("compares two counted numbers, and small differences do not count", () => {
  expect(compareToNumber(5, 3, 0.5)).toEqual({ side: "above", difference: 2 });
  expect(compareToNumber(3, 5, 0.5)).toEqual({ side: "below", difference: -2 });
  expect(compareToNumber(5.4, 5, 0.5)?.side).toBe("same");
  expect(compareToNumber(5.5, 5, 0.5)?.side).toBe("above");
  expect(compareToNumber(3.9, 3.7, 0.2)).toEqual({ side: "above", difference: 0.2 });
  expect(compareToNumber(null, 5, 0.5)).toBeNull();
  expect(compareToNumber(5, undefined, 0.5)).toBeNull();
});

describe("the best time", () => {
  /** So many weeks of sessions on these weekdays. */
  const weeks = (count: number, perWeek: { key: number; value: number }[]) =>
    Array.from({ length: count }, (_, week) =>
      perWeek.map(({ key, value }) => ({ key, day: week * 7 + key, value })),
    ).flat();

  it("is a habit of several weeks", () => {
    const habit = [
      { key: 2, value: 30 },
      { key: 4, value: 20 },
    ];
    expect(bestTime(weeks(5, habit))).toEqual({ key: 2, sessions: 5, mean: 30 });
    expect(bestTime(weeks(4, habit))).toBeNull();
  });

  it("is not a launch day, however many sessions it had", () => {
    const usual = weeks(4, [
      { key: 2, value: 20 },
      { key: 4, value: 20 },
    ]);
    const launch = times(9, { key: 1, day: 8, value: 90 });
    expect(bestTime([...usual, ...launch])).toBeNull();
    expect(bestTime([...usual, ...launch, { key: 1, day: 15, value: 90 }])).toBeNull();
  });

  it("is not within chance, nor one of one", () => {
    const noise = [21, 25, 18, 30, 17, 24, 22, 19].flatMap((value, week) => [
      { key: 2, day: week * 7 + 2, value },
      { key: 4, day: week * 7 + 4, value: 41 - value },
    ]);
    expect(bestTime(noise)).toBeNull();
    expect(bestTime(weeks(12, [{ key: 2, value: 30 }]))).toBeNull();
  });
});
