import { lengthInSeconds } from "@/lib/measure/completion";
import type { VideoSummary } from "./schema";

/*
 * The numbers of one video, each a pure function of what its playbacks sum to. Whether the sums come from the roll-ups or
 * from the facts of a range of days, they pass through here: a page, the JSON and the CSV cannot disagree.
 * A share is 0–100, rounded once, in `summarize`; what has no base is null.
 */

/** What a video's counted playbacks add up to. Times in milliseconds of media unless a name says otherwise. */
export type Totals = {
  views: number;
  previews: number;
  /** Views with any play. */
  started: number;
  /** Views with at least one covered second: the retention base. */
  played: number;
  /** Views that covered at least half. */
  half: number;
  viewers: number;
  completers: number;
  watch_ms: number;
  /** Time on the clock: watch time ÷ speed. */
  wall_ms: number;
  longest_watch_ms: number;
  /** Seconds covered, each once a playback. */
  covered_seconds: number;
  /** Seconds played, replays included. */
  played_seconds: number;
  plays: number;
  pauses: number;
  seeks: number;
  rebuffer_ms: number;
  first_view_at: Date | null;
  last_view_at: Date | null;
};

export const noTotals: Totals = {
  views: 0,
  previews: 0,
  started: 0,
  played: 0,
  half: 0,
  viewers: 0,
  completers: 0,
  watch_ms: 0,
  wall_ms: 0,
  longest_watch_ms: 0,
  covered_seconds: 0,
  played_seconds: 0,
  plays: 0,
  pauses: 0,
  seeks: 0,
  rebuffer_ms: 0,
  first_view_at: null,
  last_view_at: null,
};

const ratio = (part: number, base: number): number | null => (base > 0 ? part / base : null);
const share = (part: number, base: number): number | null => (base > 0 ? (part / base) * 100 : null);

/** Rounds a share or a number of minutes to one decimal, at the edge. */
export function oneDecimal<T extends number | null>(value: T): T {
  return (value === null ? null : Math.round(value * 10) / 10) as T;
}

/** Rounds a ratio to two decimals, at the edge. */
export function twoDecimals<T extends number | null>(value: T): T {
  return (value === null ? null : Math.round(value * 100) / 100) as T;
}

/** Of the views that played: the mean share of the video's seconds that one covered, 0–100. */
export function averageWatchedPercentage(
  totals: Pick<Totals, "covered_seconds" | "played">,
  lengthSeconds: number | null,
): number | null {
  return lengthSeconds === null ? null : share(totals.covered_seconds, totals.played * lengthSeconds);
}

/** Plays for each second covered; 1 is a video of which nothing was replayed. */
export function replayRatio(totals: Pick<Totals, "played_seconds" | "covered_seconds">): number | null {
  return ratio(totals.played_seconds, totals.covered_seconds);
}

/** Viewers who covered the school's threshold ÷ viewers, 0–100. */
export function completionRate(totals: Pick<Totals, "completers" | "viewers">): number | null {
  return share(totals.completers, totals.viewers);
}

/** Views with any play ÷ views, 0–100. */
export function playRate(totals: Pick<Totals, "started" | "views">): number | null {
  return share(totals.started, totals.views);
}

/** Views that covered less than half ÷ views, 0–100. */
export function dropOffRate(totals: Pick<Totals, "views" | "half">): number | null {
  return share(totals.views - totals.half, totals.views);
}

/** Watch time ÷ views that played, in seconds: a page that was opened and never played says nothing of how long people watch. */
export function averageWatchSeconds(totals: Pick<Totals, "watch_ms" | "played">): number | null {
  return ratio(totals.watch_ms / 1000, totals.played);
}

/** Watch time ÷ time on the clock: the speed, each playback weighing as long as it lasted. */
export function averageSpeed(totals: Pick<Totals, "watch_ms" | "wall_ms">): number | null {
  return ratio(totals.watch_ms, totals.wall_ms);
}

/** Time spent waiting for the picture ÷ (waiting + playing), on the clock, 0–100. */
export function rebufferingRatio(totals: Pick<Totals, "rebuffer_ms" | "wall_ms">): number | null {
  return share(totals.rebuffer_ms, totals.rebuffer_ms + totals.wall_ms);
}

/** What of the video itself stands beside its numbers. */
export type VideoFacts = {
  id: string;
  title: string;
  course_id: string;
  course_title: string;
  lesson_number: string | null;
  status: VideoSummary["status"];
  duration_ms: number | null;
  published_at: Date | null;
};

/** A video's numbers as every route, page and CSV shows them. */
export function summarize(video: VideoFacts, totals: Totals): VideoSummary {
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
    total_views: totals.views,
    preview_views: totals.previews,
    unique_viewers: totals.viewers,
    unique_completers: totals.completers,
    total_watch_time_seconds: oneDecimal(totals.watch_ms / 1000),
    average_watch_time_seconds: oneDecimal(averageWatchSeconds(totals)),
    longest_watch_time_seconds: totals.views > 0 ? oneDecimal(totals.longest_watch_ms / 1000) : null,
    average_watched_percentage: oneDecimal(
      averageWatchedPercentage(totals, lengthInSeconds(video.duration_ms)),
    ),
    replay_ratio: twoDecimals(replayRatio(totals)),
    completion_rate: oneDecimal(completionRate(totals)),
    play_rate: oneDecimal(playRate(totals)),
    drop_off_rate: oneDecimal(dropOffRate(totals)),
    play_count: totals.plays,
    pause_count: totals.pauses,
    seek_count: totals.seeks,
    average_playback_speed: twoDecimals(averageSpeed(totals)),
    rebuffering_ratio: oneDecimal(rebufferingRatio(totals)),
    first_view_at: iso(totals.first_view_at),
    last_view_at: iso(totals.last_view_at),
  };
}

/** Which bucket a completion rate falls into: high over 75, medium 50 to 75, low under 50. */
export function completionBucket(rate: number): "high" | "medium" | "low" {
  return rate > 75 ? "high" : rate >= 50 ? "medium" : "low";
}
