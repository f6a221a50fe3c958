import "server-only";
import { and, desc, eq, gt, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Scope } from "@/lib/auth/scope";
import { isAnyOf } from "@/lib/db/literals";
import { readInTime } from "@/lib/db/read-in-time";
import { courses } from "@/lib/db/tables/courses";
import { schools } from "@/lib/db/tables/schools";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import { fewest } from "@/lib/measure/evidence";
import { type RelatedVideos, relatedOf } from "../related";
import { listsVideos, type Video } from "./reach";

/** So many videos are compared, those with the most viewers of both. */
const comparedMax = 100;

/**
 * What the viewers of a video also view, among the videos of its school that the scope lists. A viewer is who can be told from others; views of nobody
 * known are left out. Read by index: the video's viewers, their other videos, and the viewers of each video that is compared.
 */
export async function relatedVideos(scope: Scope, video: Video, limit: number): Promise<RelatedVideos> {
  return readInTime(
    (seconds) => ({ key: "errors.video.related_slow", values: { seconds } }),
    async (tx) => {
      const own = alias(viewerProgress, "own");
      const ofVideo = and(eq(own.video_id, video.id), gt(own.playbacks, 0));
      const [counted] = await tx
        .select({
          viewers: sql<number>`count(*)::int`,
          smallest: sql<number>`min(${schools.minimum_group_size})`,
        })
        .from(own)
        .innerJoin(schools, eq(schools.id, video.school_id))
        .where(ofVideo);
      const { viewers = 0, smallest = 0 } = counted ?? {};
      if (viewers < Math.max(smallest, fewest.people_for_comparison))
        return { viewers: null, compared: 0, items: [] };
      const both = sql<number>`count(*)::int`;
      const found = await tx
        .select({
          video_id: videos.id,
          title: videos.title,
          course_id: videos.course_id,
          course_title: courses.title,
          both,
        })
        .from(own)
        .innerJoin(
          viewerProgress,
          and(eq(viewerProgress.viewer_id, own.viewer_id), gt(viewerProgress.playbacks, 0)),
        )
        .innerJoin(videos, eq(videos.id, viewerProgress.video_id))
        .innerJoin(courses, eq(courses.id, videos.course_id))
        .where(
          and(ofVideo, ne(videos.id, video.id), eq(videos.school_id, video.school_id), listsVideos(scope)),
        )
        .groupBy(videos.id, courses.id)
        .having(sql`count(*) >= ${smallest}`)
        .orderBy(desc(both), videos.id)
        .limit(comparedMax);
      const all = await tx
        .select({ video_id: viewerProgress.video_id, viewers: sql<number>`count(*)::int` })
        .from(viewerProgress)
        .where(
          and(
            isAnyOf(
              viewerProgress.video_id,
              found.map(({ video_id }) => video_id),
            ),
            gt(viewerProgress.playbacks, 0),
          ),
        )
        .groupBy(viewerProgress.video_id);
      const viewersOf = new Map(all.map((row) => [row.video_id, row.viewers]));
      const compared = found.map((row) => ({ ...row, viewers: viewersOf.get(row.video_id) ?? row.both }));
      return { viewers, compared: compared.length, items: relatedOf(viewers, compared).slice(0, limit) };
    },
  );
}
