import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { markOf, peopleOf } from "./distinct";

const marksOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) =>
    markOf(
      createHmac("sha256", "key")
        .update(`person ${from + index}`)
        .digest(),
    ),
  );

describe("counting people without keeping who", () => {
  it("is exact for a few, and close for many", () => {
    expect(peopleOf(0)).toBe(0);
    // −65536 · ln(1 − 1/65536) = 1.000008; for 362 marks 363.0.
    expect(peopleOf(1)).toBe(1);
    expect(peopleOf(362)).toBe(363);
    for (const people of [50, 1000, 10_000, 60_000]) {
      const counted = peopleOf(new Set(marksOf(0, people)).size);
      expect(Math.abs(counted / people - 1)).toBeLessThan(0.01);
    }
  });

  it("counts a person of two hours once", () => {
    const both = new Set([...marksOf(0, 800), ...marksOf(400, 1200)]);
    expect(Math.abs(peopleOf(both.size) - 1200)).toBeLessThanOrEqual(12);
  });

  it("has no more than all its marks", () => {
    expect(peopleOf(65_536)).toBe(peopleOf(65_535));
  });
});
