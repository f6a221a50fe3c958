import "server-only";
import { and, asc, desc, eq, gt, isNotNull, not, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { playbacks, videoBreakdowns, videoDaily, videoSegments, videos } from "@/lib/db/tables/videos";
import { lengthInSeconds } from "@/lib/measure/completion";
import { foldAll, foldByPeople, foldNothing } from "@/lib/measure/small-groups";
import { type BreakdownRow, breakdownsOf, daysOf, segmentsOf } from "../breakdowns";
import type { Totals } from "../metrics";
import { summarize } from "../numbers";
import type { HeatmapAnswer, VideoAnswer, VideoSummary } from "../schema";
import type { Video } from "./reach";
import { countedPlaybacks, type Days, isAllTime, playbackParts, totalsOfVideo, within } from "./totals";
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
  const [rows, fold, byDay, unfollowed, waiting] = await Promise.all([
    isAllTime(days) ? breakdownsOfAllTime(video.id) : breakdownsOfDays(video.id, days),
    foldOf(video, days),
    db()
      .select()
      .from(videoDaily)
      .where(and(eq(videoDaily.video_id, video.id), gt(videoDaily.views, 0), within(days, videoDaily.day)))
      .orderBy(asc(videoDaily.day)),
    unfollowedOf(video, days),
    video.duration_ms === null ? waitingPlaybacks(video) : null,
  ]);
  return { unfollowed, waiting, ...breakdownsOf(rows, fold), by_day: daysOf(byDay) };
}

const breakdownsOfAllTime = (videoId: string) =>
  db().select().from(videoBreakdowns).where(eq(videoBreakdowns.video_id, videoId));

function breakdownsOfDays(videoId: string, days: Days) {
  const pb = countedPlaybacks(eq(videos.id, videoId), days);
  return db()
    .with(pb)
    .select({
      dimension: sql<string>`part.dimension`,
      value: sql<string>`coalesce(part.value, '')`,
      views: sql<number>`sum(part.views)::int`,
      watch_ms: sql<number>`sum(part.watch_ms)::float8`,
    })
    .from(pb)
    .crossJoinLateral(playbackParts(pb))
    .groupBy(sql`1`, sql`2`);
}

/** So many of the latest playbacks are looked at for the people of each value: the cost has a bound. A value whose people are all earlier is folded. */
const latestMax = 20_000;

/**
 * Which values the reader sees by themselves. For others than the course's own instructors small groups are one; and of some days everything is, since
 * two of these could differ by the views of one person.
 */
async function foldOf({ id, folds_small_groups, minimum_group_size }: Video, days: Days) {
  if (!folds_small_groups) return foldNothing;
  if (!isAllTime(days)) return foldAll;
  const { device, browser, os, country, referrer, proof, quality, video_id, viewer_id, playback_id } =
    playbacks;
  const latest = db()
    .select({
      ...{ device, browser, os, country, referrer, proof, quality },
      viewer: sql<string>`coalesce(${viewer_id}, ${playback_id}::text)`.as("viewer"),
    })
    .from(playbacks)
    .where(and(eq(video_id, id), playbacks.rolled_up, not(playbacks.preview)))
    .orderBy(desc(playbacks.day))
    .limit(latestMax)
    .as("latest");
  const rows = await db()
    .select({
      key: sql<string>`part.dimension || ' ' || coalesce(part.value, '')`,
      people: sql<string[]>`(array_agg(distinct ${latest.viewer}))[1:${minimum_group_size}::int]`,
    })
    .from(latest)
    .crossJoinLateral(playbackParts(latest))
    .groupBy(sql`1`);
  const people = new Map(rows.map((row) => [row.key, row.people]));
  return foldByPeople(
    ({ dimension, value }: BreakdownRow) => people.get(`${dimension} ${value}`) ?? [],
    minimum_group_size,
  );
}

/** The countries that the reader sees by themselves; null: all. */
export async function shownCountries(video: Video, days: Days): Promise<ReadonlySet<string> | null> {
  if (!video.folds_small_groups) return null;
  const { by_country } = await breakdowns(video, days);
  return new Set(by_country.flatMap(({ value }) => value ?? []));
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
