import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearestId } from "./nearest";

describe("the distance of two ids", () => {
  it.each([
    ["how-this-course-work", "how-this-course-works", 1],
    ["residual_plot", "residual-plot", 1],
    ["kitten", "sitting", 3],
    ["", "abc", 3],
  ])("%s and %s: %i", (one, other, distance) => {
    expect(editDistance(one, other, 10)).toBe(distance);
  });

  it("is the same in both directions, 0 for equal texts only, and at most as large as asked", () => {
    const text = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(text, text, fc.nat(12), (one, other, max) => {
        const found = editDistance(one, other, max);
        expect(found).toBe(editDistance(other, one, max));
        expect(found).toBe(Math.min(editDistance(one, other, 12), max + 1));
        expect(found === 0).toBe(one === other);
      }),
    );
  });
});

describe("the nearest id", () => {
  const ids = ["how-this-course-works", "residual-plot", "statistics-week-7", "a1", "a2"];
  it.each([
    ["how-this-course-work", "how-this-course-works"],
    ["Residual-Plot ", "residual-plot"],
    ["statistics-week7", "statistics-week-7"],
    ["something-else", null],
    ["zz", null],
    ["", null],
  ])("for %j is %j", (given, expected) => {
    expect(nearestId(given, ids)).toBe(expected);
  });
});
