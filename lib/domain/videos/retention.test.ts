import { describe, expect, it } from "vitest";
import { replayShift } from "./coverage";
import {
  playedStrip,
  retentionCurves,
  type SimilarVideo,
  typicalOfSimilar,
  typicalPoints,
} from "./retention";

describe("retentionCurves", () => {
  it("sums net deltas, and takes the views that played as the base", () => {
    // Four views: all cover 0–1, three go on to 3; one plays second 1 again.
    const deltas = [
      { second: 0, plays: 4, covers: 4, plays_tenths: 0, covers_tenths: 0 },
      { second: 1, plays: 1, covers: 0, plays_tenths: 0, covers_tenths: 0 },
      { second: 2, plays: -2, covers: -1, plays_tenths: 0, covers_tenths: 0 },
      { second: 3, plays: -3, covers: -3, plays_tenths: 0, covers_tenths: 0 },
    ];
    expect(retentionCurves(deltas, 3, 4)).toEqual({
      covers: [4, 4, 3],
      plays: [4, 5, 3],
      retention_percentage: [100, 100, 75],
      watch_ratio: [1, 1.25, 0.75],
    });
  });
  it("counts a view that covered tenths of a second as so much of one", () => {
    // Two views: one covers 0.3 to 2.7, the other 1.2 to 1.7, and that again.
    const deltas = [
      { second: 0, plays: 1, covers: 1, plays_tenths: 3, covers_tenths: 3 },
      { second: 1, plays: 0, covers: 0, plays_tenths: 2 * (2 - 7), covers_tenths: 2 - 7 },
      { second: 2, plays: -1, covers: -1, plays_tenths: -7, covers_tenths: -7 },
    ];
    expect(retentionCurves(deltas, 4, 2)).toEqual({
      covers: [0.7, 1.5, 0.7, 0],
      plays: [0.7, 2, 0.7, 0],
      retention_percentage: [35, 75, 35, 0],
      watch_ratio: [0.35, 1, 0.35, 0],
    });
  });
  it("is empty while the length is unknown, and flat without views", () => {
    expect(retentionCurves([], null, 0).covers).toEqual([]);
    expect(retentionCurves([], 2, 0).retention_percentage).toEqual([0, 0]);
  });
});

describe("typicalOfSimilar", () => {
  const similar = (
    watched: number,
    rate: number | null = null,
    given: Partial<SimilarVideo> = {},
  ): SimilarVideo => ({
    length: 100,
    of_course: false,
    average_watched_percentage: watched,
    completion_rate: rate,
    replay_ratio: 1 + watched / 100,
    retention: new Array<number>(typicalPoints).fill(watched),
    ...given,
  });
  const five = [10, 20, 30, 40, 50];
  it("is the middle half and the share that does worse", () => {
    const typical = typicalOfSimilar(
      100,
      30,
      [10, 20, 30, 40, 50].map((watched) => similar(watched, watched)),
    )!;
    expect(typical).toMatchObject({
      videos: 5,
      from_seconds: 80,
      to_seconds: 125,
      average_watched_percentage: { low: 20, median: 30, high: 40 },
      completion_rate: { low: 20, median: 30, high: 40 },
      lower: 2,
      relative_score: 0.5, // two below, one equal: (2 + ½) ÷ 5
    });
    expect([typical.low[0], typical.high[99]]).toEqual([20, 40]);
  });
  it("is of the same course and a like length, if five are", () => {
    const ofCourse = five.map((watched) => similar(watched + 1, null, { of_course: true, length: 150 }));
    const ofSchool = five.map((watched) => similar(watched));
    expect(typicalOfSimilar(100, 30, [...ofCourse, ...ofSchool])).toMatchObject({
      videos: 5,
      of_course: true,
      to_seconds: 150,
      average_watched_percentage: { median: 31 },
    });
    // Longer by more than half: the school's are compared, which are nearer in length.
    const long = ofCourse.map((video) => ({ ...video, length: 151 }));
    expect(typicalOfSimilar(100, 30, [...long, ...ofSchool])).toMatchObject({
      videos: 5,
      of_course: false,
      to_seconds: 125,
    });
    expect(typicalOfSimilar(100, 30, long)).toBeNull();
  });
  it("is null with fewer than five videos, and for a video that nobody played", () => {
    expect(
      typicalOfSimilar(
        100,
        30,
        [1, 2, 3, 4].map((watched) => similar(watched)),
      ),
    ).toBeNull();
    const typical = typicalOfSimilar(
      100,
      null,
      [1, 2, 3, 4, 5].map((watched) => similar(watched)),
    );
    expect(typical?.relative_score).toBeNull();
    expect(typical?.completion_rate).toBeNull();
  });
});

describe("playedStrip", () => {
  it("counts plays over playbacks and repeats, cut at the end", () => {
    const layer = replayShift;
    expect(
      playedStrip(
        [
          { watched: [0, 10, 20, 40], replays: [layer + 5, layer + 8, 2 * layer + 6, 2 * layer + 7] },
          { watched: [8, 22], replays: [] },
        ],
        3000,
      ),
    ).toEqual([
      [0, 0.5, 1],
      [0.5, 0.6, 2],
      [0.6, 0.7, 3],
      [0.7, 1, 2],
      [1, 2, 1],
      [2, 2.2, 2],
      [2.2, 3, 1],
    ]);
  });
});
