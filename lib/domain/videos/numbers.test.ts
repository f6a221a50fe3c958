import { describe, expect, it } from "vitest";
import type { Totals } from "./metrics";
import { completionBucket, courseExtremes, noTotals, overviewOf, summarize } from "./numbers";

const video = {
  id: "v",
  title: "Reading a residual plot",
  course_id: "c",
  course_title: "Statistics for everyone",
  lesson_number: "7.2",
  status: "ready" as const,
  duration_ms: 100_400,
  published_at: null,
};

/** Four views of a video of 100 s: one saw all of it twice, one 60 s, one 10 s at double speed, one never played. */
const totals: Totals = {
  ...noTotals,
  views: 4,
  previews: 2,
  started: 3,
  played: 3,
  half: 2,
  viewers: 3,
  completers: 1,
  watch_ms: 200_000 + 60_000 + 10_000,
  media_ms: 200_000 + 60_000 + 10_000,
  wall_ms: 200_000 + 60_000 + 5_000,
  longest_watch_ms: 200_000,
  covered_ms: 100_000 + 60_000 + 10_000,
  played_seconds: 200 + 60 + 10,
  plays: 5,
  pauses: 4,
  seeks: 3,
  rebuffer_ms: 2_650,
  first_view_at: new Date("2026-11-01T10:00:00Z"),
  last_view_at: new Date("2026-11-02T10:00:00Z"),
};

describe("summarize", () => {
  it("computes each number as calculated by hand", () => {
    expect(summarize(video, totals)).toMatchObject({
      duration_seconds: 100.4,
      total_views: 4,
      preview_views: 2,
      unique_viewers: 3,
      unique_completers: 1,
      total_watch_time_seconds: 270,
      average_watch_time_seconds: 90, // 270 ÷ 3 views that played
      longest_watch_time_seconds: 200,
      average_watched_percentage: 56.7, // 170 ÷ (3 × 100)
      replay_ratio: 1.59, // 270 ÷ 170
      completion_rate: 33.3, // 1 ÷ 3 viewers
      play_rate: 75, // 3 ÷ 4
      drop_off_rate: 50, // (4 − 2) ÷ 4
      average_playback_speed: 1.02, // 270 ÷ 265
      rebuffering_ratio: 1, // 2.65 ÷ 267.65
      first_view_at: "2026-11-01T10:00:00.000Z",
    });
  });

  it("is null without a base, never 0", () => {
    const nothing = summarize(video, noTotals);
    for (const key of [
      "average_watch_time_seconds",
      "longest_watch_time_seconds",
      "average_watched_percentage",
      "replay_ratio",
      "completion_rate",
      "play_rate",
      "drop_off_rate",
      "average_playback_speed",
      "rebuffering_ratio",
      "first_view_at",
    ] as const)
      expect(nothing[key], key).toBeNull();
    expect(nothing.total_views).toBe(0);
    expect(summarize({ ...video, duration_ms: null }, totals).average_watched_percentage).toBeNull();
  });
});

it("puts the edges of the buckets where the spec does", () => {
  expect([75.1, 75, 50, 49.9].map(completionBucket)).toEqual(["high", "medium", "medium", "low"]);
});

describe("overviewOf", () => {
  it("sums, and weighs each video's completion the same", () => {
    expect(
      overviewOf(
        [
          { views: 10, watch_ms: 1_800_000, viewers: 10, completers: 8 },
          { views: 2, watch_ms: 1_800_000, viewers: 2, completers: 1 },
          { views: 1, watch_ms: 0, viewers: 1, completers: 0 },
        ],
        11,
      ),
    ).toEqual({
      total_videos_with_analytics: 3,
      total_views: 13,
      total_unique_viewers: 11,
      total_watch_time_hours: 1,
      average_completion_rate: 43.3, // (80 + 50 + 0) ÷ 3
      videos_by_completion_rate: { high: 1, medium: 1, low: 1 },
    });
    expect(overviewOf([], 0).average_completion_rate).toBeNull();
  });
});

it("names a course's most viewed and least completed video", () => {
  const of = (id: string, given: Partial<Totals>) => summarize({ ...video, id }, { ...noTotals, ...given });
  const videos = [
    of("a", { views: 3, viewers: 3, completers: 2 }),
    of("b", { views: 5, viewers: 5, completers: 1 }),
    of("c", {}),
  ];
  const extremes = courseExtremes(videos);
  expect([extremes.most_viewed_video?.video_id, extremes.least_completed_video?.video_id]).toEqual([
    "b",
    "b",
  ]);
  expect(courseExtremes([videos[2]!])).toEqual({ most_viewed_video: null, least_completed_video: null });
});
