import * as argon2 from "@node-rs/argon2";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/platform/errors";
import { encodeSession } from "@/lib/testing/access-world";
import { makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { signAccessToken, verifyAccessToken } from "./bearer";
import { sessionCookieName } from "./cookie";
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
const somewhere = () => `192.0.2.${++addresses}`;

beforeAll(async () => {
  passwordHash = await hashPassword(password);
  schoolId = (await makeSchool()).id;
});

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
    const found = await signInWithPassword({
      email: ` ${user.email.toUpperCase()} `,
      password,
      address: somewhere(),
    });
    expect(found).toEqual({ user_id: user.id, version: 1 });
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
      codeOf(signInWithPassword({ email: user.email, password: "not the password", address: somewhere() })),
      codeOf(signInWithPassword({ email: "nobody@nowhere.test", password, address: somewhere() })),
      codeOf(signInWithPassword({ email: disabled.email, password, address: somewhere() })),
      codeOf(signInWithPassword({ email: elsewhere.email, password, address: somewhere() })),
    ]);
    expect(new Set(answers)).toEqual(
      new Set(["unauthenticated: The e-mail address or the password is wrong."]),
    );
  });

  it("does the same slow work for an unknown account", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    const costsOfTries = async (email: string) => {
      vi.mocked(argon2.verify).mockClear();
      await codeOf(signInWithPassword({ email, password: "not the password", address: somewhere() }));
      // `$argon2id$v=19$m=…,t=…,p=…$salt$hash`: what the work costs, without whose hash it is.
      return vi.mocked(argon2.verify).mock.calls.map(([hash]) => String(hash).split("$").slice(1, 4));
    };
    const costs = await costsOfTries(user.email);
    expect(costs).toEqual([["argon2id", "v=19", "m=19456,t=2,p=1"]]);
    expect(await costsOfTries("nobody@nowhere.test")).toEqual(costs);
  });

  it("blocks an account after ten wrong tries from any addresses, even for the right password", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    // All at once: counting after the fact would let them all through.
    const answers = await Promise.all(
      Array.from({ length: 14 }, () =>
        codeOf(signInWithPassword({ email: user.email, password: "guess", address: somewhere() })),
      ),
    );
    expect(answers.filter((answer) => answer.startsWith("unauthenticated"))).toHaveLength(10);
    expect(answers.filter((answer) => answer.startsWith("too_many_requests"))).toHaveLength(4);
    expect(await codeOf(signInWithPassword({ email: user.email, password, address: somewhere() }))).toMatch(
      /^too_many_requests: Too many attempts\. Try again in \d+ (minutes|seconds)\.$/,
    );
  });

  it("counts an unknown account in the same way", async () => {
    const email = "guessed-at@nowhere.test";
    for (let i = 0; i < 10; i++) await codeOf(signInWithPassword({ email, password, address: somewhere() }));
    expect(await codeOf(signInWithPassword({ email, password, address: somewhere() }))).toMatch(/^too_many/);
  });

  it("resets an account's wrong tries after a right one", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    const attempt = (given: string) =>
      codeOf(signInWithPassword({ email: user.email, password: given, address: somewhere() }));
    for (let i = 0; i < 9; i++) await attempt("guess");
    expect(await attempt(password)).toBe("let in");
    for (let i = 0; i < 9; i++) await attempt("guess");
    expect(await attempt(password)).toBe("let in");
  });

  it("blocks an address after 300 wrong tries at any accounts; right ones do not count", async () => {
    const address = somewhere();
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    expect(await codeOf(signInWithPassword({ email: user.email, password, address }))).toBe("let in");
    const [counted] =
      await sql`SELECT key, points FROM rate_limits WHERE key LIKE 'sign-in-address:%' ORDER BY expire DESC LIMIT 1`;
    expect(counted?.points).toBe(0);
    await sql`UPDATE rate_limits SET points = 300 WHERE key = ${counted?.key}`;
    expect(await codeOf(signInWithPassword({ email: user.email, password, address }))).toMatch(/^too_many/);
  });

  it("keeps neither addresses nor e-mails in the table of counts", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    await codeOf(signInWithPassword({ email: user.email, password: "guess", address: "203.0.113.77" }));
    const rows = await sql`SELECT key FROM rate_limits`;
    const text = JSON.stringify(rows);
    expect(text).not.toContain("203.0.113.77");
    expect(text).not.toContain(user.email);
  });

  it("refuses while failures cannot be counted", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash: passwordHash });
    await sql`ALTER TABLE rate_limits RENAME TO rate_limits_gone`;
    try {
      expect(await codeOf(signInWithPassword({ email: user.email, password, address: somewhere() }))).toMatch(
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

  it("stands for the user as they are now, and ends when their version changes", async () => {
    const user = await makeUser({ school_id: schoolId, role: "instructor" });
    const claims = { user_id: user.id, version: 1 };
    const all = [
      bearer(await signAccessToken(claims)),
      cookie(await encodeSession({ sub: user.id, version: 1 })),
    ];
    for (const headers of all)
      expect((await identify(headers))?.scope).toEqual({
        user_id: user.id,
        name: user.name,
        role: "instructor",
        school_id: schoolId,
      });
    await sql`UPDATE users SET role = 'student', version = version + 1 WHERE id = ${user.id}`;
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
      await encodeSession({ sub: user.id, version: 1 }),
      "lct_nothing-of-ours",
      "%%",
      "",
    ];
    for (const token of bad) expect(await identify(bearer(token)), token).toBeNull();
    expect(await identify(cookie(good))).toBeNull();
    expect(await identify(cookie(await encodeSession({ sub: user.id, version: 1 }, -60)))).toBeNull();
    expect(await verifyAccessToken(good)).toEqual({ sub: user.id, version: 1 });
  });

  it("that is wrong is not replaced by the cookie", async () => {
    const user = await makeUser({ school_id: schoolId });
    const headers = cookie(await encodeSession({ sub: user.id, version: 1 }));
    headers.set("authorization", "Bearer wrong-wrong-wrong");
    expect(await identify(headers)).toBeNull();
  });
});
