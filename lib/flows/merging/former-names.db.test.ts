import { beforeAll, describe, expect, it } from "vitest";
import { signInWithOidc } from "@/lib/auth/oidc";
import { reachLearner } from "@/lib/domain/learners/queries";
import { reachUser } from "@/lib/domain/people/users/queries";
import { endOf, makeSchool, makeUser, type Person, scopeOf, testDatabase } from "@/lib/testing/database";
import { mergePeople } from "./merge-people";

testDatabase();

describe("a merged person", () => {
  let admin: Person;
  let schoolId: string;
  beforeAll(async () => {
    schoolId = (await makeSchool()).id;
    admin = await makeUser({ school_id: schoolId, role: "admin" });
  });
  type Given = Omit<Parameters<typeof makeUser>[0], "school_id">;
  const person = (given: Given = {}) => makeUser({ school_id: schoolId, ...given });
  const merge = (one: Person, duplicate: Person) =>
    mergePeople(
      { scope: scopeOf(admin), request: { id: "r", address: "192.0.2.7" }, now: new Date() },
      one.id,
      {
        duplicate_id: duplicate.id,
      },
    );

  it("has its address and its page lead to the person who stayed", async () => {
    const [one, two] = [await person({ external_id: "kept" }), await person({ external_id: "old" })];
    const other = await person();
    await merge(one, two);
    const scope = scopeOf(admin);
    for (const given of [two.id, two.id.toUpperCase(), "old"])
      expect(await reachUser(scope, given)).toBe(one.id);
    expect(await reachLearner(scope, two.id)).toMatchObject({ id: one.id });
    // Somebody else's reader sees neither.
    const elsewhere = scopeOf(await makeUser({ school_id: (await makeSchool()).id, role: "admin" }));
    expect(await endOf(reachUser(elsewhere, two.id))).toBe("not_found");
    expect(await endOf(reachLearner(elsewhere, two.id))).toBe("not_found");
    expect(await endOf(reachLearner(scopeOf(other), two.id))).toBe("forbidden");
    // Who has the id now comes first.
    const now = await person({ external_id: "old" });
    expect(await reachUser(scope, "old")).toBe(now.id);
  });

  it("makes no second account where the provider names its address", async () => {
    const [one, two] = [await person(), await person()];
    await merge(one, two);
    const claims = {
      iss: "https://login.merged.test",
      sub: "sub-two",
      email: two.email!,
      email_verified: true,
    };
    expect(await signInWithOidc(claims)).toMatchObject({ user_id: one.id });
    // An address that is somebody's now is theirs.
    const three = await person();
    await merge(one, three);
    const now = await person({ email: three.email });
    expect(await signInWithOidc({ ...claims, sub: "sub-now", email: three.email! })).toMatchObject({
      user_id: now.id,
    });
  });
});
