import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { isComplete, lengthInSeconds } from "@/lib/measure/completion";
import { intersect, pairs, parseMultirange, range, size } from "@/lib/measure/ranges";
import { oneDecimal } from "@/lib/measure/rounding";
import type { OwnCourseProgress, OwnProgress } from "../schema";
import { videoInSchool } from "./reach";

/** A course with more videos than this answers those watched last. */
const courseVideosMax = 500;

type ProgressRow = {
  watched: string;
  position_ms: number | null;
  completed_at: Date | null;
  last_watched_at: Date | null;
};
type Rules = { duration_ms: number | null; completion_threshold: number };

const progressColumns = () => sql()`vp.watched, vp.position_ms, vp.completed_at, vp.last_watched_at`;

/** How a stored viewer is called who is a user here. */
const viewerIdOf = (scope: Scope): string => `u:${scope.user_id}`;

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
    select ${progressColumns()}, v.id, v.title, v.duration_ms, s.completion_threshold,
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
        course_title: string;
        lesson_number: string | null;
        source_url: string | null;
        page_url: string | null;
        total: number;
        begun: number;
      })[]
  >`
    select ${progressColumns()}, v.id, v.title, c.title as course_title, l.number as lesson_number, v.source_url,
      v.page_url, v.duration_ms, s.completion_threshold,
      count(*) over ()::int as total, count(vp.video_id) over ()::int as begun
    from enrollments e join courses c on c.id = e.course_id join schools s on s.id = c.school_id
    join videos v on v.course_id = c.id left join lessons l on l.id = v.lesson_id
    left join viewer_progress vp on vp.video_id = v.id and vp.viewer_id = ${viewerIdOf(scope)} and vp.playbacks > 0
    where e.user_id = ${scope.user_id} and v.status = 'ready'
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
      course_title: row.course_title,
      lesson_number: row.lesson_number,
      duration_seconds: row.duration_ms === null ? null : row.duration_ms / 1000,
      href: row.page_url ?? (row.source_url ? `/watch/${row.id}` : null),
    })),
  };
}

function toProgress(row: ProgressRow | undefined, rules: Rules): OwnProgress {
  const length = lengthInSeconds(rules.duration_ms);
  const watched = intersect(row ? parseMultirange(row.watched) : [], range(0, length ?? 0));
  const covered = size(watched);
  return {
    current_position_seconds: row?.position_ms == null ? null : row.position_ms / 1000,
    progress_percentage: length === null ? null : oneDecimal((covered / length) * 100),
    completed: length !== null && isComplete(covered, length, rules.completion_threshold),
    completed_at: row?.completed_at?.toISOString() ?? null,
    last_watched_at: row?.last_watched_at?.toISOString() ?? null,
    watched: pairs(watched),
  };
}
