import "server-only";
import type { Video } from "@/lib/domain/videos/queries/reach";
import type { LiveViewersAnswer } from "@/lib/domain/videos/schema";
import { CloudflareError, liveViewers } from "@/lib/integrations/cloudflare/client";
import { env } from "@/lib/platform/env";
import { describeError, log } from "@/lib/platform/log";
import { processCache } from "@/lib/platform/process";

/** However many people look at a video's page, Cloudflare is asked for its viewers this often (milliseconds). */
const freshMs = 10_000;

type Counted = { live_viewers: number | null; unavailable_since: Date | null };
const none: Counted = { live_viewers: null, unavailable_since: null };

const counts = () => processCache<{ at: number; counted: Promise<Counted> }>("live viewers", { max: 1000 });

async function count(streamUrl: string, uid: string, since: Date | null, now: Date): Promise<Counted> {
  try {
    return { live_viewers: await liveViewers(streamUrl, uid), unavailable_since: null };
  } catch (error) {
    if (!(error instanceof CloudflareError)) throw error;
    if (!since) log.warn({ error: describeError(error) }, "live viewers could not be read from Cloudflare");
    return { live_viewers: null, unavailable_since: since ?? now };
  }
}

/** Who watches a video now, by Cloudflare's count of some seconds ago at most. */
export async function liveViewersOf(
  { provider, provider_id }: Pick<Video, "provider" | "provider_id">,
  now: Date,
  streamUrl: string | undefined = env().CLOUDFLARE_STREAM_URL,
): Promise<LiveViewersAnswer> {
  if (!streamUrl || provider !== "cloudflare" || !provider_id)
    return { success: true, state: "not_connected", live_viewers: null, unavailable_since: null };
  let entry = counts().get(provider_id);
  if (!entry || now.getTime() - entry.at >= freshMs) {
    const before = entry?.counted ?? Promise.resolve(none);
    const counted = before.then(({ unavailable_since }) =>
      count(streamUrl, provider_id, unavailable_since, now),
    );
    entry = { at: now.getTime(), counted };
    counts().set(provider_id, entry);
  }
  const { live_viewers, unavailable_since } = await entry.counted;
  return {
    success: true,
    state: unavailable_since ? "unavailable" : "connected",
    live_viewers,
    unavailable_since: unavailable_since?.toISOString() ?? null,
  };
}
