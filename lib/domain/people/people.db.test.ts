import { describe, expect, it } from "vitest";
import { identify } from "@/lib/auth/identity";
import { verifyPassword } from "@/lib/auth/passwords";
import { setupCode, setupNeeded } from "@/lib/auth/setup";
import { AppError } from "@/lib/platform/errors";
import { parse } from "@/lib/platform/problem";
import { enroll, makeCourse, makeSchool, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { createApiToken, revokeApiToken, setUp } from "./mutations";
import { activeApiTokens, apiTokensOf, peopleFor } from "./queries";
import { apiTokensMax, apiTokensQuery, newApiToken, setUpInput } from "./schema";

const { sql } = testDatabase();
const now = new Date();
const context = { request: { id: "request-1", address: "192.0.2.7", signed_in_at: now }, now };
const day = 86_400_000;

async function instructor() {
  const school = await makeSchool();
  const user = await makeUser({ school_id: school.id, role: "instructor" });
  return { school, user, scope: scopeOf(user) };
}
const input = (given: object = {}) =>
  newApiToken.parse({ name: "Nightly export", scopes: ["read"], expires_in_days: 30, ...given });
const bearer = (token: string) => new Headers({ authorization: `Bearer ${token}` });
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : Promise.reject(error)),
  );

// First, while nobody has an account.
describe("the first visit", () => {
  const school = setUpInput.parse({
    code: "put in below",
    school_name: "Harbour College",
    time_zone: "Europe/Lisbon",
    name: "Inês Carvalho",
    email: " Ines@Harbour.Example ",
    password: "a long enough password",
  });

  it("prints the same code in every process of one secret, and it is no part of the secret", () => {
    expect(setupCode()).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/);
    expect(setupCode()).toBe(setupCode());
  });

  it("refuses everything without the code", async () => {
    expect(await setupNeeded()).toBe(true);
    expect(await codeOf(setUp({ scope: null, ...context }, { ...school, code: "AAAA-AAAA-AAAA" }))).toBe(
      "forbidden",
    );
    expect(await codeOf(setUp({ scope: null, ...context }, { ...school, code: "" }))).toBe("forbidden");
    expect(await sql`SELECT FROM schools`).toHaveLength(0);
  });

  it("accepts one of eight simultaneous requests, and leaves no school of the others", async () => {
    const code = setupCode().toLowerCase().replaceAll("-", " ");
    const ends = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        codeOf(setUp({ scope: null, ...context }, { ...school, code, email: `ines${i}@harbour.example` })),
      ),
    );
    expect(ends.filter((end) => end === "done")).toHaveLength(1);
    expect(ends.filter((end) => end === "conflict")).toHaveLength(7);
    const [row] = await sql`
      SELECT s.name, s.time_zone, u.role, u.email, u.password_hash FROM users u JOIN schools s ON s.id = u.school_id`;
    expect(row).toMatchObject({ name: "Harbour College", time_zone: "Europe/Lisbon", role: "admin" });
    expect(await verifyPassword(row?.password_hash, "a long enough password")).toBe(true);
    expect(await sql`SELECT FROM schools`).toHaveLength(1);
    const audits = await sql`SELECT action, request_id FROM audit_log ORDER BY action`;
    expect([...audits]).toEqual([
      { action: "school.create", request_id: "request-1" },
      { action: "user.create", request_id: "request-1" },
    ]);
    expect(await setupNeeded()).toBe(false);
  });

  it("stores the address in lower case", () => expect(school.email).toBe("ines@harbour.example"));
});

