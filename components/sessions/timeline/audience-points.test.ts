import { describe, expect, it } from "vitest";
import {
  alignedPoints,
  audiencePoints,
  laneBars,
  mergedMarks,
  presencePoints,
  timelineReadingAt,
  viewersAt,
} from "./audience-points";

const timeline = [
  { second: 10, viewers: 3 },
  { second: 60, viewers: 8 },
  { second: 90, viewers: 5 },
];

describe("presencePoints", () => {
  it("begins with nobody and holds the last number to the end", () => {
    expect(presencePoints(timeline, 120)).toEqual([
      { second: 0, viewers: 0 },
      ...timeline,
      { second: 120, viewers: 5 },
    ]);
  });
  it("ends at what has happened while live", () => {
    expect(presencePoints(timeline, 70)).toEqual([
      { second: 0, viewers: 0 },
      { second: 10, viewers: 3 },
      { second: 60, viewers: 8 },
      { second: 70, viewers: 8 },
    ]);
  });
  it("is empty where nobody was", () => expect(presencePoints([], 120)).toEqual([]));
});

describe("viewersAt", () => {
  it("holds between steps and knows nothing before the first", () => {
    expect([5, 10, 59, 60, 89, 90, 500].map((second) => viewersAt(timeline, second))).toEqual([
      null,
      3,
      3,
      8,
      8,
      5,
      5,
    ]);
  });
});

// Four seconds of recording, two views, the third second played twice by one of them.
const curve = { base: 2, covers: [2, 2, 1, 1], plays: [2, 2, 2, 1], typical: null };

describe("alignedPoints", () => {
  it("lays the recording at its place on the session's axis", () => {
    const points = alignedPoints({ offset_seconds: 10, curve }, 100);
    expect(points.map(({ second, first, replays }) => [second, first, replays])).toEqual([
      [10, 100, 0],
      [10.5, 100, 0],
      [11.5, 100, 0],
      [12.5, 50, 50],
      [13.5, 50, 0],
      [14, 50, 0],
    ]);
  });
  it("cuts what lies before the start and after the end, straight between points", () => {
    const points = alignedPoints({ offset_seconds: -2, curve }, 1);
    // Points at -0.5 (100, 0), 0.5 (50, 50) and 1.5 (50, 0): half-way between them at 0 and 1.
    expect(points.map(({ second, first, replays }) => [second, first, replays])).toEqual([
      [0, 75, 25],
      [0.5, 50, 50],
      [1, 50, 25],
    ]);
  });
});

describe("audiencePoints", () => {
  it("keeps both series apart in one order of time", () => {
    const points = audiencePoints(
      [
        { second: 0, viewers: 4 },
        { second: 12, viewers: 2 },
      ],
      alignedPoints({ offset_seconds: 11, curve: { ...curve, covers: [2], plays: [2] } }, 100),
    );
    expect(points.map(({ second, viewers, first }) => [second, viewers, first])).toEqual([
      [0, 4, undefined],
      [11, null, 100],
      [11.5, null, 100],
      [12, 2, undefined],
      [12, null, 100],
    ]);
  });
});

describe("timelineReadingAt", () => {
  const recording = { offset_seconds: 60, curve };
  it("reads both axes at one moment", () => {
    const reading = timelineReadingAt(62, { timeline, recording });
    expect(reading.viewers).toBe(8);
    expect(reading.recording).toMatchObject({ second: 2, covers: 1, replayed: 1, first: 50, replays: 50 });
  });
  it("knows nothing of the recording outside it, nor of the time after now", () => {
    expect(timelineReadingAt(64, { timeline, recording }).recording).toBeNull();
    expect(timelineReadingAt(59, { timeline, recording }).recording).toBeNull();
    expect(timelineReadingAt(71, { timeline, live: { nowSecond: 70 } }).viewers).toBeNull();
  });
});

describe("laneBars", () => {
  it("draws a minute where it has room", () => {
    // 10 minutes on 100 pixels: ten a minute, the bar 7.6 in their middle.
    expect(
      laneBars(
        [
          { second: 0, count: 2 },
          { second: 130, count: 1 },
          { second: 600, count: 9 },
        ],
        600,
        100,
      ),
    ).toEqual([
      { x: expect.closeTo(1.2), width: expect.closeTo(7.6), count: 2 },
      { x: expect.closeTo(21.2), width: expect.closeTo(7.6), count: 1 },
    ]);
  });
  it("puts minutes together where one would be too narrow to see", () => {
    // A minute is one pixel, a bar needs 3 ÷ 0.76 = 3.9: four minutes each.
    const bars = laneBars(
      [0, 60, 120, 180, 240].map((second) => ({ second, count: 1 })),
      6000,
      100,
    );
    expect(bars.map(({ count }) => count)).toEqual([4, 1]);
  });
});

describe("mergedMarks", () => {
  const at = (second: number, count = 1) => ({ second, count });
  it("keeps marks that stand far enough apart", () => {
    expect(mergedMarks([at(15), at(0)], 100, 100, 15)).toEqual([
      { x: 0, count: 1 },
      { x: 15, count: 1 },
    ]);
  });
  it("merges nearer ones in their middle, weighted, with the sum", () => {
    expect(mergedMarks([at(0, 3), at(8, 1), at(40)], 100, 100, 15)).toEqual([
      { x: 2, count: 4 },
      { x: 40, count: 1 },
    ]);
  });
});
