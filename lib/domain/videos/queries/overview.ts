import "server-only";
import { and, countDistinct, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { videoDaily, videos, videoTotals, viewerProgress } from "@/lib/db/tables/videos";
import type { Day } from "@/lib/platform/time";
import { overviewOf, ratedOf } from "../numbers";
import { peoplePerVideo, sumsPerVideo } from "./per-video";
import { listsVideos } from "./reach";
import { countedPlaybacks, type Days, isAllTime, within } from "./totals";

/** The numbers over all videos that a scope reaches, of all time (roll-ups) or of some days (those days' playbacks). */
export async function videosOverview(scope: Scope, days: Days = {}) {
  const [parts, [counted]] = await (isAllTime(days)
    ? Promise.all([partsOfAllTime(scope), viewersOfAllTime(scope)])
    : Promise.all([partsOfDays(scope, days), viewersOfDays(scope, days)]));
  return { stats: overviewOf(parts, counted?.viewers ?? 0), rated: ratedOf(parts) };
}

/**
 * For how long the videos that a scope reaches were watched in each of these periods, and by how many people, each once. The playbacks of all
 * periods are read together.
 */
export async function watchedInPeriods(
  scope: Scope,
  periods: readonly { from: Day; to: Day }[],
): Promise<{ seconds: number; people: number }[]> {
  const bounds = periods.flatMap(({ from, to }) => [from, to]).sort();
  const all = { from: bounds[0], to: bounds.at(-1) };
  const each = (value: (period: SQL) => SQL, day: PgColumn) =>
    sql.join(
      periods.map((period) => value(sql`filter (where ${within(period, day)})`)),
      sql`, `,
    );
  const pb = countedPlaybacks(listsVideos(scope), all);
  const [[sums], [counts]] = await Promise.all([
    db()
      .select({
        seconds: sql<number[]>`array[${each(
          (period) => sql`coalesce(sum(${videoDaily.watch_ms}) ${period}, 0) / 1000`,
          videoDaily.day,
        )}]::float8[]`,
      })
      .from(videoDaily)
      .innerJoin(videos, eq(videos.id, videoDaily.video_id))
      .where(and(listsVideos(scope), within(all, videoDaily.day))),
    db()
      .with(pb)
      .select({
        people: sql<
          number[]
        >`array[${each((period) => sql`count(distinct ${pb.viewer}) ${period}`, pb.day)}]::int[]`,
      })
      .from(pb),
  ]);
  return periods.map((_, index) => ({
    seconds: sums?.seconds[index] ?? 0,
    people: counts?.people[index] ?? 0,
  }));
}

/** The mean over the videos of their completion rates alone, of all time: people who watched several videos need not be counted once for it. */
export const averageCompletionRate = async (scope: Scope): Promise<number | null> =>
  overviewOf(await partsOfAllTime(scope), 0).average_completion_rate;

function partsOfAllTime(scope: Scope) {
  const { views, watch_ms, viewers, completers } = videoTotals;
  return db()
    .select({ views, watch_ms, viewers, completers })
    .from(videoTotals)
    .innerJoin(videos, eq(videos.id, videoTotals.video_id))
    .where(and(listsVideos(scope), gt(views, 0)));
}

function partsOfDays(scope: Scope, days: Days) {
  const sums = sumsPerVideo(scope, days);
  const { ctes, people } = peoplePerVideo(scope, days);
  return db()
    .with(sums, ...ctes)
    .select({
      views: sums.views,
      watch_ms: sums.watch_ms,
      viewers: sql<number>`coalesce(${people.viewers}, 0)`,
      completers: sql<number>`coalesce(${people.completers}, 0)`,
    })
    .from(sums)
    .leftJoin(people, eq(people.video_id, sums.video_id))
    .where(gt(sums.views, 0));
}

/** Each person once for all videos; each anonymous playback is one viewer, in the totals only. */
function viewersOfAllTime(scope: Scope) {
  const reached = db().select({ id: videos.id }).from(videos).where(listsVideos(scope));
  const ofEach = db()
    .select({ viewers: sql`coalesce(sum(${videoTotals.viewers}), 0)` })
    .from(videoTotals)
    .where(inArray(videoTotals.video_id, reached));
  return db()
    .select({
      viewers: sql<number>`(${ofEach} - count(*) + count(distinct ${viewerProgress.viewer_id}))::int`,
    })
    .from(viewerProgress)
    .where(and(gt(viewerProgress.playbacks, 0), inArray(viewerProgress.video_id, reached)));
}

function viewersOfDays(scope: Scope, days: Days) {
  const pb = countedPlaybacks(listsVideos(scope), days);
  return db()
    .with(pb)
    .select({ viewers: countDistinct(pb.viewer) })
    .from(pb);
}
