import "server-only";
import { and, asc, eq, gt, isNotNull, not, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { playbacks, videoBreakdowns, videoDaily, videoSegments, videos } from "@/lib/db/tables/videos";
import { lengthInSeconds } from "@/lib/measure/completion";
import { breakdownsOf, daysOf, segmentsOf } from "../breakdowns";
import type { Totals } from "../metrics";
import { summarize } from "../numbers";
import type { HeatmapAnswer, VideoAnswer, VideoSummary } from "../schema";
import type { Video } from "./reach";
import { countedPlaybacks, type Days, isAllTime, totalsOfVideo, within } from "./totals";
import { unfollowedOf } from "./unfollowed";

/** The numbers of one video, of all time or of some days. */
export const summaryOf = async (
  video: Video,
  days: Days = {},
  totals: Promise<Totals> = totalsOfVideo(video, days),
): Promise<VideoSummary> => summarize(video, await totals);

/** Where one video's views come from and when: by device, browser, OS, country, referrer, quality and day; the players that are no views, and the views that wait. */
export async function breakdowns(
  video: Video,
  days: Days = {},
): Promise<Omit<VideoAnswer, "success" | "video">> {
  const [rows, byDay, unfollowed, waiting] = await Promise.all([
    isAllTime(days) ? breakdownsOfAllTime(video.id) : breakdownsOfDays(video.id, days),
    db()
      .select()
      .from(videoDaily)
      .where(and(eq(videoDaily.video_id, video.id), gt(videoDaily.views, 0), within(days, videoDaily.day)))
      .orderBy(asc(videoDaily.day)),
    unfollowedOf(video, days),
    video.duration_ms === null ? waitingPlaybacks(video) : null,
  ]);
  return { unfollowed, waiting, ...breakdownsOf(rows), by_day: daysOf(byDay) };
}

const breakdownsOfAllTime = (videoId: string) =>
  db().select().from(videoBreakdowns).where(eq(videoBreakdowns.video_id, videoId));

function breakdownsOfDays(videoId: string, days: Days) {
  const pb = countedPlaybacks(eq(videos.id, videoId), days);
  const parts = sql`
    values ('device', ${pb.device}, 1, 0), ('browser', ${pb.browser}, 1, 0), ('os', ${pb.os}, 1, 0),
      ('country', ${pb.country}, 1, 0), ('referrer', ${pb.referrer}, 1, 0)
    union all select 'proof', ${pb.proof}, 1, 0 where ${pb.proof} is not null
    union all select 'quality', key, 0, value::float8 from jsonb_each_text(${pb.quality})`;
  return db()
    .with(pb)
    .select({
      dimension: sql<string>`part.dimension`,
      value: sql<string>`coalesce(part.value, '')`,
      views: sql<number>`sum(part.views)::int`,
      watch_ms: sql<number>`sum(part.watch_ms)::float8`,
    })
    .from(pb)
    .crossJoinLateral(sql`(${parts}) part(dimension, value, views, watch_ms)`)
    .groupBy(sql`1`, sql`2`);
}

/** Playbacks of a video of unknown length, which are counted once it is known, and whether any is of a stream without an end. */
async function waitingPlaybacks(video: Video): Promise<{ playbacks: number; is_live: boolean }> {
  const [row] = await db()
    .select({
      playbacks: sql<number>`count(*)::int`,
      is_live: sql<boolean>`coalesce(bool_or(${playbacks.is_live}), false)`,
    })
    .from(playbacks)
    .where(and(eq(playbacks.video_id, video.id), isNotNull(playbacks.viewed_at), not(playbacks.preview)));
  return row!;
}

/** Ten seconds each, in order, with those nobody saw; empty while the length is unknown. */
export async function heatmap(video: Video): Promise<HeatmapAnswer> {
  const rows = await db().select().from(videoSegments).where(eq(videoSegments.video_id, video.id));
  return {
    success: true,
    video_id: video.id,
    segments: segmentsOf(rows, lengthInSeconds(video.duration_ms)),
  };
}
