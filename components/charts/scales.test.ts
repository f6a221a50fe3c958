import { describe, expect, it } from "vitest";
import { countScale, partScale, rangeScale, shareScale } from "./scales";

const span = { top: 40, base: 240 };

it("parts of a whole end at 100", () => {
  const { y, ticks } = partScale(span);
  expect([0, 50, 100].map(y)).toEqual([240, 140, 40]);
  expect(ticks).toEqual([50, 100]);
});

describe("shares", () => {
  it("reach 140 for a peak of 124 %, with lines at 50 and 100", () => {
    const { y, ticks } = shareScale(124.7, span);
    expect(y.domain()).toEqual([0, 140]);
    expect(ticks).toEqual([50, 100]);
  });
  it("show the whole of what few watch", () => {
    const { y, ticks } = shareScale(31, span);
    expect([0, 50, 100].map(y)).toEqual([240, 140, 40]);
    expect(ticks).toEqual([50, 100]);
  });
  it("draw at most four lines when a passage is replayed often", () => {
    expect(shareScale(900, span).y.domain()).toEqual([0, 1000]);
    expect(shareScale(900, span).ticks).toEqual([500, 1000]);
    for (const peak of [150, 240, 333, 760, 5000])
      expect(shareScale(peak, span).ticks.length).toBeLessThanOrEqual(4);
  });
});

describe("counts", () => {
  it("have whole lines and a tenth of air", () => {
    const { y, ticks } = countScale(31, span);
    expect(ticks).toEqual([10, 20, 30]);
    expect(y.domain()[1]).toBeCloseTo(34.1);
    expect(countScale(1, span).ticks).toEqual([1]);
  });
  it("have no line where nothing was counted", () => {
    const { y, ticks } = countScale(0, span);
    expect(y.domain()).toEqual([0, 1]);
    expect(ticks).toEqual([]);
  });
  it("leave a larger gap above the peak for a label, without a grid line", () => {
    const { y, ticks } = countScale(36, span, 1.15);
    expect(y.domain()[1]).toBeCloseTo(41.4);
    expect(ticks).toEqual([10, 20, 30]);
  });
  it("draw at most four lines", () => {
    for (let peak = 1; peak <= 500; peak++)
      expect(countScale(peak, span).ticks.length).toBeLessThanOrEqual(4);
  });
});

describe("values close together", () => {
  it("are kept apart on round lines, the base among the round values", () => {
    const { y, ticks } = rangeScale([81, 58], span);
    expect(y.domain()).toEqual([50, 90]);
    expect(ticks).toEqual([60, 70, 80, 90]);
    expect([50, 90].map(y)).toEqual([240, 40]);
  });
  it("have the whole axis where they need it", () => {
    expect(rangeScale([0, 100], span).ticks).toEqual([50, 100]);
  });
  it("give one value room, never below nothing", () => {
    const { y, ticks } = rangeScale([75], span);
    expect(y(75)).toBeGreaterThan(40);
    expect(y(75)).toBeLessThan(240);
    expect(ticks.length).toBeGreaterThan(0);
    expect(rangeScale([0], span).y.domain()[0]).toBe(0);
  });
});
