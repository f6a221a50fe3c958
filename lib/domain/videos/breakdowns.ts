import type { videoBreakdowns, videoDaily, videoSegments } from "@/lib/db/tables/videos";
import { curve } from "@/lib/measure/difference";
import { oneDecimal } from "@/lib/measure/rounding";
import type { Fold } from "@/lib/measure/small-groups";
import type { HeatmapAnswer, VideoAnswer } from "./schema";
import { segmentSeconds } from "./segments";

/** One value of one dimension. Quality has watch time, the others have views. */
export type BreakdownRow = Omit<typeof videoBreakdowns.$inferSelect, "video_id">;

type Breakdowns = Omit<VideoAnswer, "success" | "video" | "by_day" | "unfollowed" | "waiting">;

/** Views by device, browser, OS, country and referrer as shares of all views; quality as shares of its watch time. Largest first, and what is folded last. */
export function breakdownsOf(rows: readonly BreakdownRow[], fold: Fold<BreakdownRow>): Breakdowns {
  const share = (part: number, whole: number) => (whole > 0 ? oneDecimal((part / whole) * 100) : 0);
  const of = (dimension: string) => {
    const { shown, folded } = fold(
      rows
        .filter((row) => row.dimension === dimension && (row.views > 0 || row.watch_ms > 0))
        .sort((a, b) => b.views - a.views || b.watch_ms - a.watch_ms || (a.value < b.value ? -1 : 1)),
    );
    const sum = (key: "views" | "watch_ms") => folded.reduce((all, row) => all + row[key], 0);
    return [
      ...shown.map((row) => ({ ...row, value: row.value || null, folded: false })),
      ...(folded.length > 0
        ? [{ value: null, views: sum("views"), watch_ms: sum("watch_ms"), folded: true }]
        : []),
    ];
  };
  const byViews = (dimension: string) => {
    const parts = of(dimension);
    const all = parts.reduce((sum, row) => sum + row.views, 0);
    return parts.map(({ value, views, folded }) => ({ value, views, percentage: share(views, all), folded }));
  };
  const quality = of("quality");
  const watched = quality.reduce((sum, row) => sum + row.watch_ms, 0);
  return {
    by_device: byViews("device"),
    by_browser: byViews("browser"),
    by_os: byViews("os"),
    by_country: byViews("country"),
    by_referrer: byViews("referrer"),
    by_proof: byViews("proof"),
    by_quality: quality.map(({ value, watch_ms, folded }) => ({
      ...{ value, watch_time_seconds: oneDecimal(watch_ms / 1000) },
      ...{ percentage: share(watch_ms, watched), folded },
    })),
  };
}

/** Days with views, in order. */
export function daysOf(
  rows: readonly Pick<typeof videoDaily.$inferSelect, "day" | "views" | "watch_ms" | "completed">[],
): VideoAnswer["by_day"] {
  return rows.map((row) => ({
    day: row.day,
    views: row.views,
    watch_time_seconds: oneDecimal(row.watch_ms / 1000),
    completed: row.completed,
  }));
}

/** One stored segment: net deltas (begun minus ended), but `drop_offs` a count. */
type SegmentRow = Omit<typeof videoSegments.$inferSelect, "video_id" | "viewers_whole">;

/** The heatmap: every ten seconds of the video in order, the last one as long as is left. */
export function segmentsOf(
  rows: readonly SegmentRow[],
  lengthSeconds: number | null,
): HeatmapAnswer["segments"] {
  const length = lengthSeconds ?? 0;
  const count = Math.ceil(length / segmentSeconds);
  const running = (pick: (row: SegmentRow) => number) =>
    curve(
      rows.map((row) => [row.segment, pick(row)]),
      count,
    );
  const views = running((row) => row.views);
  const whole = running((row) => row.whole);
  const viewers = running((row) => row.viewers);
  const dropOffs = new Map(rows.map((row) => [row.segment, row.drop_offs]));
  return views.map((touched, segment) => ({
    segment_start: segment * segmentSeconds,
    segment_end: Math.min(length, (segment + 1) * segmentSeconds),
    view_count: touched,
    unique_viewers: viewers[segment]!,
    completion_rate: touched > 0 ? oneDecimal((whole[segment]! / touched) * 100) : null,
    drop_off_count: dropOffs.get(segment) ?? 0,
  }));
}
