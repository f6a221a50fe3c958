import "server-only";
import { sql } from "drizzle-orm";
import { processCache } from "@/lib/platform/process";
import { dbPlanning } from "./client";
import { type Kept, keptByVersion } from "./kept-by-version";
import { isAnyOf } from "./literals";
import { videoDaily, videoTotals } from "./tables/videos";

/* What was watched of each video on each day. A year of a thousand videos are some hundred thousand rows, of which few change. */

/** A video's days with a view, the first one first; four numbers each: days since 1970, views, watch_ms, completed. */
export type VideoDays = Float64Array;
const perDay = 4;
export const noDays: VideoDays = new Float64Array();

/** So many videos are kept, each with some kB a year. */
const videosKept = 5000;
/** Videos of one statement. */
const videosAtOnce = 250;

/** Whatever changes a video's days, or its viewers', changes its totals in the same transaction. Of a statement that left-joins the totals. */
export const videoVersion = sql<string>`coalesce(${videoTotals}.xmin::text, '')`;

/** The days of these videos, by their versions. */
export const videoDays = (versions: ReadonlyMap<string, string>): Promise<Map<string, VideoDays>> =>
  keptByVersion(
    processCache<Kept<VideoDays>>("video days", { max: videosKept }),
    versions,
    noDays,
    async (ids) => {
      const days = new Map<string, VideoDays>();
      const { video_id, day, views, watch_ms, completed } = videoDaily;
      for (let at = 0; at < ids.length; at += videosAtOnce) {
        const rows = await dbPlanning()
          .select({
            video_id,
            days: sql<string>`json_agg(json_build_array(${day} - date '1970-01-01', ${views}, ${watch_ms}, ${completed}) order by ${day})::text`,
          })
          .from(videoDaily)
          .where(sql`${isAnyOf(video_id, ids.slice(at, at + videosAtOnce))} and ${views} > 0`)
          .groupBy(video_id);
        for (const row of rows)
          days.set(row.video_id, Float64Array.from((JSON.parse(row.days) as number[][]).flat()));
      }
      return days;
    },
  );

export type WatchedDay = { views: number; watch_ms: number; completed: number };
export const nothingWatched: WatchedDay = { views: 0, watch_ms: 0, completed: 0 };

/** Calls with each of a video's days from `first` to `last` (days since 1970) and its place from `first`. */
export function eachWatchedDay(
  days: VideoDays,
  { first, last }: { first: number; last: number },
  each: (day: WatchedDay, index: number) => void,
): void {
  for (let at = 0; at < days.length; at += perDay) {
    const day = days[at]!;
    if (day >= first && day <= last)
      each({ views: days[at + 1]!, watch_ms: days[at + 2]!, completed: days[at + 3]! }, day - first);
  }
}
