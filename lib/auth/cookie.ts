import "server-only";
import { decode } from "next-auth/jwt";
import { env } from "@/lib/platform/env";
import { secretFor } from "./secrets";

/** Two weeks without a sign-in; a disabled account or a changed role ends a session at once, whatever its age. */
export const sessionSeconds = 14 * 24 * 3600;

/** All that a session remembers: which user, and which version of them (users.version). */
export type SessionClaims = { sub: string; version: number };

export const secureCookies = (): boolean => env().LECTERN_URL?.startsWith("https://") ?? false;

/** The session cookie's name; the prefix makes browsers refuse it over plain http. */
export const sessionCookieName = (): string =>
  secureCookies() ? "__Secure-lectern.session" : "lectern.session";

/** next-auth's secret: its session tokens are encrypted with a key derived from this. */
export const sessionSecret = (): string => secretFor("session").toString("hex");

/** The claims of a session token, or null for one that is forged, expired or of another kind. */
export async function decodeSession(token: string): Promise<SessionClaims | null> {
  // next-auth throws on anything that it did not encrypt; whatever the reason, nobody is signed in.
  const claims = await decode({ token, secret: sessionSecret() }).catch(() => null);
  if (!claims || typeof claims.sub !== "string" || typeof claims.version !== "number") return null;
  return { sub: claims.sub, version: claims.version };
}

/** The value of one cookie in a Cookie header. */
export function cookieValue(headers: Pick<Headers, "get">, name: string): string | null {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
