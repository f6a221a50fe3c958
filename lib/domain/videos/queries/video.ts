import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { lengthInSeconds } from "@/lib/measure/completion";
import {
  type BreakdownRow,
  breakdownsOf,
  type DayRow,
  daysOf,
  type SegmentRow,
  segmentsOf,
} from "../breakdowns";
import { noTotals, summarize } from "../numbers";
import type { HeatmapAnswer, VideoAnswer, VideoSummary } from "../schema";
import { reachVideo, type Video } from "./reach";
import { countedPlaybacks, type Days, isAllTime, totalsOf, within } from "./totals";

/** What a page shows of the video itself, beside its numbers. */
export type VideoPage = VideoSummary &
  Pick<
    Video,
    | "source_url"
    | "page_url"
    | "provider"
    | "lesson_title"
    | "time_zone"
    | "completion_threshold"
    | "completion_target"
  >;

/** One video: its numbers, of all time or of some days, and what a page shows of it. Throws as `reachVideo` does. */
export async function videoById(scope: Scope, idOrExternalId: string, days: Days = {}): Promise<VideoPage> {
  const video = await reachVideo(scope, idOrExternalId);
  const {
    source_url: sourceUrl,
    page_url: pageUrl,
    provider,
    lesson_title: lessonTitle,
    time_zone: timeZone,
    completion_threshold: completionThreshold,
    completion_target: completionTarget,
  } = video;
  return {
    ...(await numbersOf(video, days)),
    source_url: sourceUrl,
    page_url: pageUrl,
    provider,
    lesson_title: lessonTitle,
    time_zone: timeZone,
    completion_threshold: completionThreshold,
    completion_target: completionTarget,
  };
}

/** The numbers alone, as the JSON has them. */
export async function videoSummaryOf(
  scope: Scope,
  idOrExternalId: string,
  days: Days = {},
): Promise<VideoSummary> {
  return numbersOf(await reachVideo(scope, idOrExternalId), days);
}

async function numbersOf(video: Video, days: Days): Promise<VideoSummary> {
  return summarize(video, (await totalsOf([video.id], days)).get(video.id) ?? noTotals);
}

/** Where one video's views come from and when: by device, browser, OS, country, referrer, quality and day. */
export async function breakdowns(
  scope: Scope,
  idOrExternalId: string,
  days: Days = {},
): Promise<Omit<VideoAnswer, "success" | "video">> {
  const video = await reachVideo(scope, idOrExternalId);
  const [rows, byDay] = await Promise.all([
    isAllTime(days)
      ? sql()<BreakdownRow[]>`
          select dimension, value, views, watch_ms::float8 from video_breakdowns where video_id = ${video.id}`
      : breakdownsOfDays(video.id, days),
    sql()<DayRow[]>`
      select day::text as day, views, watch_ms::float8, completed from video_daily
      where video_id = ${video.id} and views > 0 and ${within(days)} order by video_daily.day`,
  ]);
  return { ...breakdownsOf(rows), by_day: daysOf(byDay) };
}

function breakdownsOfDays(videoId: string, days: Days) {
  return sql()<BreakdownRow[]>`
    with ${countedPlaybacks([videoId], days)}
    select d.dimension, coalesce(d.value, '') as value, count(*)::int as views, 0::float8 as watch_ms
    from pb, lateral (values ('device', device), ('browser', browser), ('os', os), ('country', country), ('referrer', referrer)) d(dimension, value)
    group by 1, 2
    union all
    select 'quality', q.key, 0, sum(q.value::float8) from pb, jsonb_each_text(pb.quality) q group by q.key`;
}

/** Ten seconds each, in order, with those nobody saw; empty while the length is unknown. */
export async function heatmap(scope: Scope, idOrExternalId: string): Promise<HeatmapAnswer> {
  const video = await reachVideo(scope, idOrExternalId);
  const rows = await sql()<SegmentRow[]>`
    select segment, views, whole, viewers, drop_offs from video_segments where video_id = ${video.id}`;
  return {
    success: true,
    video_id: video.id,
    segments: segmentsOf(rows, lengthInSeconds(video.duration_ms)),
  };
}
