import { expect, it } from "vitest";
import { videosFindings } from "./list";

const stats = (high: number, medium: number, low: number, average: number | null = 41) => ({
  total_videos_with_analytics: high + medium + low,
  total_views: 900,
  total_unique_viewers: 300,
  total_watch_time_hours: 120,
  average_completion_rate: average,
  videos_by_completion_rate: { high, medium, low },
});
type Stats = ReturnType<typeof stats>;
const findingsOf = (given: Stats, total: number, rated = given.videos_by_completion_rate) =>
  videosFindings(given, total, rated);
const said = (...input: Parameters<typeof findingsOf>) => findingsOf(...input).map(({ text }) => text);
const strong = (...input: Parameters<typeof findingsOf>) =>
  findingsOf(...input)
    .filter((clause) => clause.strong)
    .map(({ text }) => text);

it("names the most urgent: many videos that few complete", () => {
  expect(said(stats(2, 4, 10), 18)[0]).toBe("16 of 18 videos were opened.");
  expect(strong(stats(2, 4, 10), 18)).toEqual([
    "10 of the 16 are completed by fewer than half of their viewers.",
  ]);
});
it("states when most are completed", () => {
  expect(strong(stats(12, 3, 1), 16)).toEqual([
    "12 of the 16 are completed by more than three in four of their viewers.",
  ]);
});
it("gives the average otherwise, and nothing without data", () => {
  expect(said(stats(3, 6, 5), 14)).toEqual([
    "14 videos, all of them opened.",
    "On average 41.0\u00a0% of a video’s viewers complete it.",
  ]);
  expect(said(stats(0, 0, 0, null), 3)).toEqual(["3 videos, none of them opened yet."]);
  expect(said(stats(0, 0, 0, null), 0)).toEqual(["No videos yet."]);
});
it("counts only videos with five viewers, and claims no pattern of fewer than five videos", () => {
  expect(strong(stats(0, 0, 9), 9, { high: 0, medium: 1, low: 5 })).toEqual([
    "5 of the 6 with 5 viewers or more are completed by fewer than half of their viewers.",
  ]);
  expect(said(stats(0, 0, 9), 9, { high: 0, medium: 0, low: 4 })).toEqual(["9 videos, all of them opened."]);
});
