import { and, eq, or } from "drizzle-orm";
import { fromOwnOrigin } from "@/lib/auth/address";
import { knownTo, reachesSchool } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { type PlaybackClaims, scopeFromHeaders, verifyPlaybackToken } from "@/lib/auth/tokens";
import { db } from "@/lib/db/client";
import { users } from "@/lib/db/tables/people";
import { uuidPattern } from "@/lib/platform/ids";
import { processCache } from "@/lib/platform/process";
import type { Refusal } from "./refusals";
import type { RequestHeaders } from "./request-facts";

/** The body's fields about its sender. */
export type SenderClaims = {
  token?: string | undefined;
  visitor_id?: string | undefined;
};

/** The authenticated sender of a request: by a playback token, else by a sign-in. */
export type Caller = { token: PlaybackClaims | null; scope: Scope | null };

/** The person of a token or a sign-in: a user, or a token's subject. */
export type Person = { identity: string; user: { id: string; name: string; email: string | null } | null };

/** Tokens whose signature was checked: a player sends its own with every beacon, and a check costs more than the parsing. */
const tokensMax = 20_000;
/** People seldom change, and the page of one viewer sends at most one view a minute. */
const personFreshMs = 60_000;
const peopleMax = 20_000;

/** Authenticates a beacon's sender: by its token, else by a sign-in. A cookie counts only from our own pages, since a browser sends it for any site. */
export async function identify(headers: RequestHeaders, token: string | undefined): Promise<Caller> {
  return token === undefined
    ? { token: null, scope: await signedIn(headers) }
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
} as const satisfies Record<string, Refusal>;

/** The authenticated person; null for an anonymous caller. */
export async function personOf({ token, scope }: Caller, subject: { school_id: string }) {
  if (token)
    return token.subject
      ? await findPerson(token.subject, { school_id: subject.school_id, instructor_id: token.instructor_id })
      : null;
  return scope ? await findPerson(scope.user_id, null) : null;
}

async function signedIn(headers: RequestHeaders): Promise<Scope | null> {
  const authorization = headers.get("authorization");
  const cookie = headers.get("cookie");
  const own = cookie !== null && fromOwnOrigin(headers);
  if (authorization === null && !own) return null;
  const given = new Headers();
  if (authorization !== null) given.set("authorization", authorization);
  if (own) given.set("cookie", cookie);
  return await scopeFromHeaders(given);
}

async function playbackClaims(token: string): Promise<PlaybackClaims> {
  const cache = processCache<PlaybackClaims>("playback claims", { max: tokensMax });
  const cached = cache.get(token);
  if (cached && cached.expires_at.getTime() > Date.now()) return cached;
  const claims = await verifyPlaybackToken(token);
  cache.set(token, claims);
  return claims;
}

/**
 * A token's subject: the user of that id or external id within the reach of who had it signed, else a guest. Without a reach: a user
 * who has signed in.
 */
async function findPerson(
  subject: string,
  reach: { school_id: string; instructor_id: string | undefined } | null,
): Promise<Person> {
  const cache = processCache<Person>("token subjects", { max: peopleMax, ttl: personFreshMs });
  const key = `${reach?.school_id} ${reach?.instructor_id} ${subject}`;
  const cached = cache.get(key);
  if (cached) return cached;
  const isSubject = uuidPattern.test(subject)
    ? or(eq(users.id, subject), eq(users.external_id, subject))
    : eq(users.external_id, subject);
  const [user] = await db()
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(
      reach === null
        ? eq(users.id, subject)
        : and(
            eq(users.school_id, reach.school_id),
            reach.instructor_id ? knownTo(reach.instructor_id, users) : undefined,
            isSubject,
          ),
    )
    .limit(1);
  const person = user ? { identity: `u:${user.id}`, user } : { identity: `s:${subject}`, user: null };
  cache.set(key, person);
  return person;
}
