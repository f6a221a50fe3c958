import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { intersect, pairs, parseMultirange, range, size } from "@/lib/measure/ranges";
import { lengthInSeconds } from "../playback";
import { isComplete } from "../roll-ups";
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
