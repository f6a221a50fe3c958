import { describe, expect, it } from "vitest";
import { uuidPattern } from "@/lib/platform/ids";
import {
  apportion,
  exponential,
  idAt,
  indexAt,
  logNormal,
  normal,
  pick,
  randomOf,
  runningSums,
  shuffled,
} from "./distributions";

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe("random numbers", () => {
  it("are the same for the same keys and different for others", () => {
    expect(draws(5, randomOf("a", 1))).toEqual(draws(5, randomOf("a", 1)));
    expect(draws(5, randomOf("a", 1))).not.toEqual(draws(5, randomOf("a", 2)));
    expect(draws(5, randomOf("ab"))).not.toEqual(draws(5, randomOf("ba")));
  });

  it("are uniform over 0 to 1, for one key and over the first numbers of many keys", () => {
    for (const values of [
      draws(20_000, randomOf("even")),
      Array.from({ length: 20_000 }, (_, i) => randomOf("key", i)()),
    ]) {
      const tenths = new Array(10).fill(0);
      for (const value of values) tenths[Math.floor(value * 10)] += 1;
      // 2,000 each; five standard deviations are 212.
      for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(212);
    }
  });
});

describe("distributions", () => {
  it("have the mean and variance of their name", () => {
    const random = randomOf("shapes");
    const sample = (draw: () => number) => draws(20_000, draw);
    const normals = sample(() => normal(random));
    expect(mean(normals)).toBeCloseTo(0, 1);
    expect(mean(normals.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(sample(() => exponential(random, 3)))).toBeCloseTo(3, 0);
    const sorted = sample(() => logNormal(random, 7, 1.2)).sort((a, b) => a - b);
    expect(sorted[10_000]).toBeGreaterThan(6.7);
    expect(sorted[10_000]).toBeLessThan(7.3);
  });

  it("picks by weight, and never a value of weight 0", () => {
    const random = randomOf("pick");
    const picked = draws(10_000, () =>
      pick(random, [
        [1, 3],
        [2, 0],
        [3, 1],
      ]),
    );
    expect(picked.filter((value) => value === 2)).toEqual([]);
    expect(picked.filter((value) => value === 1).length / 10_000).toBeCloseTo(0.75, 1);
  });

  it("shuffles without losing a value", () => {
    const values = draws(50, randomOf("values"));
    const mixed = shuffled(randomOf("mix"), values);
    expect(mixed).not.toEqual(values);
    expect([...mixed].sort()).toEqual([...values].sort());
  });
});

describe("shares", () => {
  it("add up to the total, the largest remainders first", () => {
    // 10 × 1/3 each: 3 each and one left over, for the first.
    expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3]);
    // 7 × (.5, .3, .2) = 3.5, 2.1, 1.4.
    expect(apportion(7, [5, 3, 2])).toEqual([4, 2, 1]);
    expect(apportion(5, [0, 0])).toEqual([0, 0]);
    expect(apportion(0, [1, 2])).toEqual([0, 0]);
  });

  it("are found in running sums, but for those of weight 0", () => {
    const sums = runningSums([0, 2, 0, 2]);
    expect(sums).toEqual([0, 2, 2, 4]);
    expect([0, 0.49, 0.5, 0.99].map((at) => indexAt(sums, at))).toEqual([1, 1, 3, 3]);
  });
});

it("an id is a UUIDv7 of its time", () => {
  const id = idAt(randomOf("id"), 0x0192_3456_789a);
  expect(id).toMatch(uuidPattern);
  expect(id.slice(0, 15)).toBe("01923456-789a-7");
  expect("89ab").toContain(id[19]);
  expect(idAt(randomOf("id"), 0x0192_3456_789a)).toBe(id);
  expect(idAt(randomOf("id"), 0x0192_3456_789b) > id).toBe(true);
});
