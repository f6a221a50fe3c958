import "server-only";
import { and, desc, eq, gte, isNotNull, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { videos, videoTotals } from "@/lib/db/tables/videos";
import { fewest } from "@/lib/measure/evidence";
import { listsVideos, selectVideos, type Video } from "./reach";

/** A video's earlier versions, the latest first, each with how many views it had and until when it was shown. */
export const earlierVersions = (video: Pick<Video, "id">) =>
  selectVideos({
    views: sql<number>`coalesce(${videoTotals.views}, 0)`,
  })
    .leftJoin(videoTotals, eq(videoTotals.video_id, videos.id))
    .where(eq(videos.version_of, video.id))
    .orderBy(desc(videos.version))
    .limit(versionsMax);

/** More are not compared. */
const versionsMax = 20;

/** A video and its earlier versions. */
export const withVersions = ({ id }: Pick<Video, "id">) => or(eq(videos.id, id), eq(videos.version_of, id));

const earlierVideos = alias(videos, "earlier_videos");
const earlierTotals = alias(videoTotals, "earlier_totals");

const cutOf = (
  video: typeof videos | typeof earlierVideos,
  totals: typeof videoTotals | typeof earlierTotals,
) => ({
  id: video.id,
  version: video.version,
  duration_ms: video.duration_ms,
  views: totals.views,
  viewers: totals.viewers,
  completers: totals.completers,
});

/** The videos of a course whose file was replaced, the last replaced first, with the numbers of the last two versions. Where one of them has fewer viewers than a comparison needs, they are left out. */
export const recutsOf = (scope: Scope, courseId: string) =>
  db()
    .select({
      title: videos.title,
      replaced_at: sql<Date>`${earlierVideos.archived_at}`.mapWith(earlierVideos.archived_at),
      after: cutOf(videos, videoTotals),
      before: cutOf(earlierVideos, earlierTotals),
    })
    .from(videos)
    .innerJoin(
      earlierVideos,
      and(eq(earlierVideos.version_of, videos.id), eq(earlierVideos.version, sql`${videos.version} - 1`)),
    )
    .innerJoin(videoTotals, eq(videoTotals.video_id, videos.id))
    .innerJoin(earlierTotals, eq(earlierTotals.video_id, earlierVideos.id))
    .where(
      and(
        ...[eq(videos.course_id, courseId), listsVideos(scope), isNotNull(earlierVideos.archived_at)],
        gte(videoTotals.viewers, fewest.people_for_comparison),
        gte(earlierTotals.viewers, fewest.people_for_comparison),
      ),
    )
    .orderBy(desc(earlierVideos.archived_at), videos.id)
    .limit(versionsMax);
export type Recut = Awaited<ReturnType<typeof recutsOf>>[number];

/** What would be lost with a video: its numbers and those of its earlier versions. */
export async function lostWithVideo(video: Pick<Video, "id">) {
  const [lost] = await db()
    .select({
      views: sql<number>`coalesce(sum(${videoTotals.views}), 0)::int`,
      viewers: sql<number>`coalesce(sum(${videoTotals.viewers}), 0)::int`,
      watch_time_seconds: sql<number>`coalesce(sum(${videoTotals.watch_ms}), 0)::float8 / 1000`,
      versions: sql<number>`count(*)::int`,
    })
    .from(videos)
    .leftJoin(videoTotals, eq(videoTotals.video_id, videos.id))
    .where(withVersions(video));
  return lost!;
}
