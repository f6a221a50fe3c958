import "server-only";
import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { isTakenBy, type Learner } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { courses, enrollments, lessons } from "@/lib/db/tables/courses";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import { coveredTenths, isComplete, lengthInTenths } from "@/lib/measure/completion";
import { noRanges, parseMultirange, size } from "@/lib/measure/ranges";
import { oneDecimal } from "@/lib/measure/rounding";
import { pairsInSeconds } from "@/lib/measure/tenths";
import type { OwnCourseProgress, OwnProgress } from "../schema";
import { isShownToStudents, selectVideos, type Video, watchHref } from "./reach";

/** A course with more videos than this answers those watched last. */
const courseVideosMax = 500;

type Progress = Pick<
  typeof viewerProgress.$inferSelect,
  "watched" | "position_ms" | "completed_at" | "last_watched_at"
>;

const { watched, position_ms, completed_at, last_watched_at } = viewerProgress;
const progressFields = { watched, position_ms, completed_at, last_watched_at };

const own = ({ user_id }: Learner) => eq(viewerProgress.viewer_id, `u:${user_id}`);

/** How far the caller is in one video; nothing watched when they have not begun. */
export async function ownVideoProgress(
  scope: Scope,
  video: Omit<Video, "folds_small_groups">,
): Promise<OwnProgress> {
  const rows = await db()
    .select(progressFields)
    .from(viewerProgress)
    .where(and(eq(viewerProgress.video_id, video.id), own(scope)));
  return toProgress(rows[0] ?? null, video);
}

/** How far the caller is in each video of a course that they have begun, last watched first. */
export async function ownProgressInCourse(scope: Scope, course: { id: string }): Promise<OwnCourseProgress> {
  const rows = await selectVideos({ progress: progressFields, total: sql<number>`count(*) over ()::int` })
    .innerJoin(viewerProgress, and(eq(viewerProgress.video_id, videos.id), own(scope)))
    .where(and(eq(videos.course_id, course.id), isNull(videos.version_of), gt(viewerProgress.playbacks, 0)))
    .orderBy(sql`${last_watched_at} desc nulls last`, videos.id)
    .limit(courseVideosMax);
  return {
    total: rows[0]?.total ?? 0,
    items: rows.map((row) => ({ video_id: row.id, title: row.title, ...toProgress(row.progress, row) })),
  };
}

/** A video of a course that a learner takes, and how far they are in it. */
export type OwnVideo = Awaited<ReturnType<typeof ownVideos>>["items"][number];

/**
 * The videos of the courses that a learner takes, of somebody else's those that the scope reaches: those that can be opened from here first, and among equals the last
 * watched, then those not begun in the courses' order.
 */
export async function ownVideos(
  scope: Scope,
  { limit, offset }: { limit: number; offset: number },
  learner: Learner = scope,
) {
  const rows = await selectVideos({
    progress: progressFields,
    lesson_position: lessons.position,
    total: sql<number>`count(*) over ()::int`,
    begun: sql<number>`count(${viewerProgress.video_id}) over ()::int`,
  })
    .innerJoin(enrollments, eq(enrollments.course_id, courses.id))
    .leftJoin(
      viewerProgress,
      and(eq(viewerProgress.video_id, videos.id), own(learner), gt(viewerProgress.playbacks, 0)),
    )
    .where(
      and(eq(enrollments.user_id, learner.user_id), isTakenBy(scope, courses, learner), isShownToStudents),
    )
    .orderBy(
      sql`(${videos.page_url} is null and ${videos.source_url} is null and ${videos.media_file} is null)`,
      sql`${last_watched_at} desc nulls last`,
      byName(courses.title),
      asc(lessons.position),
      byName(videos.title),
      videos.id,
    )
    .limit(limit)
    .offset(offset);
  return {
    total: rows[0]?.total ?? 0,
    begun: rows[0]?.begun ?? 0,
    items: rows.map((row) => ({
      ...toProgress(row.progress, row),
      video_id: row.id,
      title: row.title,
      course_id: row.course_id,
      course_title: row.course_title,
      completion_threshold: row.completion_threshold,
      lesson_id: row.lesson_id,
      lesson_position: row.lesson_position,
      lesson_number: row.lesson_number,
      lesson_title: row.lesson_title,
      duration_seconds: row.duration_ms === null ? null : row.duration_ms / 1000,
      /** Where it can be watched; none when only the course's own pages know. */
      href: watchHref(row),
    })),
  };
}

function toProgress(
  progress: Progress | null,
  { duration_ms, completion_threshold }: Pick<Video, "duration_ms" | "completion_threshold">,
): OwnProgress {
  const length = lengthInTenths(duration_ms);
  const seen =
    progress && duration_ms !== null
      ? coveredTenths(parseMultirange(progress.watched), duration_ms)
      : noRanges;
  const covered = size(seen);
  const completedAt = progress?.completed_at ?? null;
  return {
    current_position_seconds: progress?.position_ms == null ? null : progress.position_ms / 1000,
    progress_percentage: length === null ? null : oneDecimal((covered / length) * 100),
    completed: length !== null && (completedAt !== null || isComplete(covered, length, completion_threshold)),
    completed_at: completedAt?.toISOString() ?? null,
    last_watched_at: progress?.last_watched_at?.toISOString() ?? null,
    watched: pairsInSeconds(seen),
  };
}
