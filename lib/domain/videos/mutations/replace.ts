import "server-only";
import { eq, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import type { Tx } from "@/lib/db/client";
import { assertRevision } from "@/lib/db/revision";
import { deliveredMinutes } from "@/lib/db/tables/deliveries";
import { videoFacts } from "@/lib/db/tables/facts";
import { playbacks, unfollowedPlayers, videos } from "@/lib/db/tables/videos";
import { queriesOf, transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { ReplaceVideo } from "../forms";
import { forgetDeliveries } from "../ingest/deliveries";
import { lockVideos } from "../ingest/lock";
import { reachVideo } from "../queries/reach";
import { milliseconds, type Settings, savedVideoOf, settingsOfVideo } from "./change";
import { withFile } from "./save";
import { keepUpload, removeUnusedMedia } from "./upload";

/**
 * Replaces a video's file. What was counted of the earlier one moves to a row of its own, so that the curves stay apart; players go on
 * to name the video as before. Where nothing was counted, no earlier version is kept. Throws as `reachVideo` does, and `conflict`.
 */
export async function replaceVideo(ctx: Context, videoId: string, given: ReplaceVideo) {
  const { id, school_id } = await reachVideo(ctx.scope, videoId);
  const { upload_id, duration_seconds, revision, provider = "file", provider_id = null } = given;
  const kept = upload_id ? await keepUpload(ctx.scope.user_id, upload_id) : null;
  const duration_ms =
    duration_seconds === undefined ? (kept?.duration_ms ?? null) : milliseconds(duration_seconds);
  const { unused, ...replaced } = await withFile(kept, () =>
    transaction(async (tx) => {
      await lockVideos(queriesOf(tx), [id]);
      const [before] = await tx.select().from(videos).where(eq(videos.id, id)).for("update");
      if (!before) throw new AppError("not_found", "errors.video.unknown");
      assertRevision(before, revision, savedVideoOf(id, settingsIn(before)));
      const earlierId = (await isCounted(tx, id)) ? await moveFacts(tx, before, ctx.now) : null;
      if (!earlierId) await forgetDeliveries(tx, id);
      const [after] = await tx
        .update(videos)
        .set({
          provider,
          provider_id,
          provider_changed_at: null,
          source_url: kept ? null : (given.source_url ?? null),
          media_file: kept?.media_file ?? null,
          poster_file: null,
          duration_ms,
          status: duration_ms === null ? "processing" : "ready",
          version: before.version + (earlierId ? 1 : 0),
          revision: before.revision + 1,
        })
        .where(eq(videos.id, id))
        .returning();
      await audit(tx, ctx, {
        school_id,
        action: "video.replace",
        target: { type: "video", id },
        detail: { version: after!.version, earlier_id: earlierId },
      });
      return {
        ...savedVideoOf(id, settingsIn(after!)),
        earlier_id: earlierId,
        unused: earlierId ? [] : [before.media_file, before.poster_file],
      };
    }),
  );
  await removeUnusedMedia(unused);
  return replaced;
}

/** Whether the video has any numbers. */
async function isCounted(tx: Tx, id: string): Promise<boolean> {
  for (const table of [playbacks, unfollowedPlayers, deliveredMinutes]) {
    const rows = await tx.select({ one: sql`1` }).from(table).where(eq(table.video_id, id)).limit(1);
    if (rows.length) return true;
  }
  return false;
}

const settingsIn = (row: typeof videos.$inferSelect): Settings =>
  Object.fromEntries(
    Object.keys(settingsOfVideo).map((key) => [key, row[key as keyof Settings]]),
  ) as Settings;

/** Gives the facts so far a row of their own, the earlier version; `archived_at` says until when it was shown. */
async function moveFacts(tx: Tx, before: typeof videos.$inferSelect, now: Date): Promise<string> {
  const earlierId = sameLockAs(before.id, newId());
  await tx.insert(videos).values({
    ...before,
    id: earlierId,
    external_id: null,
    version_of: before.id,
    archived_at: now,
  });
  for (const table of videoFacts)
    await tx.update(table).set({ video_id: earlierId }).where(eq(table.video_id, before.id));
  return earlierId;
}

/** An earlier version has its video's lock (ingest/lock.ts), so that a beacon that comes late is counted for it under the same one. */
const sameLockAs = (videoId: string, id: string): string => id.slice(0, -4) + videoId.slice(-4);
