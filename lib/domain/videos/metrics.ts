import type { videoTotals } from "@/lib/db/tables/videos";
import { oneDecimal, twoDecimals } from "@/lib/measure/rounding";
import type { VideoListQuery } from "./filters";

/** The sums of a video's counted playbacks. */
export type Totals = Omit<typeof videoTotals.$inferSelect, "video_id"> & {
  /** Seconds played, replays included. */
  played_seconds: number;
};

type Metric = {
  /** As in the glossary: also the decimals it is rounded to. */
  unit: "count" | "percent" | "ratio" | "seconds";
  /** From the sums and the video's length in seconds; not rounded. */
  of(totals: Totals, length: number | null): number | null;
  /** Its column in the table of videos; the id is the sort, where there is one. */
  column?: { id: VideoListQuery["sort"]; hidden?: true } | { id: string; unsorted: true };
  /** Whether it is one of the numbers beside the player. */
  headline?: true;
  /** Shown beside that of similar videos. */
  typical?: true;
};

const ratio = (part: number, base: number): number | null => (base > 0 ? part / base : null);
const share = (part: number, base: number): number | null => (base > 0 ? (part / base) * 100 : null);

/**
 * The numbers of one video, in the order of the table and the page. Whether the sums come from the roll-ups or from the facts of a
 * range of days, they are computed here, so a page, the JSON and the CSV cannot disagree. A share is 0–100; without a base it is null.
 */
export const metrics = {
  total_views: { unit: "count", of: (t) => t.views, column: { id: "views" }, headline: true },
  unique_viewers: { unit: "count", of: (t) => t.viewers, column: { id: "viewers" } },
  average_watched_percentage: {
    unit: "percent",
    of: (t, length) => (length === null ? null : share(t.covered_ms, t.played * length * 1000)),
    column: { id: "watched" },
    headline: true,
    typical: true,
  },
  completion_rate: {
    unit: "percent",
    of: (t: Pick<Totals, "completers" | "viewers">) => share(t.completers, t.viewers),
    column: { id: "completion" },
    headline: true,
    typical: true,
  },
  drop_off_rate: {
    unit: "percent",
    of: (t) => share(t.views - t.half, t.views),
    column: { id: "drop_off" },
  },
  replay_ratio: {
    unit: "ratio",
    of: (t) => ratio(t.played_seconds * 1000, t.covered_ms),
    column: { id: "replayed", unsorted: true },
    headline: true,
    typical: true,
  },
  total_watch_time_seconds: {
    unit: "seconds",
    of: (t) => t.watch_ms / 1000,
    column: { id: "watch_time", hidden: true },
  },
  // What is proven, of the views that played: a page that was opened but not played does not show how long people watch.
  average_watch_time_seconds: { unit: "seconds", of: (t) => ratio(t.media_ms / 1000, t.played) },
  longest_watch_time_seconds: {
    unit: "seconds",
    of: (t) => (t.views > 0 ? t.longest_watch_ms / 1000 : null),
  },
  preview_views: { unit: "count", of: (t) => t.previews },
  unique_completers: { unit: "count", of: (t) => t.completers },
  play_rate: { unit: "percent", of: (t) => share(t.started, t.views) },
  play_count: { unit: "count", of: (t) => t.plays },
  pause_count: { unit: "count", of: (t) => t.pauses },
  seek_count: { unit: "count", of: (t) => t.seeks },
  // Each playback weighs as long as it lasted.
  average_playback_speed: { unit: "ratio", of: (t) => ratio(t.watch_ms, t.wall_ms) },
  rebuffering_ratio: { unit: "percent", of: (t) => share(t.rebuffer_ms, t.rebuffer_ms + t.wall_ms) },
} as const satisfies Record<string, Metric>;

export type MetricKey = keyof typeof metrics;
export const metricKeys = Object.keys(metrics) as MetricKey[];
/** Their values for one video. */
export type VideoNumbers = { [Key in MetricKey]: ReturnType<(typeof metrics)[Key]["of"]> };

type KeysWith<Trait extends keyof Metric> = {
  [Key in MetricKey]: (typeof metrics)[Key] extends Record<Trait, unknown> ? Key : never;
}[MetricKey];

/** The keys of the metrics that have this trait, in order. */
export function metricsWith<Trait extends "column" | "headline" | "typical">(
  trait: Trait,
): KeysWith<Trait>[] {
  return metricKeys.filter((key) => trait in metrics[key]) as KeysWith<Trait>[];
}

/** All of them for one video, rounded. */
export function metricsOf(totals: Totals, length: number | null): VideoNumbers {
  const values = Object.entries<Metric>(metrics).map(([key, { of, unit }]) => {
    const value = of(totals, length);
    return [key, unit === "ratio" ? twoDecimals(value) : oneDecimal(value)];
  });
  return Object.fromEntries(values) as VideoNumbers;
}
