import { expect, it } from "vitest";
import { stepsOf } from "./steps";

const many = (xp: number, people: number) => Array<number>(people).fill(xp);
const lines = (xp: readonly number[]) =>
  stepsOf(xp).map(({ from, before, people }) => `${from}-${before}: ${people}`);

it("counts people in steps of one width", () => {
  // The most is 75: eight steps of 10 reach it.
  expect(lines([...many(5, 6), ...many(12, 5), ...many(75, 7)])).toEqual(["0-10: 6", "10-20: 5", "20-80: 7"]);
});

it("joins steps of fewer than five people, so that none stands for somebody", () => {
  expect(lines([...many(5, 6), ...many(12, 4), ...many(25, 3), ...many(31, 2)])).toEqual([
    "0-10: 6",
    // 4 + 3, and then the 2 of the last.
    "10-40: 9",
  ]);
  expect(lines(many(7, 3))).toEqual(["0-10: 3"]);
  expect(lines([])).toEqual(["0-10: 0"]);
  // 1,000 is not below 8 × 100.
  expect(lines(many(800, 5))).toEqual(["0-1000: 5"]);
});
