import "server-only";
import type { RequestContext } from "@/lib/auth/audit";
import { setProcessed } from "@/lib/domain/videos/mutations/change";
import { processedVideo, readSignature } from "@/lib/integrations/cloudflare/webhook";
import type { Notification } from "@/lib/integrations/cloudflare/wire";
import { env } from "@/lib/platform/env";
import { AppError, fieldError } from "@/lib/platform/errors";

/* What Cloudflare notifies of: videos that it has processed, or could not. */

const refusals = {
  missing: "is missing",
  malformed: "must have the form time=…,sig1=…",
  wrong: "is not the signature of this body with the secret of this installation",
  outdated: "is more than five minutes old or ahead",
} as const;

/** Throws unless Cloudflare signed these bytes in the last five minutes: `not_found` without a secret, else `forbidden`. */
export function checkSignature(
  { headers, bytes, now }: { headers: Headers; bytes: Uint8Array; now: Date },
  secret: string | undefined = env().CLOUDFLARE_WEBHOOK_SECRET,
): void {
  if (!secret)
    throw new AppError("not_found", { english: "Notifications of Cloudflare Stream are not connected." });
  const signature = readSignature(headers.get("webhook-signature"), bytes, secret, now);
  if ("refused" in signature)
    throw fieldError("Webhook-Signature", { english: refusals[signature.refused] }, "forbidden");
}

/** Applies a notification; returns how many videos changed. None: no video has this id, it says nothing new, or it is still processed. */
export async function applyNotification(
  ctx: { request: RequestContext; now: Date },
  sent: Notification,
): Promise<number> {
  const processed = processedVideo(sent, ctx.now);
  return processed ? setProcessed(ctx.request, { provider: "cloudflare", ...processed }) : 0;
}
