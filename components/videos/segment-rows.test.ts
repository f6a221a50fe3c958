import { expect, it } from "vitest";
import { segmentRows } from "./segment-rows";

const curve = {
  base: 4,
  covers: [...Array(10).fill(4), 2, 1],
  plays: [...Array(10).fill(5), 2, 1],
};

it("has a row for every ten seconds, with a shorter last one", () => {
  expect(segmentRows(curve, null)).toEqual([
    { from: 0, to: 10, first: 100, replays: 25, people: null, stopped: null },
    { from: 10, to: 12, first: 37.5, replays: 0, people: null, stopped: null },
  ]);
});

it("adds people and stops if they are known", () => {
  const segments = [
    {
      segment_start: 0,
      segment_end: 10,
      view_count: 4,
      unique_viewers: 3,
      completion_rate: 100,
      drop_off_count: 1,
    },
  ];
  expect(segmentRows(curve, segments).map(({ people, stopped }) => [people, stopped])).toEqual([
    [3, 1],
    [null, null],
  ]);
});
