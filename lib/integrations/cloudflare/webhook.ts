import { createHmac, timingSafeEqual } from "node:crypto";
import type { Notification } from "./wire";

/* Cloudflare's notifications: whether they are signed, and what they say. */

/** A signature that is older or newer than this is refused. */
export const toleranceMs = 5 * 60_000;

const form = /^\s*time=(\d{1,12})\s*,\s*sig1=([0-9a-f]{64})\s*$/i;

export type Signature = { signed_at: Date } | { refused: "missing" | "malformed" | "wrong" | "outdated" };

/** Reads `Webhook-Signature: time=…,sig1=…`: HMAC-SHA256 of `time.body`. The body is as it was sent, to the byte. */
export function readSignature(header: string | null, body: Uint8Array, secret: string, now: Date): Signature {
  if (!header) return { refused: "missing" };
  const [, time, given] = form.exec(header) ?? [];
  if (!time || !given) return { refused: "malformed" };
  const expected = createHmac("sha256", secret).update(`${time}.`).update(body).digest();
  if (!timingSafeEqual(expected, Buffer.from(given, "hex"))) return { refused: "wrong" };
  const signed_at = new Date(Number(time) * 1000);
  if (Math.abs(now.getTime() - signed_at.getTime()) > toleranceMs) return { refused: "outdated" };
  return { signed_at };
}

/** What a notification says of a video; null while it is still processed. */
export type ProcessedVideo = {
  provider_id: string;
  status: "ready" | "failed";
  /** Null: Cloudflare does not know it. */
  duration_ms: number | null;
  /** When Cloudflare last changed the video: an earlier notification that comes later says nothing new. */
  at: Date;
};

export function processedVideo(sent: Notification, signedAt: Date): ProcessedVideo | null {
  const { state } = sent.status;
  const ready = state === "ready" && sent.readyToStream !== false;
  if (!ready && state !== "error") return null;
  const durationMs = Math.round((sent.duration ?? 0) * 1000);
  return {
    provider_id: sent.uid,
    status: ready ? "ready" : "failed",
    duration_ms: ready && durationMs > 0 ? durationMs : null,
    at: sent.modified ? new Date(sent.modified) : signedAt,
  };
}
