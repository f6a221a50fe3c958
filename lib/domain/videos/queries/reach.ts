import "server-only";
import { alias } from "drizzle-orm/pg-core";
import { inSchool, reachesVideos } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { raw, sql } from "@/lib/db/client";
import { videos } from "@/lib/db/tables/videos";
import { AppError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";

/** A video with what its numbers depend on: its own row, where it belongs, and its school's settings. */
export type Video = {
  id: string;
  title: string;
  course_id: string;
  course_title: string;
  lesson_number: string | null;
  status: "processing" | "ready" | "failed";
  duration_ms: number | null;
  published_at: Date | null;
  school_id: string;
  lesson_title: string | null;
  provider: "file" | "cloudflare";
  /** Where a browser plays it from; none when only the course page knows. */
  source_url: string | null;
  /** Where learners meet it. */
  page_url: string | null;
  time_zone: string;
  completion_threshold: number;
  completion_target: number;
};

/** The columns of `Video`; FROM must be `videoTables()`. */
export const videoColumns = () => sql()`
  v.id, v.title, v.course_id, c.title as course_title, l.number as lesson_number, l.title as lesson_title,
  v.status, v.duration_ms, v.published_at, v.school_id, v.provider,
  v.source_url, v.page_url, s.time_zone,
  s.completion_threshold, s.completion_target`;

export const videoTables = () => sql()`
  videos v join courses c on c.id = v.course_id join schools s on s.id = v.school_id left join lessons l on l.id = v.lesson_id`;

/** `videos v` of these statements. */
const v = alias(videos, "v");
/** The videos whose numbers a scope may read (lib/auth/reach.ts). */
export const reachableVideos = (scope: Scope) => raw(reachesVideos(scope, v));

/**
 * A video by its id or its school's own id for it, for whoever may read its numbers. Throws `not_found` for what is not in
 * the scope's school, `forbidden` for what is there but not theirs.
 */
export async function reachVideo(scope: Scope, idOrExternalId: string): Promise<Video> {
  const { mine, ...video } = await videoInSchool(scope, idOrExternalId);
  if (!mine) throw new AppError("forbidden", "This video is in a course that you do not teach.");
  return video;
}

/** A video of the scope's school, whoever asks, and whether its numbers are theirs to read. Throws `not_found`. */
export async function videoInSchool(
  scope: Scope,
  idOrExternalId: string,
): Promise<Video & { mine: boolean }> {
  const named = uuidPattern.test(idOrExternalId)
    ? sql()`(v.id = ${idOrExternalId} or v.external_id = ${idOrExternalId})`
    : sql()`v.external_id = ${idOrExternalId}`;
  const rows = await sql()<(Video & { mine: boolean })[]>`
    select ${videoColumns()}, (${reachableVideos(scope)}) as mine from ${videoTables()}
    where ${raw(inSchool(scope, v))} and ${named} order by v.id::text = ${idOrExternalId} desc limit 2`;
  // The installation's admin sees all schools, in which an external id may stand for several videos.
  const [video, other] = rows;
  if (!video || (other && video.id !== idOrExternalId))
    throw new AppError("not_found", "There is no such video.");
  return video;
}
