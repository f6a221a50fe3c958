import { AsyncLocalStorage } from "node:async_hooks";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { NextRequest } from "next/server";
import Provider from "oidc-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { identify } from "@/lib/auth/identity";
import { signInWithOidc } from "@/lib/auth/oidc";
import { forgetSingleton } from "@/lib/platform/process";
import { makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { GET, POST } from "./[...nextauth]/route";

/*
 * A whole sign-in over HTTP against a certified OpenID Connect provider: discovery, PKCE, state, nonce, code, id token,
 * userinfo. Only the browser is played, by the two jars below.
 */
const { sql } = testDatabase();
const app = "http://localhost:4000";

// next-auth reads the running request through next/headers, which only Next itself fills.
const current = new AsyncLocalStorage<NextRequest>();
const nodeRequire = createRequire(import.meta.url);
nodeRequire("next/headers");
const nextHeaders = nodeRequire.cache[nodeRequire.resolve("next/headers")];
if (!nextHeaders) throw new Error("next/headers did not load");
const running = () => {
  const request = current.getStore();
  if (!request) throw new Error("no request is running");
  return request;
};
nextHeaders.exports = { headers: async () => running().headers, cookies: async () => running().cookies };

type Person = { email?: string; email_verified?: boolean; name?: string };
const people: Record<string, Person> = {};
let server: Server;
let issuer: string;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "lectern",
        client_secret: "a-client-secret",
        redirect_uris: [`${app}/api/auth/callback/oidc`],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_: unknown, id: string) => {
      const person = people[id];
      return person && { accountId: id, claims: async () => ({ sub: id, ...person }) };
    },
    pkce: { required: () => true },
    cookies: { keys: ["cookies"] },
  });
  server.on("request", provider.callback());
  Object.assign(process.env, {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: "lectern",
    OIDC_CLIENT_SECRET: "a-client-secret",
    LECTERN_URL: app,
  });
  forgetSingleton("env");
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

