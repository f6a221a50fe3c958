import { z } from "zod";
import { applyNotification, checkSignature } from "@/lib/flows/cloudflare/notifications";
import { whole } from "@/lib/http/contract";
import { route } from "@/lib/http/route";
import { notification } from "@/lib/integrations/cloudflare/wire";

export const POST = route({
  summary:
    "Receive Cloudflare Stream's notification that a video is ready or has failed, signed in the header Webhook-Signature",
  auth: "public",
  signature: checkSignature,
  body: notification,
  answer: z.object({
    success: z.literal(true),
    /** None when no video has this id, or the notification says nothing new. */
    videos_changed: whole,
  }),
  example: {
    body: {
      uid: "6b9e68b07dfee8cc2d116e4c51d6a957",
      readyToStream: true,
      status: { state: "ready" },
      modified: "2026-11-20T17:53:21.774299Z",
      duration: 872,
    },
    answer: { success: true, videos_changed: 1 },
  },
  handler: async ({ ctx, body }) => ({
    success: true as const,
    videos_changed: await applyNotification(ctx, body),
  }),
});
