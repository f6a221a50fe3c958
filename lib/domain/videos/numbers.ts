import type { videos } from "@/lib/db/tables/videos";
import { lengthInSeconds } from "@/lib/measure/completion";
import { fewest } from "@/lib/measure/evidence";
import { largestBy } from "@/lib/measure/largest-by";
import { mean } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import { metrics, metricsOf, type Totals } from "./metrics";
import { type SumColumn, sumColumns } from "./roll-ups";
import type { VideoSummary, VideosAnswer } from "./schema";

/* The numbers of one video and of several, pure: metrics.ts has the formulas. */

export const noTotals: Totals = {
  ...(Object.fromEntries(sumColumns.map((column) => [column, 0])) as Record<SumColumn, number>),
  viewers: 0,
  completers: 0,
  longest_watch_ms: 0,
  played_seconds: 0,
  first_view_at: null,
  last_view_at: null,
};

type Facts = Pick<
  typeof videos.$inferSelect,
  "id" | "title" | "course_id" | "status" | "duration_ms" | "published_at"
> & { course_title: string; lesson_number: string | null };

/** A video's numbers as every route, page and CSV shows them. */
export function summarize(video: Facts, totals: Totals): VideoSummary {
  const iso = (instant: Date | null) => instant?.toISOString() ?? null;
  return {
    video_id: video.id,
    title: video.title,
    course_id: video.course_id,
    course_title: video.course_title,
    lesson_number: video.lesson_number,
    status: video.status,
    duration_seconds: video.duration_ms === null ? null : video.duration_ms / 1000,
    published_at: iso(video.published_at),
    ...metricsOf(totals, lengthInSeconds(video.duration_ms)),
    first_view_at: iso(totals.first_view_at),
    last_view_at: iso(totals.last_view_at),
  };
}

/** Which bucket a completion rate falls into: high over 75, medium 50 to 75, low under 50. */
export function completionBucket(rate: number): "high" | "medium" | "low" {
  return rate > 75 ? "high" : rate >= 50 ? "medium" : "low";
}

/** One video with views, as the overview counts it. */
type VideoPart = Pick<Totals, "views" | "watch_ms" | "viewers" | "completers">;

type Buckets = VideosAnswer["stats"]["videos_by_completion_rate"];

/** How many of the videos fall into each bucket. */
function bucketsOf(videos: readonly VideoPart[]): Buckets {
  const buckets = { high: 0, medium: 0, low: 0 };
  for (const video of videos) {
    const rate = metrics.completion_rate.of(video);
    if (rate !== null) buckets[completionBucket(rate)]++;
  }
  return buckets;
}

/** The same of those that at least 5 people viewed: what sentences are about. */
export const ratedOf = (videos: readonly VideoPart[]): Buckets =>
  bucketsOf(videos.filter(({ viewers }) => viewers >= fewest.people_for_rate));

/** The numbers over several videos. `viewers`: people, each counted once over all of them. */
export function overviewOf(videos: readonly VideoPart[], viewers: number): VideosAnswer["stats"] {
  const rates = videos.map((video) => metrics.completion_rate.of(video)).filter((rate) => rate !== null);
  const sum = (pick: (video: VideoPart) => number) => videos.reduce((total, video) => total + pick(video), 0);
  return {
    total_videos_with_analytics: videos.length,
    total_views: sum((video) => video.views),
    total_unique_viewers: viewers,
    total_watch_time_hours: oneDecimal(sum((video) => video.watch_ms) / 3_600_000),
    average_completion_rate: oneDecimal(mean(rates)),
    videos_by_completion_rate: bucketsOf(videos),
  };
}

/** Of a course's videos: the one with most views, and the one that the smallest share of its viewers completed. Null without views. */
export const courseExtremes = (videos: readonly VideoSummary[]) => ({
  most_viewed_video: largestBy(
    videos.filter(({ total_views }) => total_views > 0),
    ({ total_views }) => total_views,
  ),
  least_completed_video: largestBy(
    videos.filter(({ completion_rate }) => completion_rate !== null),
    ({ completion_rate }) => -completion_rate!,
  ),
});
