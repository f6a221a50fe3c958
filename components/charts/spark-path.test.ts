import { expect, it } from "vitest";
import { linePath } from "./spark-path";

it("runs from edge to edge, the highest at the top", () => {
  expect(linePath([100, 50, 0], 100, 72, 28)).toBe("M0,0L36,14L72,28");
});
it("cuts what is higher than its top and draws one value as level", () => {
  expect(linePath([150, -1], 100, 10, 20)).toBe("M0,0L10,20");
  expect(linePath([50], 100, 10, 20)).toBe("M0,10L10,10");
  expect(linePath([], 100, 10, 20)).toBe("");
});
