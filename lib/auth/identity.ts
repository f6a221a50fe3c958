import "server-only";
import { sql } from "@/lib/db/client";
import { apiTokenPrefix, hashApiToken, verifyAccessToken } from "./bearer";
import { cookieValue, decodeSession, sessionCookieName } from "./cookie";
import { mintScope, type Role, type Scope } from "./scope";
import type { TokenScope } from "./token-scopes";

/** Somebody, and how they proved it. */
export type Identity = {
  scope: Scope;
  via: "cookie" | "access_token" | "api_token";
  /** What the token is limited to; null is everything its owner may do. */
  tokenScopes: readonly TokenScope[] | null;
};

type UserRow = {
  id: string;
  school_id: string | null;
  name: string;
  role: Role;
  version: number;
  disabled_at: Date | null;
};

const scopeOf = (user: UserRow): Scope =>
  mintScope({ user_id: user.id, name: user.name, role: user.role, school_id: user.school_id });

/** The user a session or access token speaks for, as they are now: none once disabled or changed since. */
async function scopeOfClaims(claims: { sub: string; version: number }): Promise<Scope | null> {
  const [user] = await sql()<UserRow[]>`
    SELECT id, school_id, name, role, version, disabled_at FROM users WHERE id = ${claims.sub}`;
  if (!user || user.disabled_at || user.version !== claims.version) return null;
  return scopeOf(user);
}

async function identityOfApiToken(token: string): Promise<Identity | null> {
  const [found] = await sql()<(UserRow & { token_id: string; scopes: TokenScope[]; stale: boolean })[]>`
    SELECT u.id, u.school_id, u.name, u.role, u.version, u.disabled_at, t.id AS token_id, t.scopes,
           (t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute') AS stale
    FROM api_tokens t JOIN users u ON u.id = t.user_id
    WHERE t.hash = ${hashApiToken(token)} AND t.revoked_at IS NULL AND t.expires_at > now() AND u.disabled_at IS NULL`;
  if (!found) return null;
  // To the minute is enough to see which tokens are in use, and spares a write on every call.
  if (found.stale) await sql()`UPDATE api_tokens SET last_used_at = now() WHERE id = ${found.token_id}`;
  return { scope: scopeOf(found), via: "api_token", tokenScopes: found.scopes };
}

/** Who sent a session cookie; null for nobody. */
export async function identityOfSession(token: string | null | undefined): Promise<Identity | null> {
  const claims = token ? await decodeSession(token) : null;
  const scope = claims && (await scopeOfClaims(claims));
  return scope && { scope, via: "cookie", tokenScopes: null };
}

/**
 * Who sent these headers, read from the database on every call: a bearer token when one is given (a wrong one is nobody, even
 * beside a good cookie), else the session cookie.
 */
export async function identify(headers: Pick<Headers, "get">): Promise<Identity | null> {
  const authorization = headers.get("authorization");
  if (authorization === null) return identityOfSession(cookieValue(headers, sessionCookieName()));
  const bearer = /^Bearer +([\w.~+/-]{8,4096}=*)$/i.exec(authorization)?.[1];
  if (!bearer) return null;
  if (bearer.startsWith(apiTokenPrefix)) return identityOfApiToken(bearer);
  const claims = await verifyAccessToken(bearer);
  const scope = claims && (await scopeOfClaims(claims));
  return scope && { scope, via: "access_token", tokenScopes: null };
}
