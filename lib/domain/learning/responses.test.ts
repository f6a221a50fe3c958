import { expect, test } from "vitest";
import { medianResponseMs, withResponse } from "./responses";

const median = (...times: number[]) =>
  medianResponseMs(times.reduce<ReturnType<typeof withResponse>>(withResponse, {}));

test("the median is the middle value, or the mean of the two in the middle, to a tenth of a second", () => {
  expect(median()).toBeNull();
  expect(median(1840)).toBe(1800);
  expect(median(9000, 1000, 2000)).toBe(2000);
  expect(median(1000, 2000, 4000, 60_000)).toBe(3000);
  expect(median(2000, 2000, 2000, 100)).toBe(2000);
});

test("answers of more than ten minutes count as ten", () => {
  expect(median(24 * 3600 * 1000)).toBe(600_000);
});
