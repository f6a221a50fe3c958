import * as argon2 from "@node-rs/argon2";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/platform/errors";
import { encodeSession, sessionCookieOf, signInPlace } from "@/lib/testing/access-world";
import { makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { networkOf } from "./address";
import { signAccessToken, verifyAccessToken } from "./bearer";
import { decodeSession, sessionCookieName } from "./cookie";
import { isKnownDevice, openSession } from "./devices";
import { identify } from "./identity";
import { hashPassword } from "./passwords";
import { normalEmail, signInToDemo, signInWithPassword } from "./sign-in";

vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof argon2>();
  return { ...real, verify: vi.fn(real.verify) };
});

const { sql } = testDatabase();
const password = "a long enough password";
let passwordHash: string;
let schoolId: string;
let addresses = 0;
/** Each test comes from somewhere else, so that their counts do not meet. */
const somewhere = (given: { device_id?: string } = {}) =>
  signInPlace({ address: `192.0.2.${++addresses}`, ...given });

beforeAll(async () => {
  passwordHash = await hashPassword(password);
  schoolId = (await makeSchool()).id;
});

/** The waits are over. */
const passWaits = () => sql`DELETE FROM rate_limits WHERE key LIKE '%-wait:%'`;
/** The waits are as long as they are, and a minute more: a slow machine must not end one. */
const holdWaits = () => sql`UPDATE rate_limits SET expire = expire + 60000 WHERE key LIKE '%-wait:%'`;
const waitOf = async (name: string) =>
  Number((await sql`SELECT max(expire) AS at FROM rate_limits WHERE key LIKE ${`${name}:%`}`)[0]?.at) -
  Date.now();

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return "let in";
  } catch (error) {
    if (error instanceof AppError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe("signing in with a password", () => {
  it("finds the user in upper and lower case", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    const found = await signInWithPassword({ email: ` ${user.email.toUpperCase()} `, password }, somewhere());
    expect(found).toEqual({ user_id: user.id, version: 1, school_id: schoolId });
  });

  it("gives the same answer for a wrong password, an unknown account, a disabled one and one without a password", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    const disabled = await makeUser({
      school_id: schoolId,
      password_hash: passwordHash,
      disabled_at: new Date("2026-01-01T00:00:00Z"),
    });
    const elsewhere = await makeUser({ school_id: schoolId });
    const answers = await Promise.all([
      codeOf(signInWithPassword({ email: user.email, password: "not the password" }, somewhere())),
      codeOf(signInWithPassword({ email: "nobody@nowhere.test", password }, somewhere())),
      codeOf(signInWithPassword({ email: disabled.email, password }, somewhere())),
      codeOf(signInWithPassword({ email: elsewhere.email, password }, somewhere())),
    ]);
    expect(new Set(answers)).toEqual(
      new Set(["unauthenticated: The e-mail address or the password is wrong."]),
    );
  });

  it("does the same slow work for an unknown account", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    const costsOfTries = async (email: string) => {
      vi.mocked(argon2.verify).mockClear();
      await codeOf(signInWithPassword({ email, password: "not the password" }, somewhere()));
      // `$argon2id$v=19$m=…,t=…,p=…$salt$hash`: what the work costs, without whose hash it is.
      return vi.mocked(argon2.verify).mock.calls.map(([hash]) => String(hash).split("$").slice(1, 4));
    };
    const costs = await costsOfTries(user.email);
    expect(costs).toEqual([["argon2id", "v=19", "m=19456,t=2,p=1"]]);
    expect(await costsOfTries("nobody@nowhere.test")).toEqual(costs);
  });

  it("slows an address down at one account after five wrong passwords, and each one doubles the wait", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    const from = somewhere();
    const attempt = (given = "guess") =>
      codeOf(signInWithPassword({ email: user.email, password: given }, from));
    // All at once: counting after the fact would let them all through. The sixth begins the wait.
    const answers = await Promise.all(Array.from({ length: 14 }, () => attempt()));
    expect(answers.filter((answer) => answer.startsWith("unauthenticated"))).toHaveLength(6);
    expect(answers.filter((answer) => answer.startsWith("too_many_requests"))).toHaveLength(8);
    await holdWaits();
    expect(await attempt(password)).toMatch(
      /^too_many_requests: Too many attempts. Try again in \d+ (seconds|minutes)\.$/,
    );
    for (const wait of [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      await passWaits();
      expect(await attempt()).toMatch(/^unauthenticated/);
      const left = await waitOf("sign-in-pair-wait");
      expect(Math.round(left / 1000)).toBe(wait);
    }
    // It waits, and is not locked out: then the right password works, and clears the count.
    await passWaits();
    expect(await attempt(password)).toBe("let in");
    for (let i = 0; i < 5; i++) expect(await attempt()).toMatch(/^unauthenticated/);
    expect(await attempt(password)).toBe("let in");
  }, 20_000);

  it("counts an unknown account in the same way", async () => {
    const from = somewhere();
    const attempt = () => codeOf(signInWithPassword({ email: "guessed-at@nowhere.test", password }, from));
    for (let i = 0; i < 6; i++) expect(await attempt()).toMatch(/^unauthenticated/);
    await holdWaits();
    expect(await attempt()).toMatch(/^too_many/);
  });

  it("never blocks the owner because of wrong passwords from elsewhere", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    const home = somewhere();
    const { device_id } = await openSession({ user_id: user.id, version: 1 }, home, "password");
    const known = { ...home, device_id };
    const [thief, flat] = [somewhere(), somewhere()];
    const attempt = (from: typeof thief, given: string) =>
      codeOf(signInWithPassword({ email: user.email, password: given }, from));
    for (let i = 0; i < 10; i++) await attempt(thief, "guess");
    expect(await attempt(flat, password)).toBe("let in");
    // From hundreds of addresses: an unknown browser waits for seconds.
    await sql`UPDATE rate_limits SET points = 5000 WHERE key LIKE 'sign-in-account:%'`;
    await attempt(somewhere(), "guess");
    expect(await attempt(somewhere(), password)).toMatch(/Try again in (30|29) seconds/);
    // The owner's own address is the thief's, too.
    expect(await attempt({ ...known, request: thief.request }, password)).toBe("let in");
    expect(await attempt(known, password)).toBe("let in");
    // Their own mistakes are theirs alone to wait for.
    for (let i = 0; i < 11; i++) expect(await attempt(known, "guess")).toMatch(/^unauthenticated/);
    await holdWaits();
    expect(await attempt(known, "guess")).toMatch(/^too_many/);
    await passWaits();
    expect(await attempt(known, password)).toBe("let in");
    // A browser that is known to somebody else is not known to this account.
    const other = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    const theirs = await openSession({ user_id: other.id, version: 1 }, somewhere(), "password");
    await attempt(somewhere(), "guess");
    expect(await attempt(somewhere({ device_id: theirs.device_id }), password)).toMatch(/^too_many/);
  });

  it("forgets the known browsers when the password changes", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    const { device_id } = await openSession({ user_id: user.id, version: 1 }, somewhere(), "password");
    expect(await isKnownDevice(user.id, device_id)).toBe(true);
    await sql`UPDATE users SET password_hash = ${await hashPassword("another long password")} WHERE id = ${user.id}`;
    expect(await isKnownDevice(user.id, device_id)).toBe(false);
  });

  it("only slows an address that fails at many accounts down to one try a second; right passwords do not count", async () => {
    const from = somewhere();
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    expect(await codeOf(signInWithPassword({ email: user.email, password }, from))).toBe("let in");
    const [counted] =
      await sql`SELECT key, points FROM rate_limits WHERE key LIKE 'sign-in-address:%' ORDER BY expire DESC LIMIT 1`;
    expect(counted?.points).toBe(0);
    await sql`UPDATE rate_limits SET points = 9000 WHERE key = ${counted?.key}`;
    const attempt = () => codeOf(signInWithPassword({ email: user.email, password }, from));
    expect(await attempt()).toBe("let in");
    const left = await waitOf("sign-in-address-wait");
    expect(left).toBeLessThanOrEqual(1000);
    await holdWaits();
    expect(await attempt()).toMatch(/^too_many/);
    await passWaits();
    expect(await attempt()).toBe("let in");
  });

  it("counts the addresses of one IPv6 network as one", () => {
    expect(networkOf("2001:db8::1")).toBe(networkOf("2001:0db8:0:0:ffff::2"));
    expect(networkOf("2001:db8:0:1::1")).not.toBe(networkOf("2001:db8::1"));
    expect(networkOf("::1")).toBe("0:0:0:0");
    expect(networkOf("::ffff:192.0.2.7")).toBe("::ffff:192.0.2.7");
    expect(networkOf("192.0.2.7")).toBe("192.0.2.7");
  });

  it("is audited with the account, the address, the browser and the reason of failure, never with the input", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    const from = somewhere();
    await codeOf(signInWithPassword({ email: user.email, password: "guess-guess" }, from));
    await codeOf(signInWithPassword({ email: "typed-by-mistake", password: "guess-guess" }, from));
    await openSession(await signInWithPassword({ email: user.email, password }, from), from, "password");
    const rows = await sql`
      SELECT action, actor_id, school_id, target_id, detail FROM audit_log
      WHERE address = ${from.request.address} ORDER BY id`;
    const device = "Firefox on Linux";
    const method = "password";
    expect([...rows]).toEqual([
      {
        action: "user.fail_sign_in",
        actor_id: null,
        school_id: schoolId,
        target_id: user.id,
        detail: { method, device, reason: "wrong password" },
      },
      {
        action: "user.fail_sign_in",
        actor_id: null,
        school_id: null,
        target_id: null,
        detail: { method, device, reason: "no account" },
      },
      {
        action: "user.sign_in",
        actor_id: user.id,
        school_id: schoolId,
        target_id: user.id,
        detail: { method, device },
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain("typed-by-mistake");
  });

  it("stores neither addresses nor e-mails in the table of counts", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    await codeOf(
      signInWithPassword({ email: user.email, password: "guess" }, signInPlace({ address: "203.0.113.77" })),
    );
    const rows = await sql`SELECT key FROM rate_limits`;
    const text = JSON.stringify(rows);
    expect(text).not.toContain("203.0.113.77");
    expect(text).not.toContain(user.email);
  });

  it("refuses while failures cannot be counted", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    await sql`ALTER TABLE rate_limits RENAME TO rate_limits_gone`;
    try {
      expect(await codeOf(signInWithPassword({ email: user.email, password }, somewhere()))).toMatch(
        /^unavailable/,
      );
    } finally {
      await sql`ALTER TABLE rate_limits_gone RENAME TO rate_limits`;
    }
  });

  it("has no one-click accounts outside demo mode", async () => {
    await makeUser({ school_id: schoolId, email: "admin@lectern.test", role: "admin" });
    expect(await codeOf(signInToDemo("admin@lectern.test"))).toMatch(/^unauthenticated/);
  });

  it("ignores case and spaces in an address", () => {
    expect(normalEmail("  Ines@Harbour.Example ")).toBe("ines@harbour.example");
  });
});

