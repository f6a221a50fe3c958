import "server-only";
import { and, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { SelectedFields } from "drizzle-orm/pg-core";
import { foldsSmallGroups, oneInSchool, reachesVideos } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { signedAddress } from "@/lib/auth/signed-address";
import { type Db, db } from "@/lib/db/client";
import { courses, lessons } from "@/lib/db/tables/courses";
import { schools } from "@/lib/db/tables/schools";
import { videos } from "@/lib/db/tables/videos";
import { AppError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";

/** A video with everything its numbers depend on: its row, its course, and its school's settings. */
const videoFields = {
  id: videos.id,
  title: videos.title,
  course_id: videos.course_id,
  course_title: courses.title,
  lesson_number: lessons.number,
  lesson_title: lessons.title,
  status: videos.status,
  duration_ms: videos.duration_ms,
  published_at: videos.published_at,
  school_id: videos.school_id,
  provider: videos.provider,
  provider_id: videos.provider_id,
  source_url: videos.source_url,
  page_url: videos.page_url,
  media_file: videos.media_file,
  poster_file: videos.poster_file,
  version: videos.version,
  revision: videos.revision,
  archived_at: videos.archived_at,
  lesson_id: videos.lesson_id,
  time_zone: schools.time_zone,
  completion_threshold: schools.completion_threshold,
  completion_target: schools.completion_target,
  minimum_group_size: schools.minimum_group_size,
};

/** Videos with these fields beside their own. */
export const selectVideos = <Fields extends SelectedFields>(
  fields: Fields,
  from: Pick<Db, "select"> = db(),
) =>
  from
    .select({ ...videoFields, ...fields })
    .from(videos)
    .innerJoin(courses, eq(courses.id, videos.course_id))
    .innerJoin(schools, eq(schools.id, videos.school_id))
    .leftJoin(lessons, eq(lessons.id, videos.lesson_id));

/** No earlier version of another video. */
const isCurrent = isNull(videos.version_of);

/** The videos of a scope's lists, counts and sums: without the archived ones (or only those), and without earlier versions. */
export const listsVideos = (scope: Scope, archived = false): SQL =>
  sql`(${reachesVideos(scope, videos)} and ${isCurrent} and ${(archived ? isNotNull : isNull)(videos.archived_at)})`;

/** The videos that students see. */
export const isShownToStudents: SQL = sql`(${videos.status} = 'ready' and ${videos.published_at} is not null
  and ${isCurrent} and ${isNull(videos.archived_at)})`;

/**
 * A video by its id or its school's own id for it, for callers who may read its numbers. Throws `not_found` outside
 * the scope's school, `forbidden` for another instructor's course.
 */
export async function reachVideo(scope: Scope, idOrExternalId: string) {
  const { mine, ...video } = await videoInSchool(scope, idOrExternalId);
  if (!mine) throw new AppError("forbidden", "errors.video.not_taught");
  return video;
}

export type Video = Awaited<ReturnType<typeof reachVideo>>;

/** Where a video can be watched; null when only the course's own pages know. */
export const watchHref = (
  video: Pick<Video, "id" | "page_url" | "source_url" | "media_file">,
): string | null => video.page_url ?? (video.media_file || video.source_url ? `/watch/${video.id}` : null);

/** From where a person's browser plays a video, and the picture before it plays: uploaded files have an address of their own for each. */
export const playedFrom = (
  scope: Pick<Scope, "user_id"> | null,
  { media_file, poster_file, source_url }: Pick<Video, "media_file" | "poster_file" | "source_url">,
) => {
  const address = (file: string | null) => file && signedAddress(`/media/${file}`, scope?.user_id ?? null);
  return { source: address(media_file) ?? source_url, poster: address(poster_file) };
};

/** A video of the scope's school, for any caller, and whether its numbers are theirs to read. Throws `not_found`. */
export function videoInSchool(scope: Scope, given: string) {
  const mine = sql<boolean>`${reachesVideos(scope, videos)}`;
  const folds_small_groups = foldsSmallGroups(scope, videos.course_id);
  return oneInSchool(scope, { table: videos, unknown: "errors.video.unknown", given }, (where, order) =>
    selectVideos({ mine, folds_small_groups }).where(and(where, isCurrent)).orderBy(order).limit(2),
  );
}

/**
 * A video for its player, and whether its numbers are the caller's to read: then their own watching is a preview. Somebody signed
 * in may watch what their school has; nobody may watch what a school shows without a sign-in, by its id alone (an external id
 * could be several schools'). Throws `not_found`, and `unauthenticated` where only a sign-in is missing.
 */
export async function videoForPlayer(scope: Scope | null, id: string) {
  if (scope) {
    const video = await videoInSchool(scope, id);
    if (!video.mine && video.published_at === null) throw new AppError("not_found", "errors.video.unknown");
    return video;
  }
  const signIn = () => new AppError("unauthenticated", "errors.video.sign_in");
  if (!uuidPattern.test(id)) throw signIn();
  const [video] = await selectVideos({ anonymous_viewers: schools.anonymous_viewers }).where(
    and(eq(videos.id, id), isCurrent, isNotNull(videos.published_at)),
  );
  // The same answer for a video that does not exist: only its school may say which do.
  if (!video?.anonymous_viewers) throw signIn();
  return { ...video, mine: false };
}
