import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { AppError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import { type Video, videoColumns, videoInSchool, videoTables } from "./reach";

/** What a page needs to play a video, and nothing that its viewers sent. */
export type PlayableVideo = Pick<
  Video,
  | "id"
  | "title"
  | "course_id"
  | "course_title"
  | "lesson_number"
  | "provider"
  | "source_url"
  | "page_url"
  | "duration_ms"
  | "completion_threshold"
> & {
  /** Its numbers are the asker's to read: then their own watching is a preview. */
  mine: boolean;
};

/**
 * A video for its player. Somebody signed in may watch what their school has; nobody may watch what a school shows without a
 * sign-in, by its id alone (an external id could be several schools'). Throws `not_found`, and `unauthenticated` where a sign-in is all that is missing.
 */
export async function videoForPlayer(scope: Scope | null, id: string): Promise<PlayableVideo> {
  if (scope) return playable(await videoInSchool(scope, id));
  if (!uuidPattern.test(id)) throw new AppError("unauthenticated", "Sign in to watch this video.");
  const [video] = await sql()<(Video & { anonymous_viewers: boolean })[]>`
    select ${videoColumns()}, s.anonymous_viewers from ${videoTables()} where v.id = ${id}`;
  // The same answer for a video that is not there: whether it is, is the school's to say.
  if (!video?.anonymous_viewers) throw new AppError("unauthenticated", "Sign in to watch this video.");
  return playable({ ...video, mine: false });
}

function playable(video: Video & { mine: boolean }): PlayableVideo {
  const {
    id,
    title,
    course_id: courseId,
    course_title: courseTitle,
    lesson_number: lessonNumber,
    provider,
    source_url: sourceUrl,
    page_url: pageUrl,
  } = video;
  const { duration_ms: durationMs, completion_threshold: completionThreshold, mine } = video;
  return {
    ...{
      id,
      title,
      course_id: courseId,
      course_title: courseTitle,
      lesson_number: lessonNumber,
      provider,
      source_url: sourceUrl,
      page_url: pageUrl,
    },
    ...{ duration_ms: durationMs, completion_threshold: completionThreshold, mine },
  };
}
