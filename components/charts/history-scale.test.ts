import { expect, it } from "vitest";
import { valueScale } from "./history-scale";

it("keeps close values apart on two to four round lines", () => {
  expect(valueScale([58, 81])).toEqual({ min: 50, max: 90, ticks: [60, 70, 80, 90] });
  expect(valueScale([0, 100])).toEqual({ min: 0, max: 100, ticks: [0, 25, 50, 75, 100] });
});

it("gives a line of one value room", () => {
  const { min, max, ticks } = valueScale([75]);
  expect(min).toBeLessThan(75);
  expect(max).toBeGreaterThanOrEqual(75);
  expect(ticks.length).toBeGreaterThan(0);
  expect(valueScale([0])).toMatchObject({ min: 0 });
});
