import { fromOwnOrigin } from "@/lib/auth/address";
import { type PlaybackClaims, scopeFromHeaders, verifyPlaybackToken } from "@/lib/auth/tokens";
import { sql } from "@/lib/db/client";
import { AppError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import { once } from "@/lib/platform/process";
import type { RequestHeaders } from "./request-facts";
import type { KnownVideo } from "./video-directory";

/** Who a request speaks for, before and after its video is known. */
export type Watcher = {
  token: PlaybackClaims | null;
  /** Throws when this caller may not speak about this video. */
  authorise: (video: KnownVideo) => void;
  /** `u:` a user of the video's school, `s:` a token's subject, `v:` a visitor; null is anonymous. */
  viewerId: (video: KnownVideo) => Promise<string | null>;
};

/**
 * Reads a beacon's token, the caller's own sign-in, and the visitor id, in this order of trust. A cookie counts only
 * from our own pages: elsewhere a browser would lend it to any site.
 */
export async function identify(
  headers: RequestHeaders,
  beacon: { token?: string | undefined; visitor_id?: string | undefined },
): Promise<Watcher> {
  const token = beacon.token === undefined ? null : await playbackClaims(beacon.token);
  const scope = token ? null : await signedIn(headers);
  const isTheirs = (video: KnownVideo) =>
    scope !== null && (scope.schoolId === null || scope.schoolId === video.schoolId);
  return {
    token,
    authorise(video) {
      if (token) {
        if (token.schoolId !== video.schoolId || token.videoId !== video.videoId)
          throw new AppError("forbidden", "token: this playback token is for something else", {
            errors: [{ path: "token", message: "is for something else" }],
          });
      } else if (!video.anonymousViewers && !isTheirs(video)) {
        throw new AppError("unauthenticated", "token: this school wants a playback token or a sign-in", {
          errors: [{ path: "token", message: "is needed" }],
        });
      }
    },
    async viewerId(video) {
      if (token?.subject) return await subjectId(video.schoolId, token.subject);
      if (scope && isTheirs(video)) return `u:${scope.userId}`;
      return beacon.visitor_id === undefined ? null : `v:${beacon.visitor_id}`;
    },
  };
}

async function signedIn(headers: RequestHeaders) {
  const authorization = headers.get("authorization");
  const cookie = headers.get("cookie");
  const own = cookie !== null && fromOwnOrigin(headers);
  if (authorization === null && !own) return null;
  const given = new Headers();
  if (authorization !== null) given.set("authorization", authorization);
  if (own) given.set("cookie", cookie);
  return await scopeFromHeaders(given);
}

/** Tokens seen lately: a player sends its own with every beacon, and a signature costs more than the rest of the parsing. */
const tokensMax = 20_000;

async function playbackClaims(token: string): Promise<PlaybackClaims> {
  const cache = once("playback-claims", () => new Map<string, PlaybackClaims>());
  const known = cache.get(token);
  if (known && known.expiresAt.getTime() > Date.now()) return known;
  const claims = await verifyPlaybackToken(token);
  if (cache.size >= tokensMax) cache.clear();
  cache.set(token, claims);
  return claims;
}

/** People seldom change; a page of one viewer sends a view a minute at most. */
const freshMs = 60_000;
const subjectsMax = 20_000;

/** A token's subject as a viewer: the school's user of that id or external id, else a guest under that name. */
async function subjectId(schoolId: string, subject: string): Promise<string> {
  const cache = once("token-subjects", () => new Map<string, { at: number; viewerId: string }>());
  const key = `${schoolId} ${subject}`;
  const known = cache.get(key);
  const now = Date.now();
  if (known && now - known.at < freshMs) return known.viewerId;
  const database = sql();
  const [user] = await database<{ id: string }[]>`
    select id from users where school_id = ${schoolId}
      and ${uuidPattern.test(subject) ? database`(id = ${subject} or external_id = ${subject})` : database`external_id = ${subject}`} limit 1`;
  const viewerId = user ? `u:${user.id}` : `s:${subject}`;
  if (cache.size >= subjectsMax) cache.clear();
  cache.set(key, { at: now, viewerId });
  return viewerId;
}
