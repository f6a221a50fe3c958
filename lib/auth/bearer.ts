import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { errors as joseErrors, jwtVerify, SignJWT } from "jose";
import { processCache } from "@/lib/platform/process";
import { secretFor } from "./secrets";

/** How long an access token from `POST /api/auth/token` is valid. */
export const accessTokenSeconds = 3600;

export const apiTokenPrefix = "lct_";

/** 256 random bits for a token or a link. Only the hash is stored. */
export function newSecret(prefix = ""): { secret: string; hash: string } {
  const secret = `${prefix}${randomBytes(32).toString("base64url")}`;
  return { secret, hash: hashSecret(secret) };
}

/** A new personal API token; its owner recognises it by `prefix`. */
export function newApiToken(): { token: string; hash: string; prefix: string } {
  const { secret, hash } = newSecret(apiTokenPrefix);
  return { token: secret, hash, prefix: secret.slice(0, 10) };
}

/** SHA-256, hex. A secret is 256 random bits, so a fast hash cannot be reversed by guessing. */
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** An access token for a user as they are now; a later change of role, school or password ends it. */
export function signAccessToken(
  user: { user_id: string; version: number },
  options: { now?: Date; seconds?: number } = {},
): Promise<string> {
  const issuedAt = Math.floor((options.now ?? new Date()).getTime() / 1000);
  return new SignJWT({ version: user.version })
    .setProtectedHeader({ alg: "HS256", typ: "at+jwt" })
    .setSubject(user.user_id)
    .setAudience("lectern:access")
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + (options.seconds ?? accessTokenSeconds))
    .sign(secretFor("access-token"));
}

type AccessClaims = { sub: string; version: number; issued_at: Date; expires_at: Date };

/** Tokens whose signature was checked: a client sends its own with every request, and a check costs more than most of our reads. */
const checkedMax = 20_000;

/** The claims of an access token, or null for one that is forged, expired or of another kind. `issued_at` is when its owner proved who they are. */
export async function verifyAccessToken(token: string): Promise<AccessClaims | null> {
  const checked = processCache<AccessClaims>("access claims", { max: checkedMax });
  const known = checked.get(token);
  if (known && known.expires_at.getTime() > Date.now()) return known;
  try {
    const { payload } = await jwtVerify(token, secretFor("access-token"), {
      algorithms: ["HS256"],
      audience: "lectern:access",
      requiredClaims: ["sub", "iat", "exp"],
    });
    const { sub, version, iat, exp } = payload;
    if (typeof sub !== "string" || typeof version !== "number" || iat === undefined || exp === undefined)
      return null;
    const claims = { sub, version, issued_at: new Date(iat * 1000), expires_at: new Date(exp * 1000) };
    checked.set(token, claims);
    return claims;
  } catch (error) {
    if (error instanceof joseErrors.JOSEError) return null;
    throw error;
  }
}
