import "server-only";
import { audit } from "@/lib/auth/audit";
import { queriesOf, transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import type { ChangeVideo, Decision } from "./forms";
import { lockVideos } from "./ingest/lock";
import { setLength } from "./ingest/set-length";
import { decide } from "./ingest/suspects";
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

/** Counts a suspect's playbacks, or leaves them out; the other decision undoes it. Throws as `reachVideo` does, and `not_found`. */
export async function decideSuspect(ctx: Context, videoId: string, suspectId: string, decision: Decision) {
  const { id, school_id } = await reachVideo(ctx.scope, videoId);
  await transaction(async (tx) => {
    const sql = queriesOf(tx);
    await lockVideos(sql, [id]);
    if (!(await decide(sql, { video_id: id, id: suspectId }, decision, ctx.now)))
      throw new AppError("not_found", "This group of playbacks does not exist.");
    await audit(tx, ctx, {
      school_id,
      action: "video.decide_suspect",
      target: { type: "video", id },
      detail: { suspect_id: suspectId, decision },
    });
  });
  return { id: suspectId, decision };
}
