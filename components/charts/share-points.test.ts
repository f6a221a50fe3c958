import { describe, expect, it } from "vitest";
import { shareAt, sharePoints } from "./share-points";

describe("sharePoints", () => {
  it("are at equal steps from the start to the end", () => {
    expect(sharePoints([100, 50, 0])).toEqual([
      { at: 0, share: 100 },
      { at: 500, share: 50 },
      { at: 1000, share: 0 },
    ]);
  });
  it("draw one value as level, and nothing without any", () => {
    expect(sharePoints([50])).toEqual([
      { at: 0, share: 50 },
      { at: 1000, share: 50 },
    ]);
    expect(sharePoints([])).toEqual([]);
  });
});

describe("shareAt", () => {
  it("runs straight between its points", () => {
    expect([-1, 0, 0.25, 0.5, 0.75, 1, 2].map((at) => shareAt([0, 80, 40], at))).toEqual([
      0, 0, 40, 80, 60, 40, 40,
    ]);
  });
  it("is null without a curve", () => expect(shareAt([], 0.5)).toBeNull());
});
