import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { numberArray, textArray } from "@/lib/db/literals";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import type { Writer } from "@/lib/db/writer";
import { lockVideos } from "./lock";

/* The viewers with an account that were written since the progress in their courses was stored (lib/db/stored-progress.ts). */

const isChanged = sql`${viewerProgress.changed} and ${viewerProgress.viewer_id} like 'u:%'`;

/** The courses of the videos that they are viewers of. */
export async function changedCourses(): Promise<string[]> {
  const rows = await db()
    .selectDistinct({ id: videos.course_id })
    .from(viewerProgress)
    .innerJoin(videos, eq(videos.id, viewerProgress.video_id))
    .where(isChanged);
  return rows.map(({ id }) => id);
}

/** Some people of them in one course, with all of its videos, as they are now. */
export async function changedViewers(courseId: string, people: number) {
  const ofCourse = and(isChanged, eq(videos.course_id, courseId));
  const some = db()
    .selectDistinct({ viewer_id: viewerProgress.viewer_id })
    .from(viewerProgress)
    .innerJoin(videos, eq(videos.id, viewerProgress.video_id))
    .where(ofCourse)
    .limit(people);
  return await db()
    .select({
      video_id: viewerProgress.video_id,
      viewer_id: viewerProgress.viewer_id,
      watched: viewerProgress.watched,
      playbacks: viewerProgress.playbacks,
      last_watched_at: sql<string | null>`${viewerProgress.last_watched_at}::text`,
    })
    .from(viewerProgress)
    .innerJoin(videos, eq(videos.id, viewerProgress.video_id))
    .where(and(ofCourse, inArray(viewerProgress.viewer_id, some)));
}
export type ChangedViewer = Awaited<ReturnType<typeof changedViewers>>[number];

/** Says that the progress stored after they were read has them; who was written meanwhile stays changed. */
export function markUnchanged(writer: Writer, viewers: readonly ChangedViewer[]): Promise<void> {
  return writer.longTransaction(async (sql) => {
    await lockVideos(sql, new Set(viewers.map(({ video_id }) => video_id)));
    await sql`
      update viewer_progress v set changed = false
      from unnest(${textArray(viewers.map((one) => one.video_id))}::uuid[], ${textArray(viewers.map((one) => one.viewer_id))}::text[],
        ${textArray(viewers.map((one) => one.watched))}::int4multirange[], ${numberArray(viewers.map((one) => one.playbacks))}::int[],
        ${textArray(viewers.map((one) => one.last_watched_at))}::timestamptz[]) k(video_id, viewer_id, watched, playbacks, last_watched_at)
      where v.video_id = k.video_id and v.viewer_id = k.viewer_id and v.changed and v.watched = k.watched
        and v.playbacks = k.playbacks and v.last_watched_at is not distinct from k.last_watched_at`;
  });
}
