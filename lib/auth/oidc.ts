import "server-only";
import { and, arrayContains, eq, type SQL } from "drizzle-orm";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { Tx } from "@/lib/db/client";
import { isFormerly } from "@/lib/db/former-identities";
import { identities, users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import { env } from "@/lib/platform/env";
import { audit } from "./audit";
import type { SignedIn } from "./devices";
import { type Role, roles } from "./scope";
import { normalEmail } from "./sign-in";

/** What we read of a provider's claims (OpenID Connect Core 1.0, 5.1). */
export type OidcClaims = {
  iss: string;
  sub: string;
  email?: string;
  /** Some providers send it as text. */
  email_verified?: boolean | "true" | "false";
  name?: string;
  given_name?: string;
  family_name?: string;
  /** The claim that a school reads roles from. */
  [claim: string]: unknown;
};

/** Why a user whom the provider authenticated is refused. */
type OidcRefusal = "no_account" | "email_unverified" | "linked_elsewhere";

export const oidcProviderId = "oidc";

/** The provider from the environment, or null when there is none. Its addresses come from discovery. */
export function oidcProvider(): OAuthConfig<OidcClaims> | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = env();
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return null;
  return {
    id: oidcProviderId,
    name: OIDC_NAME,
    type: "oauth",
    wellKnown: `${OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    userinfo: {
      // Providers differ in where they put the address: in the id token, or only behind the userinfo endpoint.
      async request({ client, tokens }) {
        const claims = tokens as { claims?: () => OidcClaims; access_token?: string };
        const fromToken = claims.claims?.();
        if (fromToken?.email || !claims.access_token || !client.issuer.metadata.userinfo_endpoint)
          return { ...fromToken };
        // The token set makes openid-client check that both speak of the same subject.
        const more = await client.userinfo(tokens as Parameters<typeof client.userinfo>[0]);
        return { ...more, ...fromToken };
      },
    },
    profile: (claims) => ({ id: claims.sub, name: claims.name ?? null, email: claims.email ?? null }),
  };
}

/**
 * The user of a provider's claims: the one already linked to (issuer, subject), else the one with this address, if the
 * provider says that the address is verified. Who has no account gets one in the school that allows the address's domain. A user linked to another subject of the
 * same issuer stays linked: an address that was reassigned must not give access to the old account.
 */
export async function signInWithOidc(
  claims: OidcClaims,
  trustEmail = env().OIDC_TRUST_EMAIL,
): Promise<SignedIn | OidcRefusal> {
  return transaction(async (tx) => {
    const [linked] = await tx
      .select({ user_id: users.id, version: users.version, disabled_at: users.disabled_at })
      .from(identities)
      .innerJoin(users, eq(users.id, identities.user_id))
      .where(and(eq(identities.issuer, claims.iss), eq(identities.subject, claims.sub)));
    if (linked)
      return linked.disabled_at ? "no_account" : { user_id: linked.user_id, version: linked.version };
    return claims.email ? link(tx, claims, normalEmail(claims.email), trustEmail) : "email_unverified";
  });
}

async function link(
  tx: Tx,
  claims: OidcClaims,
  email: string,
  trustEmail: boolean,
): Promise<SignedIn | OidcRefusal> {
  // "Not verified" always counts; only a missing claim can be treated as verified, by a setting.
  const unsaid = claims.email_verified === undefined && trustEmail;
  if (claims.email_verified !== true && claims.email_verified !== "true" && !unsaid)
    return "email_unverified";
  // Locked, so that two first sign-ins at once cannot link the account twice.
  const lock = (which: SQL) => tx.select().from(users).where(which).limit(2).for("update");
  const withAddress = eq(users.email, email);
  let [user] = await lock(withAddress);
  if (!user) {
    // An address of somebody who was merged is that of the person who stayed. Two schools can know it.
    const formerly = await lock(isFormerly(`e:${email}`));
    if (formerly.length === 0) await makeAccount(tx, claims, email);
    [user] = formerly.length === 1 ? formerly : await lock(withAddress);
  }
  if (!user || user.disabled_at) return "no_account";
  const [other] = await tx
    .select({ subject: identities.subject })
    .from(identities)
    .where(and(eq(identities.issuer, claims.iss), eq(identities.user_id, user.id)));
  if (other && other.subject !== claims.sub) return "linked_elsewhere";
  if (!other) {
    await tx.insert(identities).values({ issuer: claims.iss, subject: claims.sub, user_id: user.id });
    const scope = { user_id: user.id, school_id: user.school_id };
    await audit(
      tx,
      { scope },
      {
        action: "identity.create",
        target: { type: "user", id: user.id },
        detail: { issuer: claims.iss },
      },
    );
  }
  return { user_id: user.id, version: user.version };
}

/** Makes the account of a first sign-in, where exactly one school allows the domain of its address. */
async function makeAccount(tx: Tx, claims: OidcClaims, email: string): Promise<void> {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  const [school, another] = await tx
    .select()
    .from(schools)
    .where(arrayContains(schools.oidc_domains, [domain]))
    .limit(2);
  if (!school || another) return;
  const { given_name: first_name, family_name: last_name } = claims;
  const whole = [first_name, last_name].filter(Boolean).join(" ");
  const role = roleFrom(claims, school);
  const [user] = await tx
    .insert(users)
    .values({
      school_id: school.id,
      email,
      first_name,
      last_name,
      name: claims.name || whole || email.slice(0, email.indexOf("@")),
      role,
    })
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id });
  if (user)
    await audit(
      tx,
      { scope: { user_id: user.id, school_id: school.id } },
      { action: "user.create", target: { type: "user", id: user.id }, detail: { role, issuer: claims.iss } },
    );
}

/** The role that the school gives to the values of its claim, the one that may most of several; else its default. */
function roleFrom(
  claims: OidcClaims,
  school: Pick<typeof schools.$inferSelect, "oidc_role_claim" | "oidc_roles" | "oidc_default_role">,
): Role {
  const given = school.oidc_role_claim ? [claims[school.oidc_role_claim]].flat() : [];
  const mapped = given.flatMap((value) =>
    typeof value === "string" && Object.hasOwn(school.oidc_roles, value) ? school.oidc_roles[value]! : [],
  );
  return roles.find((role) => mapped.includes(role)) ?? school.oidc_default_role;
}
