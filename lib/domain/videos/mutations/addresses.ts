import "server-only";
import { eq, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import type { Tx } from "@/lib/db/client";
import { videoAddresses } from "@/lib/db/tables/pending-beacons";
import { videos } from "@/lib/db/tables/videos";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { fieldError } from "@/lib/platform/errors";
import type { ChangeAddress, MakeVideo } from "../forms";
import { reachAddress } from "../queries/addresses";
import { reachVideo } from "../queries/reach";

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
