import { describe, expect, it } from "vitest";
import { highestShare, readingAt, retentionPoints, stretches, typicalAt } from "./retention-points";

const curve = { base: 4, covers: [4, 3, 3, 1], plays: [4, 6, 3, 1], typical: null };

describe("retention points", () => {
  it("stacks replays on first plays, as shares of the base, from end to end", () => {
    expect(retentionPoints(curve)).toEqual([
      { second: 0, first: 100, replays: 0, typical: null },
      { second: 0.5, first: 100, replays: 0, typical: null },
      { second: 1.5, first: 75, replays: 75, typical: null },
      { second: 2.5, first: 75, replays: 0, typical: null },
      { second: 3.5, first: 25, replays: 0, typical: null },
      { second: 4, first: 25, replays: 0, typical: null },
    ]);
    expect(highestShare(retentionPoints(curve))).toBe(150);
  });
  it("draws nothing from nothing", () => {
    expect(retentionPoints({ base: 0, covers: [0, 0], plays: [0, 0], typical: null })).toEqual([]);
    expect(retentionPoints({ base: 3, covers: [], plays: [], typical: null })).toEqual([]);
  });
  it("averages the seconds that share a point of a long video", () => {
    const covers = Array.from({ length: 1800 }, (_, second) => (second % 2 ? 10 : 20));
    const points = retentionPoints({ base: 20, covers, plays: covers, typical: null });
    expect(points).toHaveLength(902);
    expect(points[1]).toEqual({ second: 1, first: 75, replays: 0, typical: null });
  });
});

describe("one second", () => {
  it("is read exactly", () => {
    expect(readingAt(1, curve)).toEqual({
      second: 1,
      covers: 3,
      replayed: 3,
      first: 75,
      replays: 75,
      typical: null,
    });
    expect(readingAt(4, curve)).toBeNull();
  });
});

describe("the typical band", () => {
  const banded = { ...curve, typical: { low: [40, 20], high: [60, 40] } };
  it("is straight between the middles of its steps and level beyond them", () => {
    expect(typicalAt(0, banded)).toEqual([40, 60]);
    expect(typicalAt(1, banded)).toEqual([40, 60]);
    expect(typicalAt(2, banded)).toEqual([30, 50]);
    expect(typicalAt(4, banded)).toEqual([20, 40]);
  });
});

it("splits a strip into stretches, the last one shorter", () => {
  expect(stretches([2, 4, 6, 8, 1], 2)).toEqual([
    { from: 0, to: 2, value: 3 },
    { from: 2, to: 4, value: 7 },
    { from: 4, to: 5, value: 1 },
  ]);
});
