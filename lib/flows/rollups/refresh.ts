import "server-only";
import { type Limit, take } from "@/lib/auth/limits";
import type { Scope } from "@/lib/auth/scope";
import { type RebuildReport, verifyVideos } from "./rebuild";

/** A verification reads every playback of a video: nobody needs one more often than this. */
const refreshLimit: Limit = { name: "refresh", points: 6, seconds: 60, withoutCounts: "allow" };

/** Verifies these videos' roll-ups for somebody who asked, and rebuilds what differs. Throws `too_many_requests`. */
export async function refreshVideos(scope: Scope, videoIds: readonly string[]): Promise<RebuildReport> {
  await take(refreshLimit, scope.user_id);
  return verifyVideos(videoIds);
}
