import "server-only";
import { and, eq, isNull, lt, or } from "drizzle-orm";
import { audit, type RequestContext } from "@/lib/auth/audit";
import { db } from "@/lib/db/client";
import { videos } from "@/lib/db/tables/videos";
import { queriesOf, transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import type { ChangeVideo, Decision } from "../forms";
import { forgetDeliveries } from "../ingest/deliveries";
import { lockVideos } from "../ingest/lock";
import { setLength } from "../ingest/set-length";
import { decide } from "../ingest/suspects";
import { reachVideo, type Video } from "../queries/reach";

/** Corrects a video's length, and counts its numbers anew; or says where the video comes from or is played from. Throws as `reachVideo` does. */
export async function changeVideo(ctx: Context, videoId: string, change: ChangeVideo) {
  const { id, school_id } = await reachVideo(ctx.scope, videoId);
  return transaction(async (tx) => {
    await lockVideos(queriesOf(tx), [id]);
    const [before] = await tx.select(changeable).from(videos).where(eq(videos.id, id)).for("update");
    if (!before) throw new AppError("not_found", "errors.video.unknown");
    const {
      duration_seconds,
      provider = before.provider,
      provider_id = before.provider_id,
      source_url = before.source_url,
    } = change;
    const after = {
      duration_ms:
        duration_seconds === undefined
          ? before.duration_ms
          : Math.max(1, Math.round(duration_seconds * 1000)),
      provider,
      provider_id,
      source_url,
    };
    const note = (
      action: "video.set_length" | "video.set_provider" | "video.set_source",
      of: (row: NonNullable<typeof before>) => object,
    ) =>
      audit(tx, ctx, {
        school_id,
        action,
        target: { type: "video", id },
        detail: { before: of(before), after: of(after) },
      });
    if (after.duration_ms !== null && after.duration_ms !== before.duration_ms) {
      await setLength(queriesOf(tx), id, after.duration_ms);
      await note("video.set_length", ({ duration_ms }) => ({ duration_seconds: seconds(duration_ms) }));
    }
    if (provider !== before.provider || provider_id !== before.provider_id) {
      const source = { provider, provider_id };
      await tx
        .update(videos)
        .set({ ...source, provider_changed_at: null })
        .where(eq(videos.id, id));
      await forgetDeliveries(tx, id);
      await note("video.set_provider", ({ provider, provider_id }) => ({ provider, provider_id }));
    }
    if (source_url !== before.source_url) {
      await tx.update(videos).set({ source_url }).where(eq(videos.id, id));
      await note("video.set_source", ({ source_url }) => ({ source_url }));
    }
    return { id, duration_seconds: seconds(after.duration_ms), provider, provider_id, source_url };
  });
}

const changeable = {
  duration_ms: videos.duration_ms,
  provider: videos.provider,
  provider_id: videos.provider_id,
  source_url: videos.source_url,
};
const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);

/** The most videos that one notification changes: a clip is in a few courses, not in more. */
const sameClipMax = 100;

/**
 * Sets the videos with this provider's id ready with their length, or failed, and counts their numbers anew. A notification that is not later
 * than the one before changes nothing, so that it can be sent again. Returns how many videos it changed.
 */
export async function setProcessed(
  request: RequestContext,
  processed: {
    provider: Video["provider"];
    provider_id: string;
    status: "ready" | "failed";
    duration_ms: number | null;
    at: Date;
  },
): Promise<number> {
  const { provider, provider_id, status, duration_ms, at } = processed;
  const found = await db()
    .select({ id: videos.id, school_id: videos.school_id })
    .from(videos)
    .where(and(eq(videos.provider, provider), eq(videos.provider_id, provider_id)))
    .orderBy(videos.id)
    .limit(sameClipMax);
  let changed = 0;
  for (const { id, school_id } of found)
    await transaction(async (tx) => {
      await lockVideos(queriesOf(tx), [id]);
      const isLater = or(isNull(videos.provider_changed_at), lt(videos.provider_changed_at, at));
      const rows = await tx
        .update(videos)
        .set({ status, provider_changed_at: at })
        .where(and(eq(videos.id, id), eq(videos.provider_id, provider_id), isLater))
        .returning({ id: videos.id });
      if (rows.length === 0) return;
      const earlierMs = duration_ms === null ? null : await setLength(queriesOf(tx), id, duration_ms);
      await audit(
        tx,
        { scope: null, request },
        {
          school_id,
          action: "video.processed",
          target: { type: "video", id },
          detail: {
            provider,
            status,
            ...(duration_ms === null
              ? {}
              : {
                  before: { duration_seconds: seconds(earlierMs) },
                  after: { duration_seconds: seconds(duration_ms) },
                }),
          },
        },
      );
      changed++;
    });
  return changed;
}

/** Counts a suspect's playbacks, or leaves them out; the other decision undoes it. Throws as `reachVideo` does, and `not_found`. */
export async function decideSuspect(ctx: Context, videoId: string, suspectId: string, decision: Decision) {
  const { id, school_id } = await reachVideo(ctx.scope, videoId);
  await transaction(async (tx) => {
    const sql = queriesOf(tx);
    await lockVideos(sql, [id]);
    if (!(await decide(sql, { video_id: id, id: suspectId }, decision, ctx.now)))
      throw new AppError("not_found", "errors.video.group_unknown");
    await audit(tx, ctx, {
      school_id,
      action: "video.decide_suspect",
      target: { type: "video", id },
      detail: { suspect_id: suspectId, decision },
    });
  });
  return { id: suspectId, decision };
}
