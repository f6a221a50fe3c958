import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { videoDaily, videos, videoTotals } from "@/lib/db/tables/videos";
import { listsVideos } from "./reach";
import { countedPlaybacks, type Days, isAllTime, peopleQuery, within } from "./totals";

const sumOf = (column: PgColumn) => sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number).as(column.name);

/** One row for each video that a scope reaches, viewed or not, with its sums of these days: the CTE `sums`. */
export function sumsPerVideo(scope: Scope, days: Days, archived?: boolean) {
  const rollUp = isAllTime(days) ? videoTotals : videoDaily;
  const rows = db()
    .select({
      video_id: videos.id,
      views: sumOf(rollUp.views),
      watch_ms: sumOf(rollUp.watch_ms),
      played: sumOf(rollUp.played),
      covered_ms: sumOf(rollUp.covered_ms),
      half: sumOf(rollUp.half),
    })
    .from(videos)
    .leftJoin(rollUp, and(eq(rollUp.video_id, videos.id), within(days, videoDaily.day)))
    .where(listsVideos(scope, archived))
    .groupBy(videos.id);
  return db().$with("sums").as(rows);
}

/** People, those who completed and the last view of each video, and the CTEs they are of. Of some days only the playbacks know them. */
export function peoplePerVideo(scope: Scope, days: Days, archived?: boolean) {
  if (isAllTime(days)) {
    const totals = db()
      .select({
        video_id: videoTotals.video_id,
        viewers: sql<number>`${videoTotals.viewers}`.as("viewers"),
        completers: sql<number>`${videoTotals.completers}`.as("completers"),
        last_view_at: sql`${videoTotals.last_view_at}`.mapWith(videoTotals.last_view_at).as("last_view_at"),
      })
      .from(videoTotals);
    const people = db().$with("people").as(totals);
    return { ctes: [people], people };
  }
  const pb = countedPlaybacks(listsVideos(scope, archived), days);
  const people = peopleQuery(pb);
  return { ctes: [pb, people], people };
}
