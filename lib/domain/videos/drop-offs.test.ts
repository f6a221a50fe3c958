import { describe, expect, it } from "vitest";
import { dropOffsOf } from "./drop-offs";

/** Stops in a video of so many segments. */
const stops = (segments: number, ...given: [segment: number, stopped: number][]) => {
  const all = new Array<number>(segments).fill(0);
  for (const [segment, stopped] of given) all[segment] = stopped;
  return all;
};

describe("the drop-offs of a video", () => {
  it("are where more than a fifth of those there stopped, at least five", () => {
    // Of 40 in segment 6: 9, which is 22.5 %; of the 31 left 6 in segment 20 (19.4 %) are too few, and 25 watch to the end.
    expect(dropOffsOf(stops(30, [6, 9], [20, 6], [29, 25]), 40)).toEqual([
      { from_second: 60, to_second: 70, present: 40, lost: 9, lost_percent: 22.5 },
    ]);
    // Half of eight are four.
    expect(dropOffsOf(stops(30, [6, 4], [29, 4]), 40)).toEqual([]);
  });

  it("are of at least five people, because one can stop often at one place", () => {
    expect(dropOffsOf(stops(30, [6, 9], [29, 31]), 5)).toHaveLength(1);
    expect(dropOffsOf(stops(30, [6, 9], [29, 31]), 4)).toEqual([]);
  });

  it("are none where two of forty stopped, whatever the others skipped", () => {
    expect(dropOffsOf(stops(30, [0, 2], [29, 38]), 40)).toEqual([]);
  });

  it("leave out those who saw the last seconds, and videos nobody stopped in", () => {
    expect(dropOffsOf(stops(30, [29, 40]), 40)).toEqual([]);
    expect(dropOffsOf(stops(30), 40)).toEqual([]);
    expect(dropOffsOf([], 40)).toEqual([]);
  });

  it("may take up to a twentieth of the video", () => {
    // 60 segments: three at most. Two of these hold 6 of 40 or of 37, too few; all three 9 of 40.
    expect(dropOffsOf(stops(60, [30, 3], [31, 3], [32, 3], [59, 31]), 40)).toEqual([
      { from_second: 300, to_second: 330, present: 40, lost: 9, lost_percent: 22.5 },
    ]);
  });
});
