import "server-only";
import { desc, eq, or, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { videos, videoTotals } from "@/lib/db/tables/videos";
import { selectVideos, type Video } from "./reach";

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
