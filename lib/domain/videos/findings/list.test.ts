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
const said = (...input: Parameters<typeof videosFindings>) =>
  videosFindings(...input).map(({ text }) => text);
const strong = (...input: Parameters<typeof videosFindings>) =>
  videosFindings(...input)
    .filter((clause) => clause.strong)
    .map(({ text }) => text);

it("names the most urgent: many videos that few complete", () => {
  expect(said(stats(2, 4, 10), 18)[0]).toBe("16 of 18 videos were watched.");
  expect(strong(stats(2, 4, 10), 18)).toEqual(["10 are completed by fewer than half of their viewers."]);
});
it("states when most are completed", () => {
  expect(strong(stats(12, 3, 1), 16)).toEqual([
    "12 are completed by more than three in four of their viewers.",
  ]);
});
it("gives the average otherwise, and nothing without data", () => {
  expect(said(stats(3, 6, 5), 14)).toEqual([
    "14 videos, all of them watched.",
    "On average 41.0\u00a0% of a video’s viewers complete it.",
  ]);
  expect(said(stats(0, 0, 0, null), 3)).toEqual(["3 videos, none of them watched yet."]);
  expect(said(stats(0, 0, 0, null), 0)).toEqual(["No videos yet."]);
});
it("claims no pattern from three videos", () => {
  expect(strong(stats(0, 0, 3), 3)).toEqual([]);
});
