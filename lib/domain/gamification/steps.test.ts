import { expect, it } from "vitest";
import { middlePeople, stepsOf } from "./steps";

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

it("has whole people at the ends of the middle half", () => {
  // 22 people: five below, five above, twelve between, of whom the last has 40,000. Between two people would be 30,008.
  const people = [1, 2, 3, 4, 5, 30, ...many(35, 10), 40_000, 50_000, 60_000, 70_000, 80_000, 90_000];
  expect(middlePeople(people)).toEqual({ low: 30, median: 35, high: 40_000 });
  expect(middlePeople([40, 10, 30, 20])).toEqual({ low: 20, median: 20, high: 30 });
  expect(middlePeople([7])).toEqual({ low: 7, median: 7, high: 7 });
  expect(middlePeople([])).toBeNull();
});

it("has at least half of any number of people between the ends, and less without one of the ends", () => {
  for (let people = 1; people <= 60; people++) {
    // No two have the same.
    const xp = Array.from({ length: people }, (_, at) => ((at * 37) % 61) * 10);
    const { low, median, high } = middlePeople(xp)!;
    for (const end of [low, median, high]) expect(xp).toContain(end);
    expect(xp.filter((one) => one >= low && one <= high).length).toBeGreaterThanOrEqual(people / 2);
    if (people >= 4)
      expect(xp.filter((one) => one > low && one < high).length, `${people}`).toBeLessThan(people / 2);
  }
});
