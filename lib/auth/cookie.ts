import "server-only";
import { decode } from "next-auth/jwt";
import { env } from "@/lib/platform/env";
import { secretFor } from "./secrets";

/** Two weeks from a sign-in at most; signing out or a change of the account ends a session at once. */
export const sessionSeconds = 14 * 24 * 3600;

/** All that a session's cookie says: whose it is, and which (devices.sign_in_id). Everything else is on the server. */
export type SessionClaims = { sub: string; sign_in_id: string };

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
  if (!claims || typeof claims.sub !== "string" || typeof claims.sign_in_id !== "string") return null;
  return { sub: claims.sub, sign_in_id: claims.sign_in_id };
}

/** The value of one cookie in a Cookie header. */
export function cookieValue(headers: Pick<Headers, "get">, name: string): string | null {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
