import { beforeAll, describe, expect, it } from "vitest";
import { openSession } from "@/lib/auth/devices";
import { identify } from "@/lib/auth/identity";
import { hashPassword } from "@/lib/auth/passwords";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { apiTokenOf, inBrowser, signedIn, signInPlace } from "@/lib/testing/access-world";
import { endOf, makeSchool, makeUser, type Person, scopeOf, testDatabase } from "@/lib/testing/database";
import { changePassword, createApiToken, forgetDevice, revokeApiToken, signOutEverywhere } from "./mutations";
import { account, apiTokensOf } from "./queries";
import { apiTokensQuery, newApiToken } from "./schema";
import { changeUser } from "./users/mutations";

const { sql } = testDatabase();
const password = "a long enough password";
const minutes = (count: number) => new Date(Date.now() - count * 60_000);
let password_hash: string;
let schoolId: string;

beforeAll(async () => {
  password_hash = await hashPassword(password);
  schoolId = (await makeSchool()).id;
});

const person = (given: Partial<Person> = {}) =>
  makeUser({ school_id: schoolId, role: "instructor", password_hash, ...given });
/** A request of somebody who signed in then. */
const contextOf = (user: Person, signed_in_at: Date | null = new Date(), credential_id?: string) => ({
  scope: scopeOf(user),
  request: { id: "request-1", address: "192.0.2.7", signed_in_at, credential_id },
  now: new Date(),
});
const everyAccess = async (user: Person) => [
  await inBrowser(user),
  await signedIn(user),
  (await apiTokenOf(user.id, ["read"])).caller,
];
const working = async (callers: { headers: Record<string, string> }[]) => {
  const identities = await Promise.all(callers.map(({ headers }) => identify(new Headers(headers))));
  return identities.filter(Boolean).length;
};
const actionsOf = async (id: string) =>
  (
    await sql`select action from audit_log where target_id = ${id} and action <> 'user.sign_in' order by id`
  ).map(({ action }) => action);

describe("a new API token", () => {
  const input = (given: object = {}) =>
    newApiToken.parse({ name: "Nightly export", scopes: ["read"], expires_in_days: 30, ...given });

  it("needs the password again a quarter of an hour after the sign-in, and always where nobody signed in", async () => {
    const user = await person();
    expect(await endOf(createApiToken(contextOf(user, minutes(14)), input()))).toBe("done");
    for (const at of [minutes(16), null]) {
      expect(await endOf(createApiToken(contextOf(user, at), input()))).toBe("forbidden password");
      expect(await endOf(createApiToken(contextOf(user, at), input({ password: "guess" })))).toBe(
        "forbidden password",
      );
      expect(await endOf(createApiToken(contextOf(user, at), input({ password })))).toBe("done");
    }
  });

  it("limits guesses of the password in a stolen session", async () => {
    const user = await person();
    const ends = await Promise.all(
      Array.from({ length: 12 }, () =>
        endOf(createApiToken(contextOf(user, minutes(60)), input({ password: "guess" }))),
      ),
    );
    expect(ends.filter((end) => end === "forbidden password")).toHaveLength(10);
    expect(ends.filter((end) => end === "too_many_requests")).toHaveLength(2);
    expect(await actionsOf(user.id)).toEqual(Array.from({ length: 10 }, () => "user.fail_password"));
  });
});

