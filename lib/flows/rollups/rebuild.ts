import "server-only";
import { eq } from "drizzle-orm";
import { type Limit, take } from "@/lib/auth/limits";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { videos } from "@/lib/db/tables/videos";
import { openWriter } from "@/lib/db/writer";
import { verifyNumbers } from "@/lib/domain/sessions/mutations/recount";
import { type Difference, rebuildVideo } from "@/lib/domain/videos/ingest/rebuild";

/** The limit of verifications on request: each reads every playback of a video. */
const refreshLimit: Limit = { name: "refresh", points: 6, seconds: 60, withoutCounts: "allow" };

/** Verifies these videos' roll-ups on request, and rebuilds those that differ. Throws `too_many_requests`. */
export async function refreshVideos(scope: Scope, videoIds: readonly string[]): Promise<void> {
  await take(refreshLimit, scope.user_id);
  await verifyVideos(videoIds, () => {});
}

/** Verifies these videos' roll-ups against their playbacks and rebuilds what differs. Each video is one transaction. */
async function verifyVideos(videoIds: readonly string[], onProgress: (done: number, of: number) => void) {
  const differences: Difference[] = [];
  const writer = openWriter();
  try {
    for (const [i, videoId] of videoIds.entries()) {
      differences.push(...(await rebuildVideo(writer, videoId)));
      onProgress(i + 1, videoIds.length);
    }
  } finally {
    await writer.close();
  }
  return differences;
}

/**
 * The same for all videos, and for the stored numbers of all finished sessions (`npm run rollups:rebuild`), of one school or of all.
 */
export async function rebuildAll({
  school_id = null,
  onProgress = () => {},
}: {
  school_id?: string | null;
  onProgress?: (done: number, of: number) => void;
} = {}) {
  const all = await db()
    .select({ id: videos.id })
    .from(videos)
    .where(school_id ? eq(videos.school_id, school_id) : undefined)
    .orderBy(videos.id);
  const ids = all.map((video) => video.id);
  const ofVideos = await verifyVideos(ids, onProgress);
  const { sessions, differences } = await verifyNumbers(new Date(), school_id);
  return { videos: ids.length, sessions, differences: [...ofVideos, ...differences] };
}
