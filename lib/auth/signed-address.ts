import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "@/lib/platform/errors";
import { secretFor } from "./secrets";
import { scopeFromHeaders } from "./tokens";

/*
 * Addresses of uploaded files and captions: those who may watch a video get them with its page. Each is for one path and one person, or
 * for anybody where the school shows its videos without a sign-in, and it expires.
 */

const hourMs = 3600_000;
const validHours = 13;

const signatureOf = (path: string, expires: string, userId: string): string =>
  createHmac("sha256", secretFor("media")).update([path, expires, userId].join("\n")).digest("base64url");

/** The address under which this person reads the path. It stays the same within an hour, so that browsers keep what they have. */
export function signedAddress(path: string, userId: string | null, now = new Date()): string {
  const expires = String((Math.floor(now.getTime() / hourMs) + validHours) * 3600);
  const query = new URLSearchParams({
    expires,
    viewer: userId ?? "",
    signature: signatureOf(path, expires, userId ?? ""),
  });
  return `${path}?${query}`;
}

/** Throws `forbidden` unless the request's address was signed for its path and its sender, and has not expired. */
export async function assertSignedAddress(request: Request, now = new Date()): Promise<void> {
  const { pathname, searchParams } = new URL(request.url);
  const [expires = "", viewer = "", given = ""] = ["expires", "viewer", "signature"].map(
    (name) => searchParams.get(name) ?? "",
  );
  const [ours, theirs] = [signatureOf(pathname, expires, viewer), given].map((text) => Buffer.from(text));
  const signed = ours!.length === theirs!.length && timingSafeEqual(ours!, theirs!);
  if (!signed || !(Number(expires) * 1000 > now.getTime()))
    throw new AppError("forbidden", {
      english: "This address has expired or is not valid. Load the page again.",
    });
  if (viewer !== "" && (await scopeFromHeaders(request.headers))?.user_id !== viewer)
    throw new AppError("forbidden", { english: "This address is for somebody else." });
}
