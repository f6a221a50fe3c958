import "server-only";
import { eq, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { z } from "zod";
import { audit } from "@/lib/auth/audit";
import { db, type Tx } from "@/lib/db/client";
import { assertRevision } from "@/lib/db/revision";
import { deliveredMinutes } from "@/lib/db/tables/deliveries";
import { videoFacts } from "@/lib/db/tables/facts";
import { playbacks, unfollowedPlayers, videoProvider, videos } from "@/lib/db/tables/videos";
import { queriesOf, transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { ReplaceVideo } from "../forms";
import { forgetDeliveries } from "../ingest/deliveries";
import { lockVideos } from "../ingest/lock";
import { reachVideo } from "../queries/reach";
import { milliseconds, type Settings, savedVideoOf, settingsOfVideo } from "./change";
import { type CopiedFacts, copyFacts, largeTables, moveCopied, removeCopies } from "./copy-facts";
import { withFile } from "./save";
import { keepUpload, removeUnusedMedia } from "./upload";

/** With more playbacks than these, what was counted moves in the background: so many take two seconds. */
const atOnceMax = 50_000;

/** The file that a video gets. */
export const newFile = z.object({
  provider: z.enum(videoProvider.enumValues),
  provider_id: z.string().nullable(),
  source_url: z.string().nullable(),
  media_file: z.string().nullable(),
  duration_ms: z.number().nullable(),
});
type NewFile = z.infer<typeof newFile>;

/** What the work in the background gets. `earlier_id`: the id that the earlier version will have. */
export const replacement = z.object({ video_id: z.string(), earlier_id: z.string(), file: newFile });

/**
 * Replaces a video's file. What was counted of the earlier one moves to a row of its own, so that the curves stay apart; players go on
 * to name the video as before. Where nothing was counted, no earlier version is kept. A video with very many playbacks gets its file
 * later, by work in the background. Throws as `reachVideo` does, and `conflict`.
 */
export async function replaceVideo(ctx: Context, videoId: string, given: ReplaceVideo, atOnce = atOnceMax) {
  const { id } = await reachVideo(ctx.scope, videoId);
  const { upload_id, duration_seconds, revision, provider = "file", provider_id = null } = given;
  const kept = upload_id ? await keepUpload(ctx.scope.user_id, upload_id) : null;
  const file: NewFile = {
    provider,
    provider_id,
    source_url: kept ? null : (given.source_url ?? null),
    media_file: kept?.media_file ?? null,
    duration_ms:
      duration_seconds === undefined ? (kept?.duration_ms ?? null) : milliseconds(duration_seconds),
  };
  return withFile(kept, async () =>
    (await hasMoreThan(atOnce, id))
      ? { ...(await replaceLater(ctx, id, file, revision)), earlier_id: null }
      : { ...(await setFile(ctx, id, file, { revision })), work_id: null },
  );
}

const hasMoreThan = async (most: number, id: string): Promise<boolean> =>
  (await db().select({ one: sql`1` }).from(playbacks).where(eq(playbacks.video_id, id)).offset(most).limit(1))
    .length > 0;

/** Leaves it to the background. The edit is made with it: another of the same revision is refused. */
const replaceLater = (ctx: Context, id: string, file: NewFile, revision: number | undefined) =>
  transaction(async (tx) => {
    const before = await lockVideo(tx, id, revision);
    const [after] = await tx
      .update(videos)
      .set({ revision: before.revision + 1 })
      .where(eq(videos.id, id))
      .returning();
    const work_id = await enqueueWork(tx, ctx, {
      kind: "replace_video",
      input: { video_id: id, earlier_id: sameLockAs(id, newId()), file } satisfies z.infer<
        typeof replacement
      >,
      title: { title: before.title },
      school_id: before.school_id,
    });
    return { ...savedVideoOf(id, settingsIn(after!)), work_id };
  });

/** Replaces a video's file in the background: what was counted is copied while beacons arrive, and changes its place at the end. */
export async function replaceInBackground(
  ctx: Context,
  { video_id, earlier_id, file }: z.infer<typeof replacement>,
  progress: (done: number, total?: number) => void,
): Promise<void> {
  try {
    const { id } = await reachVideo(ctx.scope, video_id);
    const facts = await copyFacts(id, earlier_id, progress);
    await setFile(ctx, id, file, { copies: { earlier_id, ...facts } });
  } catch (error) {
    await removeCopies(earlier_id);
    throw error;
  }
}

async function lockVideo(tx: Tx, id: string, revision: number | undefined) {
  await lockVideos(queriesOf(tx), [id]);
  const [row] = await tx.select().from(videos).where(eq(videos.id, id)).for("update");
  if (!row) throw new AppError("not_found", "errors.video.unknown");
  assertRevision(row, revision, savedVideoOf(id, settingsIn(row)));
  return row;
}

type Copies = CopiedFacts & { earlier_id: string };

/** Gives a video its file, and what was counted so far to the earlier version. */
export async function setFile(
  ctx: Context,
  id: string,
  file: NewFile,
  { revision, copies }: { revision?: number | undefined; copies?: Copies },
) {
  const { unused, ...replaced } = await transaction(async (tx) => {
    const before = await lockVideo(tx, id, revision);
    const earlier_id = (await isCounted(tx, id)) ? await moveFacts(tx, before, ctx.now, copies) : null;
    if (!earlier_id) await forgetDeliveries(tx, id);
    const [after] = await tx
      .update(videos)
      .set({
        ...file,
        provider_changed_at: null,
        poster_file: null,
        status: file.duration_ms === null ? "processing" : "ready",
        version: before.version + (earlier_id ? 1 : 0),
        revision: before.revision + 1,
      })
      .where(eq(videos.id, id))
      .returning();
    await audit(tx, ctx, {
      school_id: before.school_id,
      action: "video.replace",
      target: { type: "video", id },
      detail: { version: after!.version, earlier_id },
    });
    return {
      ...savedVideoOf(id, settingsIn(after!)),
      earlier_id,
      unused: earlier_id ? [] : [before.media_file, before.poster_file],
    };
  });
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
async function moveFacts(
  tx: Tx,
  before: typeof videos.$inferSelect,
  now: Date,
  copies: Copies | undefined,
): Promise<string> {
  const earlierId = copies?.earlier_id ?? sameLockAs(before.id, newId());
  await tx.insert(videos).values({
    ...before,
    id: earlierId,
    external_id: null,
    version_of: before.id,
    archived_at: now,
  });
  if (copies) await moveCopied(tx, before.id, earlierId, copies);
  const isMoved = (one: PgTable) => copies !== undefined && largeTables.some(({ table }) => table === one);
  for (const table of videoFacts.filter((table) => !isMoved(table)))
    await tx.update(table).set({ video_id: earlierId }).where(eq(table.video_id, before.id));
  return earlierId;
}

/** An earlier version has its video's lock (ingest/lock.ts), so that a beacon that comes late is counted for it under the same one. */
const sameLockAs = (videoId: string, id: string): string => id.slice(0, -4) + videoId.slice(-4);
