import "server-only";
import { db } from "@/lib/db/client";
import { videos } from "@/lib/db/tables/videos";
import { openWriter } from "@/lib/db/writer";
import { type NumbersDifference, verifyNumbers } from "@/lib/domain/sessions/mutations/recount";
import { type Difference, rebuildVideo } from "@/lib/domain/videos/ingest/rebuild";

export type RebuildReport = { videos: number; differences: Difference[] };
type WholeReport = {
  videos: number;
  sessions: number;
  differences: (Difference | NumbersDifference)[];
};

/** Verifies these videos' roll-ups against their playbacks and rebuilds what differs. Each video is one transaction. */
export async function verifyVideos(
  videoIds: readonly string[],
  onProgress: (done: number, of: number) => void = () => {},
): Promise<RebuildReport> {
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
  return { videos: videoIds.length, differences };
}

/** The same for every video there is, and every finished session's kept numbers (`npm run rollups:rebuild`). */
export async function rebuildAll(
  options: { onProgress?: (done: number, of: number) => void } = {},
): Promise<WholeReport> {
  const all = await db().select({ id: videos.id }).from(videos).orderBy(videos.id);
  const ofVideos = await verifyVideos(
    all.map((video) => video.id),
    options.onProgress,
  );
  const ofSessions = await verifyNumbers(new Date());
  return {
    videos: ofVideos.videos,
    sessions: ofSessions.sessions,
    differences: [...ofVideos.differences, ...ofSessions.differences],
  };
}
