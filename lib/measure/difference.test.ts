import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addRange, curve, steps } from "./difference";

const ranges = fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 3 })), { maxLength: 20 });

describe("difference arrays", () => {
  it("sum up to how often each place is covered, and steps say the same", () => {
    fc.assert(
      fc.property(ranges, fc.nat(50), (given, length) => {
        const deltas = new Map<number, number>();
        const counted = new Array<number>(60).fill(0);
        for (const [from, to, amount] of given) {
          addRange(deltas, from, to, amount);
          for (let at = from; at < to; at++) counted[at]! += amount;
        }
        expect(curve(deltas, length)).toEqual(counted.slice(0, length));
        const stepped = new Array<number>(60).fill(0);
        for (const [from, to, value] of steps(deltas)) for (let at = from; at < to; at++) stepped[at] = value;
        expect(stepped).toEqual(counted);
      }),
    );
  });

  it("counts what begins before 0 from 0 on", () => {
    expect(curve([[-5, 2]], 2)).toEqual([2, 2]);
  });

  it("joins stretches of one value", () => {
    const deltas = new Map<number, number>();
    addRange(deltas, 0, 5);
    addRange(deltas, 5, 9);
    expect(steps(deltas)).toEqual([[0, 9, 1]]);
  });
});
