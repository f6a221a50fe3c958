import "server-only";
import { inArray, or, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { videos } from "@/lib/db/tables/videos";
import { transaction } from "@/lib/db/tx";
import { type Alone, keepVideo, receivePiece, removeMedia } from "@/lib/platform/media-files";

/** One request at a time works on an upload, whichever process it reaches. Only what is quick may be done: it holds a connection. */
const aloneAt =
  (userId: string, uploadId: string): Alone =>
  (work) =>
    transaction(async (tx) => {
      await tx.execute(
        sql`select pg_advisory_xact_lock(hashtextextended(${`upload ${userId} ${uploadId}`}, 0))`,
      );
      return work();
    });

/** Adds a piece to an upload; throws as `receivePiece` does. */
export const receiveUpload = (
  userId: string,
  uploadId: string,
  offset: number,
  body: ReadableStream<Uint8Array> | null,
): Promise<number> => receivePiece(userId, uploadId, offset, body, aloneAt(userId, uploadId));

/** Keeps a whole upload as a video's file; throws as `keepVideo` does. */
export const keepUpload = (userId: string, uploadId: string) =>
  aloneAt(userId, uploadId)(() => keepVideo(userId, uploadId));

/** Removes files that no video has any more: the copies of a course's videos share theirs. */
export async function removeUnusedMedia(names: readonly (string | null)[]): Promise<void> {
  const given = names.filter((name) => name !== null);
  const { media_file, poster_file } = videos;
  const used = await db()
    .select({ media_file, poster_file })
    .from(videos)
    .where(or(inArray(media_file, given), inArray(poster_file, given)));
  const kept = new Set(used.flatMap((row) => [row.media_file, row.poster_file]));
  await removeMedia(given.filter((name) => !kept.has(name)));
}