describe("a session or access token", () => {
  const bearer = (token: string) => new Headers({ authorization: `Bearer ${token}` });
  const cookie = (token: string) => new Headers({ cookie: `other=1; ${sessionCookieName()}=${token}` });

  it("has the user's current rights, and ends when their version changes", async () => {
    const user = await makeUser({ school_id: schoolId, role: "instructor" });
    const claims = { user_id: user.id, version: 1 };
    const all = [bearer(await signAccessToken(claims)), new Headers({ cookie: await sessionCookieOf(user) })];
    for (const headers of all)
      expect((await identify(headers))?.scope).toEqual({
        user_id: user.id,
        name: user.name,
        role: "instructor",
        school_id: schoolId,
      });
    await sql`UPDATE users SET role = 'student' WHERE id = ${user.id}`;
    for (const headers of all) expect(await identify(headers)).toBeNull();
  });

  it("ends at once when the account is disabled", async () => {
    const user = await makeUser({ school_id: schoolId });
    const headers = bearer(await signAccessToken({ user_id: user.id, version: 1 }));
    expect(await identify(headers)).not.toBeNull();
    await sql`UPDATE users SET disabled_at = now() WHERE id = ${user.id}`;
    expect(await identify(headers)).toBeNull();
  });

  it("is refused when it is expired, altered, of another kind, or not a token", async () => {
    const user = await makeUser({ school_id: schoolId });
    const claims = { user_id: user.id, version: 1 };
    const good = await signAccessToken(claims);
    const [head, body] = good.split(".");
    const forged = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    const bad = [
      await signAccessToken(claims, { now: new Date(Date.now() - 3601_000) }),
      `${good.slice(0, -2)}${good.endsWith("AA") ? "BB" : "AA"}`,
      `${forged}.${body}.`,
      `${head}.${body}`,
      (await sessionCookieOf(user)).split("=")[1] ?? "",
      "lct_nothing-of-ours",
      "%%",
      "",
    ];
    for (const token of bad) expect(await identify(bearer(token)), token).toBeNull();
    expect(await identify(cookie(good))).toBeNull();
    const [, value = ""] = (await sessionCookieOf(user)).split("=");
    const session = await decodeSession(value);
    expect(await identify(cookie(value))).not.toBeNull();
    expect(await identify(cookie(await encodeSession(session!, -60)))).toBeNull();
    // The cookie may be younger than the session: reading it through next-auth renews it.
    await sql`UPDATE devices SET expires_at = now() WHERE sign_in_id = ${session!.sign_in_id}`;
    expect(await identify(cookie(value))).toBeNull();
    expect(await verifyAccessToken(good)).toMatchObject({ sub: user.id, version: 1 });
  });

  it("that is wrong is not replaced by the cookie", async () => {
    const user = await makeUser({ school_id: schoolId });
    const headers = new Headers({ cookie: await sessionCookieOf(user) });
    headers.set("authorization", "Bearer wrong-wrong-wrong");
    expect(await identify(headers)).toBeNull();
  });
});
