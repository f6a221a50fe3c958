import "server-only";
import { audit } from "@/lib/auth/audit";
import { queriesOf, transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import type { ChangeVideo } from "./forms";
import { lockVideos } from "./ingest/lock";
import { setLength } from "./ingest/set-length";
import { reachVideo } from "./queries/reach";

/** Corrects a video's length, and counts its numbers anew. Throws as `reachVideo` does. */
export async function changeVideo(ctx: Context, videoId: string, { duration_seconds }: ChangeVideo) {
  const { id, school_id } = await reachVideo(ctx.scope, videoId);
  const durationMs = Math.max(1, Math.round(duration_seconds * 1000));
  await transaction(async (tx) => {
    const sql = queriesOf(tx);
    await lockVideos(sql, [id]);
    const earlierMs = await setLength(sql, id, durationMs);
    if (earlierMs === durationMs) return;
    const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);
    await audit(tx, ctx, {
      school_id,
      action: "video.set_length",
      target: { type: "video", id },
      detail: {
        before: { duration_seconds: seconds(earlierMs) },
        after: { duration_seconds: seconds(durationMs) },
      },
    });
  });
  return { id, duration_seconds: durationMs / 1000 };
}
