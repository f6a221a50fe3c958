import "server-only";
import { eq } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { videos } from "@/lib/db/tables/videos";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { keepPicture } from "@/lib/platform/media-files";
import { reachVideo } from "../queries/reach";
import { removeUnusedMedia } from "./upload";

/** Sets the picture that is shown before a video plays, or removes it. Throws as `reachVideo` does, and with the field `file`. */
export async function setPoster(ctx: Context, videoId: string, bytes: Uint8Array | null) {
  const { id, school_id } = await reachVideo(ctx.scope, videoId);
  const poster_file = bytes && (await keepPicture(bytes));
  let replaced: string | null = poster_file;
  try {
    replaced = await transaction(async (tx) => {
      const [before] = await tx
        .select({ poster_file: videos.poster_file })
        .from(videos)
        .where(eq(videos.id, id))
        .for("update");
      await tx.update(videos).set({ poster_file }).where(eq(videos.id, id));
      await audit(tx, ctx, {
        school_id,
        action: "video.set_poster",
        target: { type: "video", id },
        detail: { before: before?.poster_file ?? null, after: poster_file },
      });
      return before?.poster_file ?? null;
    });
  } finally {
    await removeUnusedMedia([replaced]);
  }
  return { success: true as const, id };
}
