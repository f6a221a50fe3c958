import { fromOwnOrigin } from "@/lib/auth/address";
import { reachesSchool } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import type { TokenScope } from "@/lib/auth/token-scopes";
import { type Person, personNamed } from "@/lib/auth/token-subjects";
import { type PlaybackClaims, scopeFromHeaders, verifyPlaybackToken } from "@/lib/auth/tokens";
import { processCache } from "@/lib/platform/process";
import { type Refusal, refused } from "./refusals";
import type { RequestHeaders } from "./request-facts";

/** The body's fields about its sender. */
export type SenderClaims = {
  token?: string | undefined;
  visitor_id?: string | undefined;
};

/** The authenticated sender of a request: by a playback token, else by a sign-in. */
export type Caller = { token: PlaybackClaims | null; scope: Scope | null };

/** Tokens whose signature was checked: a player sends its own with every beacon, and a check costs more than the parsing. */
const tokensMax = 20_000;

/** Authenticates a beacon's sender: by its token, else by a sign-in. A cookie counts only from our own pages, since a browser sends it for any site. */
export async function identify(
  headers: RequestHeaders,
  token: string | undefined,
  tokenScope?: TokenScope,
): Promise<Caller> {
  return token === undefined
    ? { token: null, scope: await signedIn(headers, tokenScope) }
    : { token: await playbackClaims(token), scope: null };
}

/** Whether a signed-in caller belongs to this school. */
export const isTheirs = (scope: Scope | null, subject: { school_id: string }): scope is Scope =>
  scope !== null && reachesSchool(scope, subject.school_id);

/** Refusals of callers; every source's table includes them. */
export const callerRefusals = {
  other_token: {
    code: "forbidden",
    path: "token",
    message: "this playback token is for another video or session",
  },
  proof_needed: {
    code: "unauthenticated",
    path: "token",
    message: "a playback token or a sign-in is required",
  },
  deactivated: {
    code: "forbidden",
    path: "token",
    message: "the person of this playback token is deactivated",
  },
} as const satisfies Record<string, Refusal>;

/** The authenticated person; null for an anonymous caller. Throws for a token of somebody who is deactivated. */
export async function personOf({ token, scope }: Caller): Promise<Person | null> {
  if (!token) return scope ? await personNamed(scope.user_id, null) : null;
  const { subject, school_id, instructor_id } = token;
  if (subject === null) return null;
  const person = await personNamed(subject, { school_id, instructor_id });
  if (person.user?.disabled) throw refused(callerRefusals, "deactivated");
  return person;
}

async function signedIn(headers: RequestHeaders, tokenScope?: TokenScope): Promise<Scope | null> {
  const authorization = headers.get("authorization");
  const cookie = headers.get("cookie");
  const own = cookie !== null && fromOwnOrigin(headers);
  if (authorization === null && !own) return null;
  const given = new Map([
    ["authorization", authorization],
    ["cookie", own ? cookie : null],
  ]);
  return await scopeFromHeaders({ get: (name) => given.get(name) ?? null }, tokenScope);
}

async function playbackClaims(token: string): Promise<PlaybackClaims> {
  const cache = processCache<PlaybackClaims>("playback claims", { max: tokensMax });
  const cached = cache.get(token);
  if (cached && cached.expires_at.getTime() > Date.now()) return cached;
  const claims = await verifyPlaybackToken(token);
  cache.set(token, claims);
  return claims;
}