describe("the access of a person ends at once, by every kind of credential,", () => {
  it("with another password, and this needs the present one", async () => {
    const user = await person();
    const callers = await everyAccess(user);
    const change = (current_password: string) =>
      endOf(changePassword(contextOf(user), { current_password, new_password: "another long password" }));
    expect(await change("guess")).toBe("forbidden current_password");
    expect(await working(callers)).toBe(3);
    expect(await change(password)).toBe("done");
    expect(await working(callers)).toBe(0);
    const signIn = (given: string) =>
      endOf(signInWithPassword({ email: user.email, password: given }, signInPlace()));
    expect(await signIn(password)).toBe("unauthenticated");
    expect(await signIn("another long password")).toBe("done");
    expect(await actionsOf(user.id)).toEqual([
      "user.fail_password",
      "user.change_password",
      "user.fail_sign_in",
    ]);
  });

  it("with signing out everywhere, by themself or by an admin of their school", async () => {
    const [user, admin, elsewhere] = [
      await person(),
      await person({ role: "admin" }),
      await makeUser({ school_id: (await makeSchool()).id, role: "admin" }),
    ];
    const callers = await everyAccess(user);
    expect(await endOf(signOutEverywhere(contextOf(elsewhere), user.id))).toBe("not_found");
    expect(await working(callers)).toBe(3);
    await signOutEverywhere(contextOf(user));
    expect(await working(callers)).toBe(0);
    const [again] = await sql<Person[]>`select * from users where id = ${user.id}`;
    const later = await everyAccess(again!);
    expect(await working(later)).toBe(3);
    await signOutEverywhere(contextOf(admin), user.id);
    expect(await working(later)).toBe(0);
  });

  it("with another role or deactivation, which an admin decides of anybody but themself", async () => {
    const [user, admin] = [await person(), await person({ role: "admin" })];
    const callers = await everyAccess(user);
    const change = (given: object, id = user.id) => changeUser(contextOf(admin), id, given);
    await change({ role: "instructor" });
    expect(await working(callers)).toBe(3);
    expect(await change({ role: "student" })).toMatchObject({ role: "student", disabled_at: null });
    expect(await working(callers)).toBe(0);
    expect((await change({ disabled: true })).disabled_at).not.toBeNull();
    expect(await endOf(signInWithPassword({ email: user.email, password }, signInPlace()))).toBe(
      "unauthenticated",
    );
    expect((await change({ disabled: false })).disabled_at).toBeNull();
    expect(await endOf(signInWithPassword({ email: user.email, password }, signInPlace()))).toBe("done");
    expect(await endOf(change({ role: "student" }, admin.id))).toBe("conflict");
    const everywhere = await makeUser({ school_id: null, role: "admin" });
    const other = await makeUser({ school_id: null, role: "admin" });
    expect(await endOf(change({ role: "student" }, other.id))).toBe("not_found");
    expect(await endOf(changeUser(contextOf(everywhere), other.id, { role: "student" }))).toBe(
      "invalid role",
    );
  });

  it("in one browser, when it is forgotten", async () => {
    const [user, other] = [await person(), await person()];
    const callers = await everyAccess(user);
    const { devices } = await account(contextOf(user));
    expect(await endOf(forgetDevice(contextOf(other), devices[0]!.id))).toBe("not_found");
    expect(await working(callers)).toBe(3);
    await forgetDevice(contextOf(user), devices[0]!.id);
    expect(await working(callers)).toBe(2);
  });

  it("with a token that an admin revokes, who sees it in the list", async () => {
    const [user, colleague, admin] = [await person(), await person(), await person({ role: "admin" })];
    const { id, caller } = await apiTokenOf(user.id, ["read"]);
    const query = apiTokensQuery.parse({});
    expect(await endOf(apiTokensOf(scopeOf(colleague), query, user.id))).toBe("forbidden user_id");
    expect(await endOf(revokeApiToken(contextOf(colleague), id))).toBe("forbidden");
    expect((await apiTokensOf(scopeOf(admin), query, user.id)).items.map((token) => token.id)).toEqual([id]);
    await revokeApiToken(contextOf(admin), id);
    expect(await working([caller])).toBe(0);
  });
});

describe("the account", () => {
  it("lists failed sign-ins since the previous one, with their addresses", async () => {
    const user = await person();
    const home = signInPlace({ address: "192.0.2.20" });
    const fail = (address: string) =>
      endOf(signInWithPassword({ email: user.email, password: "guess" }, signInPlace({ address })));
    const signIn = async (from = home) =>
      openSession(await signInWithPassword({ email: user.email, password }, from), from, "password");
    await fail("203.0.113.1");
    const first = await signIn();
    await fail("203.0.113.2");
    await fail("203.0.113.3");
    const { sign_in_id } = await signIn({ ...home, device_id: first.device_id });
    const [device] = await sql`select signed_in_at from devices where sign_in_id = ${sign_in_id}`;
    const { failed_sign_ins, devices } = await account(contextOf(user, device?.signed_in_at, sign_in_id));
    expect(failed_sign_ins).toMatchObject({ count: 2, last_address: "203.0.113.3" });
    expect(failed_sign_ins.since).not.toBeNull();
    expect(devices).toMatchObject([
      { name: "Firefox on Linux", address: "192.0.2.20", active: true, current: true },
    ]);
  });
});