describe("an API token", () => {
  it("reads what its owner can see until it ends; only its hash is stored", async () => {
    const { user, scope } = await instructor();
    const made = await createApiToken({ scope, ...context }, input());
    // 4 letters, then 256 bits in base64url.
    expect(made.token).toMatch(/^lct_[\w-]{43}$/);
    expect(made).toMatchObject({ name: "Nightly export", scopes: ["read"], prefix: made.token.slice(0, 10) });
    expect(Date.parse(made.expires_at) - now.getTime()).toBe(30 * day);
    const identity = await identify(bearer(made.token));
    expect(identity?.scope.user_id).toBe(user.id);
    expect(identity?.tokenScopes).toEqual(["read"]);
    const dump = JSON.stringify([await sql`SELECT * FROM api_tokens`, await sql`SELECT * FROM audit_log`]);
    expect(dump).not.toContain(made.token.slice(10));

    await sql`UPDATE api_tokens SET expires_at = now() WHERE id = ${made.id}`;
    expect(await identify(bearer(made.token))).toBeNull();
  });

  it("has its owner's current rights, and ends when their role changes", async () => {
    const { user, scope } = await instructor();
    const { token } = await createApiToken({ scope, ...context }, input());
    await sql`UPDATE users SET name = 'Ines' WHERE id = ${user.id}`;
    expect((await identify(bearer(token)))?.scope.name).toBe("Ines");
    await sql`UPDATE users SET role = 'admin' WHERE id = ${user.id}`;
    expect(await identify(bearer(token))).toBeNull();
  });

  it("shows to the minute when it was last used", async () => {
    const { scope } = await instructor();
    const { id, token } = await createApiToken({ scope, ...context }, input());
    const used = async () =>
      (await sql`SELECT last_used_at AS at FROM api_tokens WHERE id = ${id}`)[0]?.at as Date | null;
    expect(await used()).toBeNull();
    await identify(bearer(token));
    const first = await used();
    await identify(bearer(token));
    expect(await used()).toEqual(first);
    await sql`UPDATE api_tokens SET last_used_at = now() - interval '2 minutes' WHERE id = ${id}`;
    await identify(bearer(token));
    expect((await used())?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? Number.POSITIVE_INFINITY);
  });

  it("is revoked at once by its owner, and audited once", async () => {
    const { scope } = await instructor();
    const { id, token } = await createApiToken({ scope, ...context }, input());
    await revokeApiToken({ scope, ...context }, id);
    expect(await identify(bearer(token))).toBeNull();
    await revokeApiToken({ scope, ...context }, id);
    const audits = await sql`SELECT action, actor_id FROM audit_log WHERE target_id = ${id} ORDER BY id`;
    expect([...audits]).toEqual([
      { action: "api_token.create", actor_id: scope.user_id },
      { action: "api_token.revoke", actor_id: scope.user_id },
    ]);
  });

  it("is not made without its audit row", async () => {
    const { scope } = await instructor();
    await sql`ALTER TABLE audit_log RENAME TO audit_log_gone`;
    try {
      await expect(createApiToken({ scope, ...context }, input())).rejects.toThrow();
    } finally {
      await sql`ALTER TABLE audit_log_gone RENAME TO audit_log`;
    }
    expect((await apiTokensOf(scope, apiTokensQuery.parse({}))).total).toBe(0);
  });

  it(`is refused past ${apiTokensMax} working ones, also when two ask at once; revoked ones do not count`, async () => {
    const { scope } = await instructor();
    const made = [];
    for (let i = 0; i < apiTokensMax - 1; i++)
      made.push(await createApiToken({ scope, ...context }, input()));
    const last = await Promise.all([
      codeOf(createApiToken({ scope, ...context }, input())),
      codeOf(createApiToken({ scope, ...context }, input())),
    ]);
    expect(last.sort()).toEqual(["conflict", "done"]);
    await revokeApiToken({ scope, ...context }, made[0]?.id ?? "");
    expect(await codeOf(createApiToken({ scope, ...context }, input()))).toBe("done");
  });

  it("is listed only for its owner, and found by any text of its name", async () => {
    const { scope } = await instructor();
    const other = await instructor();
    await createApiToken({ scope, ...context }, input({ name: "100 % of it" }));
    await createApiToken({ scope, ...context }, input({ name: "Nightly" }));
    await createApiToken({ scope: other.scope, ...context }, input({ name: "Nightly" }));
    const names = async (query: object) =>
      (await apiTokensOf(scope, apiTokensQuery.parse(query))).items.map((item) => item.name);
    expect(await names({ sort: "name" })).toEqual(["100 % of it", "Nightly"]);
    expect(await names({ q: "%" })).toEqual(["100 % of it"]);
    expect(await names({ q: "night" })).toEqual(["Nightly"]);
    expect(await names({ sort: "name", limit: 1, offset: 1 })).toEqual(["Nightly"]);
    expect((await activeApiTokens(scope, new Date(now.getTime() + 31 * day))).length).toBe(0);
  });

  it.each([
    [{ name: " " }, "say what will use it"],
    [{ name: "a\u0000b" }, "cannot be stored"],
    [{ scopes: [] }, "choose at least one"],
    [{ scopes: ["read", "read"] }, "duplicate"],
    [{ scopes: ["everything"] }, "Invalid"],
    [{ expires_in_days: 366 }, "365"],
  ])("does not take %j", (given, words) => {
    const token = { name: "x", scopes: ["read"], expires_in_days: 1, ...given };
    expect(() => parse(newApiToken, token)).toThrow(words);
  });
});

describe("finding a person", () => {
  it("finds an admin everybody of the school, an instructor the staff and their own learners, a student nobody", async () => {
    const { school, user, scope } = await instructor();
    const named = (name: string, role: "student" | "admin" = "student") =>
      makeUser({ school_id: school.id, role, name });
    const [own, , admin] = [await named("Ana Own"), await named("Ana Other"), await named("Joana", "admin")];
    const elsewhere = await instructor();
    await makeUser({ school_id: elsewhere.school.id, name: "Ana Elsewhere" });
    const course = await makeCourse({ school_id: school.id, instructorIds: [user.id] });
    await enroll(course.id, own.id);
    const found = async (asker: typeof scope, words: string, limit = 8) =>
      (await peopleFor(asker, school.id, words, limit)).map((one) => one.name);
    // Who begins so stands before who only holds it.
    expect(await found(scopeOf(admin), "ana")).toEqual(["Ana Other", "Ana Own", "Joana"]);
    expect(await found(scopeOf(admin), "ana", 1)).toEqual(["Ana Other"]);
    expect(await found(scope, "ANA")).toEqual(["Ana Own", "Joana"]);
    expect(await found(scopeOf(own), "ana")).toEqual([]);
    expect(await found(elsewhere.scope, "ana")).toEqual([]);
    expect(await found(scopeOf(admin), "%")).toEqual([]);
  });
});
