import "server-only";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { builtOnce, db } from "@/lib/db/client";
import { apiTokens, devices, users } from "@/lib/db/tables/people";
import type { LanguageCode } from "@/lib/language/languages";
import { AppError } from "@/lib/platform/errors";
import { apiTokenPrefix, hashSecret, verifyAccessToken } from "./bearer";
import { cookieValue, decodeSession, sessionCookieName } from "./cookie";
import { mintScope, type Scope } from "./scope";
import type { TokenScope } from "./token-scopes";

/** A user, and how they authenticated. */
export type Identity = {
  scope: Scope;
  /** The language that they chose, if any. */
  language: LanguageCode | null;
  via: "cookie" | "access_token" | "api_token";
  /** The token's scopes; null is everything its owner may do. */
  tokenScopes: readonly TokenScope[] | null;
  /** The session or the API token, which ends by itself; none for an access token, which ends with its user's version. */
  credential_id: string | null;
  /** When its owner last proved who they are; none for an API token. */
  signed_in_at: Date | null;
};

/** Throws `forbidden` for an API token that lacks this scope; `none`: API tokens are not accepted. */
export function assertTokenScope({ tokenScopes }: Identity, wanted: TokenScope | "none"): void {
  if (!tokenScopes || (wanted !== "none" && tokenScopes.includes(wanted))) return;
  throw new AppError("forbidden", {
    english:
      wanted === "none"
        ? "This cannot be done with an API token."
        : `The API token lacks the scope ${wanted}.`,
  });
}

const { id, school_id, name, role, language, version, disabled_at } = users;
const userFields = { id, school_id, name, role, language, version, disabled_at };

/** Built once, since it is read with every request. */
const userRow = () =>
  builtOnce("identities", () =>
    db()
      .select(userFields)
      .from(users)
      .where(eq(users.id, sql.placeholder("id"))),
  );

const scopeOf = (user: Pick<typeof users.$inferSelect, "id" | "school_id" | "name" | "role">): Scope =>
  mintScope({ user_id: user.id, name: user.name, role: user.role, school_id: user.school_id });

/** What the person may do now, for work that they began; null once they are disabled. */
export async function scopeOfPerson(userId: string): Promise<Scope | null> {
  const [user] = await db()
    .select(userFields)
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.disabled_at)));
  return user ? scopeOf(user) : null;
}

/** The user an access token speaks for, as they are now: none once disabled or changed since. */
async function identityOfAccessToken(token: string): Promise<Identity | null> {
  const claims = await verifyAccessToken(token);
  if (!claims) return null;
  const [user] = await userRow().execute({ id: claims.sub });
  if (!user || user.disabled_at || user.version !== claims.version) return null;
  return {
    scope: scopeOf(user),
    language: user.language,
    via: "access_token",
    tokenScopes: null,
    credential_id: null,
    signed_in_at: claims.issued_at,
  };
}

async function identityOfApiToken(token: string): Promise<Identity | null> {
  const [row] = await db()
    .select({
      user: userFields,
      id: apiTokens.id,
      scopes: apiTokens.scopes,
      stale: sql<boolean>`(${apiTokens.last_used_at} is null or ${apiTokens.last_used_at} < now() - interval '1 minute')`,
    })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.user_id))
    .where(
      and(
        eq(apiTokens.hash, hashSecret(token)),
        isNull(apiTokens.revoked_at),
        gt(apiTokens.expires_at, sql`now()`),
        isNull(users.disabled_at),
      ),
    );
  if (!row) return null;
  // A precision of a minute shows which tokens are in use, and saves a write on every call.
  if (row.stale)
    await db().update(apiTokens).set({ last_used_at: sql`now()` }).where(eq(apiTokens.id, row.id));
  return {
    scope: scopeOf(row.user),
    language: row.user.language,
    via: "api_token",
    tokenScopes: row.scopes as TokenScope[],
    credential_id: row.id,
    signed_in_at: null,
  };
}

/** The user of a session cookie; null without a valid one. */
export async function identityOfSession(token: string | null | undefined): Promise<Identity | null> {
  const claims = token ? await decodeSession(token) : null;
  if (!claims) return null;
  const [row] = await db()
    .select({ user: userFields, signed_in_at: devices.signed_in_at })
    .from(devices)
    .innerJoin(users, eq(users.id, devices.user_id))
    .where(
      and(
        eq(devices.sign_in_id, claims.sign_in_id),
        eq(devices.user_id, claims.sub),
        gt(devices.expires_at, sql`now()`),
        isNull(users.disabled_at),
      ),
    );
  if (!row) return null;
  return {
    scope: scopeOf(row.user),
    language: row.user.language,
    via: "cookie",
    tokenScopes: null,
    credential_id: claims.sign_in_id,
    signed_in_at: row.signed_in_at,
  };
}

/**
 * The user of these headers, read from the database on every call: by the bearer token if there is one (a wrong one means
 * nobody, even with a valid cookie), else by the session cookie.
 */
export async function identify(headers: Pick<Headers, "get">): Promise<Identity | null> {
  const authorization = headers.get("authorization");
  if (authorization === null) return identityOfSession(cookieValue(headers, sessionCookieName()));
  const bearer = /^Bearer +([\w.~+/-]{8,4096}=*)$/i.exec(authorization)?.[1];
  if (!bearer) return null;
  if (bearer.startsWith(apiTokenPrefix)) return identityOfApiToken(bearer);
  return identityOfAccessToken(bearer);
}
