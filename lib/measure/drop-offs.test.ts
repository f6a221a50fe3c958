import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dropOffs } from "./drop-offs";

/** A curve of stretches: [length, value]. */
const flat = (...stretches: [number, number][]) =>
  stretches.flatMap(([length, value]) => new Array<number>(length).fill(value));

/** By the definition: all windows of at most 1/20 that fall by more than 20 %, less those that contain another, merged. */
function byDefinition(values: readonly number[], least = 0) {
  const window = Math.max(1, Math.round(values.length / 20));
  const all: [number, number][] = [];
  for (let from = 0; from < values.length; from++)
    for (let to = from + 1; to <= from + window && to < values.length; to++)
      if (values[to]! < values[from]! * 0.8 && values[from]! - values[to]! >= least) all.push([from, to]);
  const shortest = all.filter(
    ([from, to]) => !all.some(([a, b]) => (a > from || b < to) && a >= from && b <= to),
  );
  const merged: [number, number][] = [];
  for (const [from, to] of shortest.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

describe("dropOffs", () => {
  it("finds a cliff where it is", () => {
    // 100 → 73 between second 299 and 300 of 600.
    expect(dropOffs(flat([300, 100], [300, 73]))).toEqual([
      { from: 299, to: 300, lost: 27, lost_percent: 27 },
    ]);
  });

  it("does not count a fall of exactly a fifth, nor a slow one", () => {
    expect(dropOffs(flat([300, 100], [300, 80]))).toEqual([]);
    // 1 of 1000 a second: in a window of 50 at most 50 of 500.
    expect(dropOffs(Array.from({ length: 500 }, (_, second) => 1000 - second))).toEqual([]);
  });

  it("counts a fall that takes the whole window, and none that takes longer", () => {
    // 1/20 of 400 is 20: from 100 evenly down to 79.5; 19 of the 20 seconds lose too little.
    const ramp = (seconds: number) =>
      flat([200, 100]).concat(Array.from({ length: seconds }, (_, i) => 100 - ((i + 1) * 20.5) / seconds));
    const over20 = ramp(20).concat(flat([180, 79.5]));
    expect(dropOffs(over20)).toEqual([{ from: 199, to: 219, lost: 20.5, lost_percent: 20.5 }]);
    expect(dropOffs(ramp(30).concat(flat([170, 79.5])))).toEqual([]);
  });

  it("merges neighbours and measures from the beginning", () => {
    // Two cliffs that touch: 100 → 70 → 40.
    expect(dropOffs(flat([100, 100], [1, 70], [299, 40]))).toEqual([
      { from: 99, to: 101, lost: 60, lost_percent: 60 },
    ]);
    // Far apart they stay two.
    expect(dropOffs(flat([100, 100], [100, 70], [200, 40])).map(({ from, lost }) => [from, lost])).toEqual([
      [99, 30],
      [199, 30],
    ]);
  });

  it("has a window of at least one unit", () => {
    expect(dropOffs([10, 5])).toEqual([{ from: 0, to: 1, lost: 5, lost_percent: 50 }]);
    expect(dropOffs([10])).toEqual([]);
    expect(dropOffs([])).toEqual([]);
    expect(dropOffs([0, 0, 0])).toEqual([]);
  });

  it("agrees with its definition on any curve, and every fall is one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 90 }),
        fc.constantFrom(0, 5),
        (values, least) => {
          const found = dropOffs(values, least);
          expect(found.map(({ from, to }) => [from, to])).toEqual(byDefinition(values, least));
          for (const { from, to, lost, lost_percent: lostPercent } of found) {
            expect(lost).toBe(values[from]! - values[to]!);
            expect(lostPercent).toBeGreaterThan(20);
            expect(lost).toBeGreaterThanOrEqual(least);
          }
        },
      ),
    );
  });
});
