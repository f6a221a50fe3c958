import type { VideoSummary, VideosAnswer } from "./schema";
import { completionBucket, completionRate, oneDecimal } from "./summary";

/** What the overview needs of one video that has views. */
export type VideoPart = { views: number; watch_ms: number; viewers: number; completers: number };

/** The numbers over several videos. `viewers`: people, each counted once over all of them. */
export function overviewOf(videos: readonly VideoPart[], viewers: number): VideosAnswer["stats"] {
  const rates = videos.map(completionRate).filter((rate) => rate !== null);
  const buckets = { high: 0, medium: 0, low: 0 };
  for (const rate of rates) buckets[completionBucket(rate)]++;
  const sum = (pick: (video: VideoPart) => number) => videos.reduce((total, video) => total + pick(video), 0);
  return {
    total_videos_with_analytics: videos.length,
    total_views: sum((video) => video.views),
    total_unique_viewers: viewers,
    total_watch_time_hours: oneDecimal(sum((video) => video.watch_ms) / 3_600_000),
    average_completion_rate:
      rates.length > 0 ? oneDecimal(rates.reduce((total, rate) => total + rate, 0) / rates.length) : null,
    videos_by_completion_rate: buckets,
  };
}

/** Of a course's videos: the one with most views, and the one that the smallest share of its viewers completed. Null without views. */
export function courseExtremes(videos: readonly VideoSummary[]): {
  most_viewed_video: VideoSummary | null;
  least_completed_video: VideoSummary | null;
} {
  let most: VideoSummary | null = null;
  let least: VideoSummary | null = null;
  for (const video of videos) {
    if (video.total_views > (most?.total_views ?? 0)) most = video;
    if (
      video.completion_rate !== null &&
      (least?.completion_rate == null || video.completion_rate < least.completion_rate)
    )
      least = video;
  }
  return { most_viewed_video: most, least_completed_video: least };
}
