import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  contains,
  formatMultirange,
  intersect,
  normalize,
  pairs,
  parseMultirange,
  range,
  shift,
  size,
  subtract,
  union,
} from "./ranges";

/** The independent model: a set of whole numbers. */
const model = (set: readonly number[]) => {
  const out = new Set<number>();
  for (const [from, to] of pairs(set)) for (let n = from; n < to; n++) out.add(n);
  return out;
};
const anyRanges = fc
  .array(fc.tuple(fc.integer({ min: -50, max: 200 }), fc.nat(40)), { maxLength: 12 })
  .map((list) => normalize(list.map(([from, length]) => [from, from + length] as const)));

describe("ranges", () => {
  test("agree with sets of numbers", () => {
    fc.assert(
      fc.property(anyRanges, anyRanges, fc.integer({ min: -60, max: 260 }), (a, b, probe) => {
        const inA = model(a);
        const inB = model(b);
        expect(model(union(a, b))).toEqual(new Set([...inA, ...inB]));
        expect(model(intersect(a, b))).toEqual(new Set([...inA].filter((n) => inB.has(n))));
        expect(model(subtract(a, b))).toEqual(new Set([...inA].filter((n) => !inB.has(n))));
        expect(size(a)).toBe(inA.size);
        expect(contains(a, probe)).toBe(inA.has(probe));
      }),
      { numRuns: 500 },
    );
  });

  test("stay sorted, disjoint and never touch, so that one set has one form", () => {
    fc.assert(
      fc.property(anyRanges, anyRanges, (a, b) => {
        for (const set of [a, union(a, b), intersect(a, b), subtract(a, b)])
          for (let i = 1; i < set.length; i++) expect(set[i]!).toBeGreaterThan(set[i - 1]!);
      }),
    );
  });

  test("read back what Postgres writes", () => {
    expect(parseMultirange("{}")).toEqual([]);
    expect(parseMultirange("{[0,4),[8,11)}")).toEqual([0, 4, 8, 11]);
    fc.assert(
      fc.property(anyRanges, (set) => {
        expect(parseMultirange(formatMultirange(set))).toEqual(set);
      }),
    );
  });

  test.each(["", "{", "[0,4)", "{(0,4)}", "{[0,4]}", "{[0,4) ,[8,11)}", "{[a,b)}", "{[0,4),}"])(
    "refuse %j",
    (text) => {
      expect(() => parseMultirange(text)).toThrow(RangeError);
    },
  );

  test("refuse NaN and fractions rather than store them", () => {
    expect(() => range(Number.NaN, 3)).toThrow(RangeError);
    expect(() => range(0, Number.NaN)).toThrow(RangeError);
    expect(() => normalize([[0, 1.5]])).toThrow(RangeError);
    expect(() => shift([0, 1], Number.NaN)).toThrow(RangeError);
  });
});
