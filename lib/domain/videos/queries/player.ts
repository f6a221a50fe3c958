import "server-only";
import { eq } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { schools } from "@/lib/db/tables/schools";
import { videos } from "@/lib/db/tables/videos";
import { AppError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import { selectVideos, videoInSchool } from "./reach";

/**
 * A video for its player, and whether its numbers are the caller's to read: then their own watching is a preview. Somebody signed
 * in may watch what their school has; nobody may watch what a school shows without a sign-in, by its id alone (an external id
 * could be several schools'). Throws `not_found`, and `unauthenticated` where only a sign-in is missing.
 */
export async function videoForPlayer(scope: Scope | null, id: string) {
  if (scope) return videoInSchool(scope, id);
  const signIn = () => new AppError("unauthenticated", "Sign in to watch this video.");
  if (!uuidPattern.test(id)) throw signIn();
  const [video] = await selectVideos({ anonymous_viewers: schools.anonymous_viewers }).where(
    eq(videos.id, id),
  );
  // The same answer for a video that does not exist: only its school may say which do.
  if (!video?.anonymous_viewers) throw signIn();
  return { ...video, mine: false };
}

export type PlayableVideo = Awaited<ReturnType<typeof videoForPlayer>>;
