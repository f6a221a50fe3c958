import "server-only";
import { sql } from "@/lib/db/client";
import { openWriter } from "@/lib/db/writer";
import { type NumbersDifference, verifyNumbers } from "@/lib/domain/sessions/mutations/recount";
import { type Difference, rebuildVideo } from "@/lib/domain/videos/ingest/rebuild";

export type RebuildReport = { videos: number; differences: Difference[] };
export type WholeReport = {
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
  const videos = await sql()<{ id: string }[]>`select id from videos order by id`;
  const seen = await verifyVideos(
    videos.map((video) => video.id),
    options.onProgress,
  );
  const held = await verifyNumbers(new Date());
  return {
    videos: seen.videos,
    sessions: held.sessions,
    differences: [...seen.differences, ...held.differences],
  };
}
