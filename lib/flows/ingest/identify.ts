import { fromOwnOrigin } from "@/lib/auth/address";
import type { Scope } from "@/lib/auth/scope";
import { type PlaybackClaims, scopeFromHeaders, verifyPlaybackToken } from "@/lib/auth/tokens";
import { sql } from "@/lib/db/client";
import type { AttendeeIdentity } from "@/lib/domain/sessions/live/events";
import { guestName } from "@/lib/domain/sessions/live/fold";
import { fieldError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import { once } from "@/lib/platform/process";
import type { RequestHeaders } from "./request-facts";
import { type KnownSession, noSuchSession } from "./session-directory";
import type { KnownVideo } from "./video-directory";

/** What a body may say of who sent it. */
type Said = {
  token?: string | undefined;
  visitor_id?: string | undefined;
  client_id?: string | undefined;
  name?: string | undefined;
};

/** Who a request speaks for, before and after what it is about is known. */
export type Watcher = {
  token: PlaybackClaims | null;
  /** The school that the token or the sign-in belongs to, where there is one. */
  school_id: string | null;
  /** Throws when this caller may not speak about this video. */
  authorise: (video: KnownVideo) => void;
  /** `u:` a user of the video's school, `s:` a token's subject, `v:` a visitor; null is anonymous. */
  viewer_id: (video: KnownVideo) => Promise<string | null>;
  /** Who takes part in this session; throws when this caller may not, or says nothing to be known by. */
  attendee: (session: KnownSession) => Promise<AttendeeIdentity>;
};

/**
 * Reads a beacon's token, the caller's own sign-in, and the visitor id, in this order of trust. A cookie counts only
 * from our own pages: elsewhere a browser would lend it to any site.
 */
export async function identify(headers: RequestHeaders, said: Said): Promise<Watcher> {
  const token = said.token === undefined ? null : await playbackClaims(said.token);
  const scope = token ? null : await signedIn(headers);
  return {
    token,
    school_id: token?.school_id ?? scope?.school_id ?? null,
    authorise(video) {
      if (token) {
        if (token.school_id !== video.school_id || token.video_id !== video.video_id)
          throw forSomethingElse();
      } else if (!video.anonymous_viewers && !isTheirs(scope, video)) throw wantsProof("school");
    },
    async viewer_id(video) {
      if (token?.subject) return (await subjectOf(video.school_id, token.subject)).identity;
      if (scope && isTheirs(scope, video)) return `u:${scope.user_id}`;
      return said.visitor_id === undefined ? null : `v:${said.visitor_id}`;
    },
    async attendee(session) {
      admit(session, token, scope);
      const person = token?.subject
        ? await subjectOf(session.school_id, token.subject)
        : scope
          ? await subjectOf(null, scope.user_id)
          : guestOf(said);
      return {
        identity: person.identity,
        name: person.user?.name ?? said.name ?? guestName(person.identity),
        email: person.user?.email ?? null,
        user_id: person.user?.id ?? null,
      };
    },
  };
}

/** Whether a signed-in caller belongs where this does; the installation's admin does everywhere. */
const isTheirs = (scope: Scope | null, thing: { school_id: string }): boolean =>
  scope !== null && (scope.school_id === null || scope.school_id === thing.school_id);

/** Throws when this caller may not take part in this session. */
function admit(session: KnownSession, token: PlaybackClaims | null, scope: Scope | null): void {
  if (token) {
    if (token.school_id !== session.school_id || token.session_id !== session.session_id)
      throw forSomethingElse();
  } else if (scope) {
    // In their school it does not exist.
    if (!isTheirs(scope, session)) throw noSuchSession();
  } else if (!session.anonymous_viewers) throw wantsProof("session");
}

const forSomethingElse = () => fieldError("token", "this playback token is for something else", "forbidden");
const wantsProof = (who: "school" | "session") =>
  fieldError("token", `this ${who} wants a playback token or a sign-in`, "unauthenticated");

/** Nobody's user: known by the id that they keep, else by the client, for as long as it lives. */
function guestOf({ visitor_id, client_id }: Said): Subject {
  if (visitor_id !== undefined) return { identity: `v:${visitor_id}`, user: null };
  if (client_id !== undefined) return { identity: `c:${client_id}`, user: null };
  throw fieldError("client_id", "is needed where nothing else says who takes part", "unauthenticated");
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
  if (known && known.expires_at.getTime() > Date.now()) return known;
  const claims = await verifyPlaybackToken(token);
  if (cache.size >= tokensMax) cache.clear();
  cache.set(token, claims);
  return claims;
}

/** People seldom change; a page of one viewer sends a view a minute at most. */
const freshMs = 60_000;
const subjectsMax = 20_000;

type Subject = { identity: string; user: { id: string; name: string; email: string } | null };

/**
 * A token's subject: the school's user of that id or external id, else a guest under that name. Without a school: a user who
 * has signed in.
 */
async function subjectOf(schoolId: string | null, subject: string): Promise<Subject> {
  const cache = once("token-subjects", () => new Map<string, { at: number; found: Subject }>());
  const key = `${schoolId} ${subject}`;
  const known = cache.get(key);
  const now = Date.now();
  if (known && now - known.at < freshMs) return known.found;
  const database = sql();
  const [row] = await database<{ id: string; name: string; email: string }[]>`
    select id, name, email from users where ${schoolId === null ? database`true` : database`school_id = ${schoolId}`}
      and ${
        schoolId === null
          ? database`id = ${subject}`
          : uuidPattern.test(subject)
            ? database`(id = ${subject} or external_id = ${subject})`
            : database`external_id = ${subject}`
      } limit 1`;
  const found: Subject = row
    ? { identity: `u:${row.id}`, user: { id: row.id, name: row.name, email: row.email } }
    : { identity: `s:${subject}`, user: null };
  if (cache.size >= subjectsMax) cache.clear();
  cache.set(key, { at: now, found });
  return found;
}
