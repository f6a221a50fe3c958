import "server-only";
import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { transaction } from "@/lib/db/tx";
import { env, tellNextAuth } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";
import {
  type SessionClaims,
  secureCookies,
  sessionCookieName,
  sessionSeconds,
  sessionSecret,
} from "./cookie";
import { auditSignIn, endSession, openSession, type SignedIn, type SignInFrom } from "./devices";
import { type OidcClaims, oidcProvider, oidcProviderId, signInWithOidc } from "./oidc";
import { signInToDemo, signInWithPassword } from "./sign-in";

/** One request to next-auth: from where it comes, and what it has led to, which next-auth has no way to hand on. */
export type AuthAttempt = {
  from: SignInFrom;
  /** The browser that a sign-in made known. */
  device_id?: string;
  /** Why the session could not be ended. */
  failure?: unknown;
};

/** next-auth's user, as our sign-ins make it. */
type SessionUser = { id: string; sign_in_id: string };

/** Begins the session of somebody who has proved who they are. */
async function begin(
  user: SignedIn,
  attempt: AuthAttempt,
  method: Parameters<typeof openSession>[2],
): Promise<SessionUser> {
  const { sign_in_id, device_id } = await openSession(user, attempt.from, method);
  attempt.device_id = device_id;
  return { id: user.user_id, sign_in_id };
}

/**
 * next-auth puts a thrown message into an address that the browser sees: only codes of our own list may leave, and how long to wait.
 * Null is its way to say "wrong address or password".
 */
async function withPublicErrors(work: Promise<SessionUser>): Promise<SessionUser | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthenticated") return null;
    if (error instanceof AppError && error.code === "too_many_requests")
      throw new Error(`wait_${error.options.retryAfterSeconds ?? 1}`);
    if (error instanceof AppError && error.status < 500) throw new Error(error.code);
    log.error({ error: describeError(error) }, "sign-in failed");
    throw new Error("unavailable");
  }
}

/** next-auth's configuration for one request: a session's cookie is an encrypted token that names the user and the session, nothing else. */
export function authOptions(attempt: AuthAttempt): AuthOptions {
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
        authorize: (given) =>
          withPublicErrors(
            signInWithPassword(
              {
                email: String(given?.email ?? "").slice(0, 320),
                password: String(given?.password ?? "").slice(0, 1024),
              },
              attempt.from,
            ).then((user) => begin(user, attempt, "password")),
          ),
      }),
      ...(env().LECTERN_DEMO
        ? [
            CredentialsProvider({
              id: "demo",
              name: "demo",
              credentials: { email: {} },
              authorize: (given) =>
                withPublicErrors(
                  signInToDemo(String(given?.email ?? "")).then((user) => begin(user, attempt, "demo")),
                ),
            }),
          ]
        : []),
      ...(oidc ? [oidc] : []),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== oidcProviderId) return true;
        const result = await signInWithOidc(profile as OidcClaims);
        if (typeof result === "string") {
          await transaction((tx) =>
            auditSignIn(tx, null, attempt.from, { method: "oidc", reason: result.replaceAll("_", " ") }),
          );
          return `/sign-in?error=${result}`;
        }
        // The session is made from `user`: it becomes ours in place of the provider's.
        Object.assign(user, await begin(result, attempt, "oidc"));
        return true;
      },
      jwt({ token, user }) {
        const claims = (
          user ? { sub: user.id, sign_in_id: (user as SessionUser).sign_in_id } : token
        ) as SessionClaims;
        return { sub: claims.sub, sign_in_id: claims.sign_in_id };
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect({ url, baseUrl }) {
        if (url.startsWith("/")) return `${baseUrl}${url}`;
        return URL.canParse(url) && new URL(url).origin === new URL(baseUrl).origin ? url : baseUrl;
      },
    },
    events: {
      async signOut({ token }) {
        // next-auth would remove the cookie, and say nothing, while the session goes on.
        const { sign_in_id } = (token ?? {}) as Partial<SessionClaims>;
        if (sign_in_id)
          await endSession(sign_in_id, attempt.from.request).catch((error: unknown) => {
            attempt.failure = error;
          });
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