/** The cookies of one browser for one site. */
class Jar {
  readonly cookies = new Map<string, string>();
  take(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (/expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }
  toString(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }
}

/** One request to our own sign-in routes, from this browser. */
async function ours(jar: Jar, method: "GET" | "POST", address: string, form?: Record<string, string>) {
  const url = new URL(address, app);
  const asked = new NextRequest(url, {
    method,
    headers: {
      host: url.host,
      cookie: String(jar),
      ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    },
    ...(form ? { body: new URLSearchParams(form).toString() } : {}),
  });
  const nextauth = url.pathname.split("/").slice(3);
  const handler = method === "GET" ? GET : POST;
  const response = await current.run(asked, () => handler(asked, { params: Promise.resolve({ nextauth }) }));
  jar.take(response);
  return response;
}

const locationOf = (response: Response): string => {
  const location = response.headers.get("location");
  if (!location) throw new Error(`expected a redirect, got ${response.status}`);
  return location;
};

/** Presses the button on our page; returns the provider's address. */
async function begin(jar: Jar): Promise<string> {
  const { csrfToken } = (await (await ours(jar, "GET", "/api/auth/csrf")).json()) as { csrfToken: string };
  return locationOf(await ours(jar, "POST", "/api/auth/signin/oidc", { csrfToken, callbackUrl: "/videos" }));
}

/** At the provider: signs in as this person, agrees, and is sent back to us. */
async function passProvider(start: string, login: string): Promise<string> {
  const jar = new Jar();
  let next = start;
  for (let steps = 0; steps < 12; steps++) {
    if (next.startsWith(app)) return next;
    const page = await fetch(next, { headers: { cookie: String(jar) }, redirect: "manual" });
    jar.take(page);
    if (page.status === 200) {
      const prompt = /name="prompt" value="(\w+)"/.exec(await page.text())?.[1] ?? "";
      const answer = await fetch(next, {
        method: "POST",
        headers: { cookie: String(jar) },
        body: new URLSearchParams({ prompt, login, password: "any" }),
        redirect: "manual",
      });
      jar.take(answer);
      next = new URL(locationOf(answer), issuer).href;
    } else next = new URL(locationOf(page), issuer).href;
  }
  throw new Error("the provider never sent us back");
}

async function signIn(subject: string, jar = new Jar()) {
  const back = await passProvider(await begin(jar), subject);
  const end = locationOf(await ours(jar, "GET", back));
  return { end, back, jar, who: await identify(new Headers({ cookie: String(jar) })) };
}

describe("signing in with an OpenID Connect provider", () => {
  it("links a user by their verified address once, and recognises them by the subject afterwards", async () => {
    const school = await makeSchool();
    const user = await makeUser({ school_id: school.id, role: "instructor", email: "rui@harbour.test" });
    people["sub-rui"] = { email: "Rui@Harbour.test", email_verified: true, name: "Rui" };
    const first = await signIn("sub-rui");
    expect(first.end).toBe(`${app}/videos`);
    expect(first.who?.scope).toEqual({
      user_id: user.id,
      name: user.name,
      role: "instructor",
      school_id: school.id,
    });
    const links = await sql`SELECT issuer, subject, user_id FROM identities WHERE user_id = ${user.id}`;
    expect([...links]).toEqual([{ issuer, subject: "sub-rui", user_id: user.id }]);
    const audits = await sql`SELECT actor_id, school_id FROM audit_log WHERE action = 'identity.create'`;
    expect([...audits]).toEqual([{ actor_id: user.id, school_id: school.id }]);

    // They change their address at the provider: it is still them.
    people["sub-rui"] = { email: "rui.new@harbour.test", email_verified: true };
    const again = await signIn("sub-rui");
    expect(again.who?.scope.user_id).toBe(user.id);
    expect(await sql`SELECT FROM identities`).toHaveLength(1);
  });

  it("creates no account where no school allows the domain", async () => {
    people["sub-nobody"] = { email: "nobody@harbour.test", email_verified: true };
    const { end, who } = await signIn("sub-nobody");
    expect(end).toBe("/sign-in?error=no_account");
    expect(who).toBeNull();
    expect(await sql`SELECT FROM users WHERE email = 'nobody@harbour.test'`).toHaveLength(0);
  });

  it("creates an account in the school that allows the domain, at the first sign-in, once", async () => {
    const school = await makeSchool({ oidc_domains: ["reef.test"], oidc_default_role: "assistant" });
    people["sub-mia"] = { email: "Mia@Reef.test", email_verified: true, name: "Mia Sol" };
    const first = await signIn("sub-mia");
    expect(first.end).toBe(`${app}/videos`);
    expect(first.who?.scope).toMatchObject({ name: "Mia Sol", role: "assistant", school_id: school.id });
    expect((await signIn("sub-mia")).who?.scope.user_id).toBe(first.who?.scope.user_id);
    expect(await sql`SELECT FROM users WHERE email = 'mia@reef.test'`).toHaveLength(1);
    // An address of another domain that only ends like it, or that is not verified, makes none.
    for (const [email, email_verified] of [
      ["x@coral-reef.test", true],
      ["x@sub.reef.test", true],
      ["x@reef.test", false],
    ] as const)
      expect(typeof (await signInWithOidc({ iss: issuer, sub: `sub-${email}`, email, email_verified }))).toBe(
        "string",
      );
    expect(await sql`SELECT FROM users WHERE school_id = ${school.id}`).toHaveLength(1);
  });

  it("rejects an address that the provider has not verified", async () => {
    const school = await makeSchool();
    await makeUser({ school_id: school.id, role: "admin", email: "head@harbour.test" });
    people["sub-false"] = { email: "head@harbour.test", email_verified: false };
    people["sub-silent"] = { email: "head@harbour.test" };
    people["sub-without"] = {};
    for (const subject of ["sub-false", "sub-silent", "sub-without"]) {
      const { end, who } = await signIn(subject);
      expect(end).toBe("/sign-in?error=email_unverified");
      expect(who).toBeNull();
    }
  });

  it("leaves an account with its first subject when another person gets the address", async () => {
    const school = await makeSchool();
    const user = await makeUser({ school_id: school.id, email: "desk@harbour.test" });
    people["sub-old"] = { email: "desk@harbour.test", email_verified: true };
    people["sub-new"] = { email: "desk@harbour.test", email_verified: true };
    expect((await signIn("sub-old")).who?.scope.user_id).toBe(user.id);
    expect((await signIn("sub-new")).end).toBe("/sign-in?error=linked_elsewhere");
  });

  it("refuses a disabled account, linked or not", async () => {
    const school = await makeSchool();
    const user = await makeUser({ school_id: school.id, email: "left@harbour.test" });
    people["sub-left"] = { email: "left@harbour.test", email_verified: true };
    expect((await signIn("sub-left")).who).not.toBeNull();
    await sql`UPDATE users SET disabled_at = now() WHERE id = ${user.id}`;
    expect((await signIn("sub-left")).end).toBe("/sign-in?error=no_account");
  });

  it("accepts a code only in the browser that requested it, and only once", async () => {
    const school = await makeSchool();
    await makeUser({ school_id: school.id, email: "lia@harbour.test" });
    people["sub-lia"] = { email: "lia@harbour.test", email_verified: true };
    const jar = new Jar();
    const back = await passProvider(await begin(jar), "sub-lia");
    const thief = new Jar();
    expect(locationOf(await ours(thief, "GET", back))).toContain("error=OAuthCallback");
    expect(await identify(new Headers({ cookie: String(thief) }))).toBeNull();

    const wrongState = new URL(back);
    wrongState.searchParams.set("state", "of-another-sign-in");
    const copy = new Jar();
    for (const [name, value] of jar.cookies) copy.cookies.set(name, value);
    expect(locationOf(await ours(copy, "GET", wrongState.href))).toContain("error=OAuthCallback");

    const before = new Jar();
    for (const [name, value] of jar.cookies) before.cookies.set(name, value);
    expect(locationOf(await ours(jar, "GET", back))).toBe(`${app}/videos`);
    expect(locationOf(await ours(before, "GET", back))).toContain("error=OAuthCallback");
  });

  it("never redirects to another site", async () => {
    const school = await makeSchool();
    await makeUser({ school_id: school.id, email: "ana@harbour.test" });
    people["sub-ana"] = { email: "ana@harbour.test", email_verified: true };
    const jar = new Jar();
    const { csrfToken } = (await (await ours(jar, "GET", "/api/auth/csrf")).json()) as { csrfToken: string };
    const door = await ours(jar, "POST", "/api/auth/signin/oidc", {
      csrfToken,
      callbackUrl: "https://elsewhere.test/steal",
    });
    const end = locationOf(await ours(jar, "GET", await passProvider(locationOf(door), "sub-ana")));
    expect(new URL(end, app).origin).toBe(app);
  });

  it("links an account once when two first sign-ins arrive together", async () => {
    const school = await makeSchool();
    const user = await makeUser({ school_id: school.id, email: "twice@harbour.test" });
    const claims = { iss: issuer, sub: "sub-twice", email: "twice@harbour.test", email_verified: true };
    const both = await Promise.all([signInWithOidc(claims), signInWithOidc(claims)]);
    expect(both).toEqual([
      { user_id: user.id, version: 1 },
      { user_id: user.id, version: 1 },
    ]);
    expect(await sql`SELECT FROM identities WHERE user_id = ${user.id}`).toHaveLength(1);
  });

  it("trusts a provider that does not state whether addresses are verified only if configured to", async () => {
    const school = await makeSchool();
    const user = await makeUser({ school_id: school.id, email: "silent@harbour.test" });
    const claims = { iss: issuer, sub: "sub-silent", email: "silent@harbour.test" };
    expect(await signInWithOidc(claims, false)).toBe("email_unverified");
    expect(await signInWithOidc({ ...claims, email_verified: false }, true)).toBe("email_unverified");
    expect(await signInWithOidc(claims, true)).toEqual({ user_id: user.id, version: 1 });
  });
});
