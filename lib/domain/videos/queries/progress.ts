import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { isComplete, lengthInSeconds } from "@/lib/measure/completion";
import { intersect, pairs, parseMultirange, range, size } from "@/lib/measure/ranges";
import type { OwnCourseProgress, OwnProgress } from "../schema";
import { oneDecimal } from "../summary";
import { videoInSchool } from "./reach";

/** A course with more videos than this answers those watched last. */
const courseVideosMax = 500;

type ProgressRow = {
  watched: string;
  positionMs: number | null;
  completedAt: Date | null;
  lastWatchedAt: Date | null;
};
type Rules = { durationMs: number | null; completionThreshold: number };

const progressColumns = () =>
  sql()`vp.watched, vp.position_ms as "positionMs", vp.completed_at as "completedAt", vp.last_watched_at as "lastWatchedAt"`;

/** How a stored viewer is called who is a user here. */
const viewerIdOf = (scope: Scope): string => `u:${scope.userId}`;

/** How far the caller is in one video of their school; nothing watched when they have not begun. Throws `not_found`. */
export async function ownVideoProgress(scope: Scope, idOrExternalId: string): Promise<OwnProgress> {
  const video = await videoInSchool(scope, idOrExternalId);
  const rows = await sql()<ProgressRow[]>`
    select ${progressColumns()} from viewer_progress vp where vp.video_id = ${video.id} and vp.viewer_id = ${viewerIdOf(scope)}`;
  return toProgress(rows[0], video);
}

/** How far the caller is in each video of a course that they have begun, last watched first. */
export async function ownProgressInCourse(scope: Scope, courseId: string): Promise<OwnCourseProgress> {
  const rows = await sql()<(ProgressRow & Rules & { id: string; title: string; total: number })[]>`
    select ${progressColumns()}, v.id, v.title, v.duration_ms as "durationMs", s.completion_threshold as "completionThreshold",
      count(*) over ()::int as total
    from videos v join schools s on s.id = v.school_id
    join viewer_progress vp on vp.video_id = v.id and vp.viewer_id = ${viewerIdOf(scope)}
    where v.course_id = ${courseId} and vp.playbacks > 0
    order by vp.last_watched_at desc nulls last, v.id limit ${courseVideosMax}`;
  return {
    total: rows[0]?.total ?? 0,
    items: rows.map((row) => ({ video_id: row.id, title: row.title, ...toProgress(row, row) })),
  };
}

/** A video of a course that the caller takes, and how far they are in it. */
export type OwnVideo = OwnProgress & {
  video_id: string;
  title: string;
  course_title: string;
  lesson_number: string | null;
  duration_seconds: number | null;
  /** Where it can be watched; none when only the course's own pages know. */
  href: string | null;
};

/**
 * The videos of the courses that the caller takes: those that can be opened from here first, and among equals the last
 * watched, then those not begun in the courses' order.
 */
export async function ownVideos(
  scope: Scope,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: OwnVideo[]; total: number; begun: number }> {
  const rows = await sql()<
    (Partial<ProgressRow> &
      Rules & {
        id: string;
        title: string;
        courseTitle: string;
        lessonNumber: string | null;
        sourceUrl: string | null;
        pageUrl: string | null;
        total: number;
        begun: number;
      })[]
  >`
    select ${progressColumns()}, v.id, v.title, c.title as "courseTitle", l.number as "lessonNumber", v.source_url as "sourceUrl",
      v.page_url as "pageUrl", v.duration_ms as "durationMs", s.completion_threshold as "completionThreshold",
      count(*) over ()::int as total, count(vp.video_id) over ()::int as begun
    from enrollments e join courses c on c.id = e.course_id join schools s on s.id = c.school_id
    join videos v on v.course_id = c.id left join lessons l on l.id = v.lesson_id
    left join viewer_progress vp on vp.video_id = v.id and vp.viewer_id = ${viewerIdOf(scope)} and vp.playbacks > 0
    where e.user_id = ${scope.userId} and v.status = 'ready'
    order by (v.page_url is null and v.source_url is null), vp.last_watched_at desc nulls last, c.title, l.position, v.title, v.id limit ${limit} offset ${offset}`;
  return {
    total: rows[0]?.total ?? 0,
    begun: rows[0]?.begun ?? 0,
    items: rows.map((row) => ({
      ...toProgress(
        row.watched === undefined || row.watched === null ? undefined : (row as ProgressRow),
        row,
      ),
      video_id: row.id,
      title: row.title,
      course_title: row.courseTitle,
      lesson_number: row.lessonNumber,
      duration_seconds: row.durationMs === null ? null : row.durationMs / 1000,
      href: row.pageUrl ?? (row.sourceUrl ? `/watch/${row.id}` : null),
    })),
  };
}

function toProgress(row: ProgressRow | undefined, rules: Rules): OwnProgress {
  const length = lengthInSeconds(rules.durationMs);
  const watched = intersect(row ? parseMultirange(row.watched) : [], range(0, length ?? 0));
  const covered = size(watched);
  return {
    current_position_seconds: row?.positionMs == null ? null : row.positionMs / 1000,
    progress_percentage: length === null ? null : oneDecimal((covered / length) * 100),
    completed: length !== null && isComplete(covered, length, rules.completionThreshold),
    completed_at: row?.completedAt?.toISOString() ?? null,
    last_watched_at: row?.lastWatchedAt?.toISOString() ?? null,
    watched: pairs(watched),
  };
}
