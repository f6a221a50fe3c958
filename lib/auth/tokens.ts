import "server-only";
import { errors as joseErrors, jwtVerify, SignJWT } from "jose";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { AppError } from "@/lib/platform/errors";
import { processCache } from "@/lib/platform/process";
import { fromOwnOrigin } from "./address";
import { cookieValue, sessionCookieName } from "./cookie";
import { assertTokenScope, type Identity, identify } from "./identity";
import type { Scope } from "./scope";
import { secretFor } from "./secrets";
import type { TokenScope } from "./token-scopes";

/** A playback token's claims: one viewer (or a guest) and one video or session of a school, with an expiry. */
export type PlaybackClaims = {
  school_id: string;
  video_id: string | null;
  /** A live session. */
  session_id: string | null;
  /** A user's id or external id, or the course page's own name for a guest. */
  subject: string | null;
  /** The instructor who had it signed: people whom they do not know are guests. Not there for who reaches the whole school. */
  instructor_id?: string | undefined;
  issued_at: Date;
  expires_at: Date;
};

/** A JWT (HS256) with which a course page on another site reports for one viewer. Times have a precision of a second. */
export function signPlaybackToken(claims: PlaybackClaims): Promise<string> {
  const jwt = new SignJWT({
    school: claims.school_id,
    video: claims.video_id,
    session: claims.session_id,
    instructor: claims.instructor_id,
  })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setAudience("lectern:playback")
    .setIssuedAt(Math.floor(claims.issued_at.getTime() / 1000))
    .setExpirationTime(Math.floor(claims.expires_at.getTime() / 1000));
  if (claims.subject !== null) jwt.setSubject(claims.subject);
  return jwt.sign(secretFor("playback-token"));
}

/** Reads a playback token; throws `unauthenticated` for one that is forged, expired or of another kind. */
export async function verifyPlaybackToken(token: string, now = new Date()): Promise<PlaybackClaims> {
  try {
    const { payload } = await jwtVerify(token, secretFor("playback-token"), {
      algorithms: ["HS256"],
      audience: "lectern:playback",
      requiredClaims: ["school", "iat", "exp"],
      currentDate: now,
    });
    const { school, video, session, instructor, sub, iat, exp } = payload;
    if (typeof school !== "string" || iat === undefined || exp === undefined)
      throw new AppError("unauthenticated", { english: "The playback token is not valid." });
    return {
      school_id: school,
      video_id: typeof video === "string" ? video : null,
      session_id: typeof session === "string" ? session : null,
      subject: sub ?? null,
      instructor_id: typeof instructor === "string" ? instructor : undefined,
      issued_at: new Date(iat * 1000),
      expires_at: new Date(exp * 1000),
    };
  } catch (error) {
    if (error instanceof joseErrors.JWTExpired)
      throw new AppError("unauthenticated", { english: "The playback token has expired." });
    if (error instanceof joseErrors.JOSEError)
      throw new AppError("unauthenticated", { english: "The playback token is not valid." });
    throw error;
  }
}

/** How many look-ups of callers run at once; the others do not share theirs. */
const lookUpsMax = 10_000;

/**
 * Who sent a beacon: a user by bearer token, or by cookie when a page of ours sent it (a cookie never speaks for a page
 * elsewhere); null for nobody. Read for every beacon, so that a changed role or a deactivation counts at once; those that arrive together
 * share one read. Throws `forbidden` for an API token
 * without this scope.
 */
export async function scopeFromHeaders(
  headers: Pick<Headers, "get">,
  tokenScope: TokenScope = "manage",
): Promise<Scope | null> {
  const authorization = headers.get("authorization");
  const cookie =
    authorization === null && (headers.get("origin") === null || fromOwnOrigin(headers))
      ? cookieValue(headers, sessionCookieName())
      : null;
  if (authorization === null && cookie === null) return null;
  const key = authorization ?? `cookie ${cookie}`;
  const lookUps = processCache<Promise<Identity | null>>("callers", { max: lookUpsMax });
  const identity = await getOrInsert(lookUps, key, () => {
    const found = identify(headers);
    const end = () => lookUps.delete(key);
    found.then(end, end);
    return found;
  });
  if (identity) assertTokenScope(identity, tokenScope);
  return identity?.scope ?? null;
}
