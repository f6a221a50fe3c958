import { describe, expect, it } from "vitest";
import { categoryLine, shareAt } from "./share-curve";

describe("shareAt", () => {
  it("runs straight between its points", () => {
    expect([-1, 0, 0.25, 0.5, 0.75, 1, 2].map((at) => shareAt([0, 80, 40], at))).toEqual([
      0, 0, 40, 80, 60, 40, 40,
    ]);
  });
  it("knows nothing without a curve", () => expect(shareAt([], 0.5)).toBeNull());
});

describe("categoryLine", () => {
  it("has six colours, then the same in dashes", () => {
    expect(categoryLine(0)).toEqual({ stroke: "var(--cat-1)" });
    expect(categoryLine(5)).toEqual({ stroke: "var(--cat-6)" });
    expect(categoryLine(6)).toEqual({ stroke: "var(--cat-1)", strokeDasharray: "6 4" });
    expect(new Set(Array.from({ length: 10 }, (_, index) => JSON.stringify(categoryLine(index)))).size).toBe(
      10,
    );
  });
});
