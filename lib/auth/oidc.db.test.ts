import { describe, expect, it } from "vitest";
import { makeSchool, testDatabase } from "@/lib/testing/database";
import { signInWithOidc } from "./oidc";

/* The whole sign-in is tried beside its route, app/api/auth/oidc.db.test.ts. */
const { sql } = testDatabase();
const issuer = "https://login.school.test";

describe("an account made at the first sign-in", () => {
  it("gives the role that the school maps the claim to, and makes one account for two first sign-ins at once", async () => {
    const school = await makeSchool({
      oidc_domains: ["dune.test"],
      oidc_role_claim: "groups",
      oidc_roles: { teachers: "instructor", helpers: "assistant" },
    });
    const claims = (name: string, groups?: unknown) => ({
      iss: issuer,
      sub: `sub-${name}`,
      email: `${name}@dune.test`,
      email_verified: true,
      given_name: "Ana",
      family_name: "Dune",
      groups,
    });
    for (const [name, groups] of [
      ["a", ["pupils", "helpers", "teachers"]],
      ["b", "helpers"],
      ["c", ["constructor", 7]],
      ["d", undefined],
    ] as const)
      await Promise.all([signInWithOidc(claims(name, groups)), signInWithOidc(claims(name, groups))]);
    const made = await sql`SELECT email, name, role FROM users WHERE school_id = ${school.id} ORDER BY email`;
    expect(made.map(({ email, name, role }) => [email, name, role])).toEqual([
      ["a@dune.test", "Ana Dune", "instructor"],
      ["b@dune.test", "Ana Dune", "assistant"],
      ["c@dune.test", "Ana Dune", "student"],
      ["d@dune.test", "Ana Dune", "student"],
    ]);
  });

  it("creates none where two schools allow the domain", async () => {
    await makeSchool({ oidc_domains: ["both.test"] });
    await makeSchool({ oidc_domains: ["both.test"] });
    const claims = { iss: issuer, sub: "sub-both", email: "x@both.test", email_verified: true };
    expect(await signInWithOidc(claims)).toBe("no_account");
  });
});
