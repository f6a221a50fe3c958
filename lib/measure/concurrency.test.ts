import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { bucketMaxima, concurrency, peakOf, viewersAt } from "./concurrency";
import { normalize } from "./ranges";

describe("who was there at once", () => {
  it("counts half-open stays: who leaves as another comes is never there with them", () => {
    const steps = concurrency([
      [0, 10],
      [10, 20],
    ]);
    expect(steps).toEqual([
      { at: 0, viewers: 1 },
      { at: 20, viewers: 0 },
    ]);
    expect(peakOf(steps)).toEqual({ at: 0, viewers: 1 });
  });

  it("names the earliest of equal peaks", () => {
    const steps = concurrency([
      [0, 10, 30, 40],
      [5, 8],
      [32, 35],
    ]);
    expect(peakOf(steps)).toEqual({ at: 5, viewers: 2 });
  });

  it("knows no peak of nobody", () => {
    expect(peakOf(concurrency([[], []]))).toBeNull();
    expect(bucketMaxima([], { from: 5, to: 5 }, 100)).toEqual([]);
  });
});

const people = fc.array(
  fc
    .array(fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 60 })), { maxLength: 5 })
    .map((stays) => normalize(stays.map(([from, length]) => [from, from + length] as const))),
  { maxLength: 12 },
);

test("agrees with counting heads at every instant", () => {
  fc.assert(
    fc.property(people, fc.integer({ min: 1, max: 100 }), (sets, points) => {
      const steps = concurrency(sets);
      const heads = (at: number) =>
        sets.filter((set) => set.some((from, i) => i % 2 === 0 && from <= at && at < set[i + 1]!)).length;
      const instants = Array.from({ length: 470 }, (_, at) => at);
      const counted = instants.map(heads);
      expect(viewersAt(steps, instants)).toEqual(counted);
      const most = Math.max(...counted);
      expect(peakOf(steps)).toEqual(most === 0 ? null : { at: counted.indexOf(most), viewers: most });
      const timeline = bucketMaxima(steps, { from: 0, to: 470 }, points);
      expect(timeline.length).toBeLessThanOrEqual(points);
      expect(Math.max(...timeline.map(({ viewers }) => viewers))).toBe(most);
      for (const { at, viewers } of timeline) expect(viewers).toBe(heads(at));
      if (most > 0) expect(timeline).toContainEqual({ at: counted.indexOf(most), viewers: most });
    }),
    { numRuns: 300 },
  );
});
