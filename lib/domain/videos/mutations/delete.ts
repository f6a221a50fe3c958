import "server-only";
import { eq, inArray } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import type { Tx } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { assertRevision } from "@/lib/db/revision";
import { videoFacts } from "@/lib/db/tables/facts";
import { pendingBeacons, playbackRoutes } from "@/lib/db/tables/pending-beacons";
import { sessions } from "@/lib/db/tables/sessions";
import { playbacks, videos } from "@/lib/db/tables/videos";
import { queriesOf, transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { lockVideos } from "../ingest/lock";
import { reachVideo } from "../queries/reach";
import { lostWithVideo, withVersions } from "../queries/versions";
import { savedVideoOf, settingsOfVideo } from "./change";
import { removeUnusedMedia } from "./upload";

/** Deletes everything that was counted of locked videos, and what still waits to be. */
export async function deleteVideoFacts(tx: Tx, ids: string[]): Promise<void> {
  const ofVideos = tx
    .select({ id: playbacks.playback_id })
    .from(playbacks)
    .where(isAnyOf(playbacks.video_id, ids));
  await tx.delete(pendingBeacons).where(inArray(pendingBeacons.playback_id, ofVideos));
  await tx.delete(playbackRoutes).where(inArray(playbackRoutes.playback_id, ofVideos));
  for (const table of videoFacts) await tx.delete(table).where(isAnyOf(table.video_id, ids));
}

/**
 * Deletes a video with its earlier versions and everything that was counted of them. A session keeps its place without the recording.
 * Throws as `reachVideo` does, and `conflict` where somebody changed it since.
 */
export async function deleteVideo(ctx: Context, videoId: string, revision?: number) {
  const video = await reachVideo(ctx.scope, videoId);
  const { id, school_id, title } = video;
  const lost = await lostWithVideo(video);
  const files = await transaction(async (tx) => {
    // Its earlier versions have the same lock.
    await lockVideos(queriesOf(tx), [id]);
    const rows = await tx
      .select({
        id: videos.id,
        media_file: videos.media_file,
        poster_file: videos.poster_file,
        ...settingsOfVideo,
      })
      .from(videos)
      .where(withVersions(video))
      .for("update");
    const current = rows.find((row) => row.id === id);
    if (!current) throw new AppError("not_found", "errors.video.unknown");
    assertRevision(current, revision, savedVideoOf(id, current));

    await deleteVideoFacts(
      tx,
      rows.map((row) => row.id),
    );
    await tx
      .update(sessions)
      .set({ recording_video_id: null, recording_started_at: null })
      .where(eq(sessions.recording_video_id, id));
    await tx.delete(videos).where(withVersions(video));
    await audit(tx, ctx, {
      school_id,
      action: "video.delete",
      target: { type: "video", id },
      detail: { title, ...lost },
    });
    return rows.flatMap(({ media_file, poster_file }) => [media_file, poster_file]);
  });
  await removeUnusedMedia(files);
  return { id, ...lost };
}
