import "server-only";
import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { env, tellNextAuth } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";
import { clientAddress } from "./address";
import {
  type SessionClaims,
  secureCookies,
  sessionCookieName,
  sessionSeconds,
  sessionSecret,
} from "./cookie";
import { type OidcClaims, oidcProvider, oidcProviderId, signInWithOidc } from "./oidc";
import { type SignedIn, signInToDemo, signInWithPassword } from "./sign-in";

/** next-auth's user, as our sign-ins create it. */
type Found = { id: string; version: number };

/**
 * next-auth puts a thrown message into an address that the browser sees: only codes of our list may be shown. Null means
 * "wrong address or password".
 */
async function found(attempt: Promise<SignedIn>): Promise<Found | null> {
  try {
    const { user_id: userId, version } = await attempt;
    return { id: userId, version };
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthenticated") return null;
    if (error instanceof AppError && error.status < 500) throw new Error(error.code);
    log.error({ error: describeError(error) }, "sign-in failed");
    throw new Error("unavailable");
  }
}

/** next-auth's configuration: sessions are encrypted tokens that hold a user's id and version, nothing else. */
export function authOptions(): AuthOptions {
  tellNextAuth();
  const oidc = oidcProvider();
  return {
    secret: sessionSecret(),
    useSecureCookies: secureCookies(),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: secureCookies() },
      },
    },
    providers: [
      CredentialsProvider({
        id: "password",
        name: "password",
        credentials: { email: {}, password: {} },
        authorize: (given, request) =>
          found(
            signInWithPassword({
              email: String(given?.email ?? "").slice(0, 320),
              password: String(given?.password ?? "").slice(0, 1024),
              address: clientAddress(new Headers(request.headers)),
            }),
          ),
      }),
      ...(env().LECTERN_DEMO
        ? [
            CredentialsProvider({
              id: "demo",
              name: "demo",
              credentials: { email: {} },
              authorize: (given) => found(signInToDemo(String(given?.email ?? ""))),
            }),
          ]
        : []),
      ...(oidc ? [oidc] : []),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== oidcProviderId) return true;
        const result = await signInWithOidc(profile as OidcClaims);
        if (typeof result === "string") return `/sign-in?error=${result}`;
        // The session is made from `user`: our user replaces the provider's.
        Object.assign(user, { id: result.user_id, version: result.version } satisfies Found);
        return true;
      },
      jwt({ token, user }) {
        const claims = (user ? { sub: user.id, version: (user as Found).version } : token) as SessionClaims;
        return { sub: claims.sub, version: claims.version };
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect({ url, baseUrl }) {
        if (url.startsWith("/")) return `${baseUrl}${url}`;
        return new URL(url).origin === new URL(baseUrl).origin ? url : baseUrl;
      },
    },
    logger: {
      // Its metadata may hold tokens and claims; the code and the error's own words are enough.
      error: (code, metadata) =>
        log.error({
          code,
          error: describeError(
            metadata instanceof Error ? metadata : (metadata as { error?: unknown }).error,
          ),
        }),
      warn: (code) => log.warn({ code }),
      debug: () => {},
    },
  };
}
