import "server-only";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { audit, type RequestContext } from "@/lib/auth/audit";
import { db, type Tx } from "@/lib/db/client";
import { videoAddresses } from "@/lib/db/tables/pending-beacons";
import { schools } from "@/lib/db/tables/schools";
import { videos } from "@/lib/db/tables/videos";
import { queriesOf, transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import type { ChangeAddress, ChangeVideo, Decision, MakeVideo, Origins } from "./forms";
import { forgetDeliveries } from "./ingest/deliveries";
import { lockVideos } from "./ingest/lock";
import { setLength } from "./ingest/set-length";
import { decide } from "./ingest/suspects";
import { originsOf, reachAddress } from "./queries/addresses";
import { reachVideo, type Video } from "./queries/reach";

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

/**
 * Gives an address its video, whose numbers then include what waited (lib/flows/jobs/addresses.ts), or ignores it from now on. What was
 * counted before stays. Throws as `reachAddress` and `reachVideo` do.
 */
export async function changeAddress(ctx: Context, addressId: string, { video_id, ignored }: ChangeAddress) {
  const { id, school_id, address } = await reachAddress(ctx.scope, addressId);
  const video = video_id === undefined ? null : await reachVideo(ctx.scope, video_id);
  if (video && video.school_id !== school_id)
    throw fieldError("video_id", "errors.field.video_of_another", "not_found");
  await transaction(async (tx) => {
    await setVideoOf(tx, id, video?.id ?? null, ignored ?? false, ctx.now);
    await audit(tx, ctx, {
      school_id,
      action: video ? "video_address.map" : "video_address.ignore",
      target: { type: "video_address", id },
      detail: video ? { address, video_id: video.id } : { address, ignored },
    });
  });
  const status = video ? ("mapped" as const) : ignored ? ("ignored" as const) : ("waiting" as const);
  return { id, status, video_id: video?.id ?? null };
}

/** Makes a video of an address, in a course that the caller teaches, and maps it. Throws as `reachAddress` does. */
export async function makeVideo(
  ctx: Context,
  addressId: string,
  course: { id: string; school_id: string },
  { title, duration_seconds }: Omit<MakeVideo, "course_id">,
) {
  const { id: address_id, school_id, address } = await reachAddress(ctx.scope, addressId);
  if (course.school_id !== school_id)
    throw fieldError("course_id", "errors.field.course_of_another", "not_found");
  return transaction(async (tx) => {
    const [video] = await tx
      .insert(videos)
      .values({
        school_id,
        course_id: course.id,
        title,
        ...providerOf(address),
        ...(duration_seconds === undefined
          ? {}
          : { duration_ms: Math.max(1, Math.round(duration_seconds * 1000)), status: "ready" }),
        published_at: ctx.now,
        created_at: ctx.now,
      })
      .returning({ id: videos.id });
    if (!video) throw new Error("an insert returned no row");
    await setVideoOf(tx, address_id, video.id, false, ctx.now);
    await audit(tx, ctx, {
      school_id,
      action: "video.create",
      target: { type: "video", id: video.id },
      detail: { title, course_id: course.id, address },
    });
    return { video_id: video.id, address_id };
  });
}

/** The provider of an embedded player's address. */
function providerOf(address: string) {
  const [provider, provider_id] = address.split(":");
  return provider === "cloudflare" ? { provider: "cloudflare" as const, provider_id } : {};
}

/** The address's row is locked by this, as by a beacon that is about to wait (ingest/pending-beacons.ts). */
const setVideoOf = (tx: Tx, addressId: string, videoId: string | null, ignored: boolean, now: Date) =>
  tx
    .update(videoAddresses)
    .set({
      video_id: videoId,
      ignored,
      replayed_at: sql`case when ${videoAddresses.waiting_playbacks} = 0 then ${now.toISOString()}::timestamptz end`,
    })
    .where(eq(videoAddresses.id, addressId));

/** Sets the sites whose pages may name the school's videos by address. Throws as `originsOf` does. */
export async function setOrigins(ctx: Context, { school_id: given, origins }: Origins) {
  const { school_id, external_id, origins: before } = await originsOf(ctx.scope, given);
  const allowed = [...new Set(origins)];
  await transaction(async (tx) => {
    await tx.update(schools).set({ allowed_origins: allowed }).where(eq(schools.id, school_id));
    await audit(tx, ctx, {
      school_id,
      action: "school.set_origins",
      target: { type: "school", id: school_id },
      detail: { before, after: allowed },
    });
  });
  return { school_id, external_id, origins: allowed };
}
