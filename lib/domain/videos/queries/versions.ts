import "server-only";
import { desc, eq, sql } from "drizzle-orm";
import { videos, videoTotals } from "@/lib/db/tables/videos";
import { selectVideos, type Video } from "./reach";

/** A video's earlier versions, the latest first, each with how many views and viewers it had and until when it was shown. */
export const earlierVersions = (video: Pick<Video, "id">) =>
  selectVideos({
    views: sql<number>`coalesce(${videoTotals.views}, 0)`,
    viewers: sql<number>`coalesce(${videoTotals.viewers}, 0)`,
    played: sql<number>`coalesce(${videoTotals.played}, 0)`,
  })
    .leftJoin(videoTotals, eq(videoTotals.video_id, videos.id))
    .where(eq(videos.version_of, video.id))
    .orderBy(desc(videos.version))
    .limit(versionsMax);

/** More are not compared. */
const versionsMax = 20;
