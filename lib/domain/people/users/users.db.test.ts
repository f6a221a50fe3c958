import { beforeAll, describe, expect, it } from "vitest";
import { openSession } from "@/lib/auth/devices";
import { identify } from "@/lib/auth/identity";
import { db } from "@/lib/db/client";
import { accountLinks } from "@/lib/db/tables/people";
import { newId } from "@/lib/platform/ids";
import { inBrowser, signInPlace } from "@/lib/testing/access-world";
import {
  endOf,
  enroll,
  makeCourse,
  makeSchool,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { changeUser, changeUsers, saveUser } from "./mutations";
import { countUsers, reachUser, userOf, usersOf } from "./queries";
import { changeUserInput, newUser, usersQuery } from "./schema";

const { sql } = testDatabase();
let schoolId: string;
let admin: Person;
let elsewhere: Person;
beforeAll(async () => {
  schoolId = (await makeSchool()).id;
  admin = await makeUser({
    school_id: schoolId,
    role: "admin",
    name: "Teresa Lencastre",
    password_hash: "x",
  });
  elsewhere = await makeUser({ school_id: (await makeSchool()).id, role: "admin" });
});

const ctx = (user: Person = admin) => ({
  scope: scopeOf(user),
  request: { id: "request-1", address: "192.0.2.7" },
  now: new Date(),
});
const save = (given: object, user?: Person) => saveUser(ctx(user), newUser.parse(given));
const listed = async (query: object, user: Person = admin) => {
  const { items, total } = await usersOf(scopeOf(user), usersQuery.parse(query));
  return { names: items.map(({ name }) => name), total };
};
const invite = (user: Person | { id: string }, given: object) =>
  db()
    .insert(accountLinks)
    .values({
      purpose: "invitation",
      school_id: schoolId,
      user_id: user.id,
      hash: newId(),
      expires_at: new Date(Date.now() + 86_400_000),
      ...given,
    });

describe("the list of people", () => {
  it("is searched by name, first and last name, username and address, within the admin's school", async () => {
    await save({
      name: "Ana",
      first_name: "Mariana",
      last_name: "Fontes",
      username: "Mfontes",
      email: "M.Fontes@Harbour.test",
    });
    await save({ first_name: "Rui", last_name: "Fontoura" }, elsewhere);
    for (const search of ["ana", "MARIANA", "fontes", "mfon", "harbour.test"])
      expect(await listed({ search }), search).toEqual({ names: ["Ana"], total: 1 });
    expect(await listed({ search: "%" })).toEqual({ names: [], total: 0 });
    expect(await listed({ search: "rui" })).toEqual({ names: [], total: 0 });
    expect(await listed({ search: "rui" }, elsewhere)).toEqual({ names: ["Rui Fontoura"], total: 1 });
  });

  it("is filtered by role and by the state of the account, sorted and paged, with totals", async () => {
    const school = await makeSchool();
    const own = await makeUser({ school_id: school.id, role: "admin", name: "Own", password_hash: "x" });
    const person = (name: string, given: object = {}) => makeUser({ school_id: school.id, name, ...given });
    await person("Active", { last_signed_in_at: new Date("2026-11-19T08:00:00Z") });
    await person("Deactivated", { disabled_at: new Date(), password_hash: "x", role: "instructor" });
    await person("Not invited", { role: "assistant" });
    await invite(await person("Invited"), {});
    await invite(await person("Expired"), { expires_at: new Date(Date.now() - 1000) });
    await invite(await person("Revoked"), { revoked_at: new Date() });
    const again = await person("Invited again");
    await invite(again, { expires_at: new Date(Date.now() - 1000), created_at: new Date("2026-01-01") });
    await invite(again, {});
    const names = async (query: object) => (await listed(query, own)).names;
    expect(await names({ state: "active" })).toEqual(["Active", "Own"]);
    expect(await names({ state: "deactivated" })).toEqual(["Deactivated"]);
    expect(await names({ state: "not_invited" })).toEqual(["Not invited", "Revoked"]);
    expect(await names({ state: "invited,expired" })).toEqual(["Expired", "Invited", "Invited again"]);
    expect(await names({ role: "assistant,instructor" })).toEqual(["Deactivated", "Not invited"]);
    expect((await names({ sort: "last_seen" }))[0]).toBe("Active");
    expect(await listed({ limit: 2, offset: 6 }, own)).toEqual({ names: ["Own", "Revoked"], total: 8 });
    expect(await countUsers(scopeOf(own))).toEqual({
      total: 8,
      roles: { admin: 1, instructor: 1, assistant: 1, student: 5 },
      states: { active: 2, deactivated: 1, not_invited: 2, invited: 2, expired: 1 },
    });
    for (const wrong of [{ role: "tutor" }, { state: "" }, { limit: 0 }, { sort: "salary" }])
      expect(usersQuery.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  });

  it("has the last sign-in", async () => {
    const user = await makeUser({ school_id: schoolId, name: "Signs in" });
    await openSession({ user_id: user.id, version: user.version }, signInPlace(), "password");
    const { items } = await usersOf(scopeOf(admin), usersQuery.parse({ search: "Signs in" }));
    expect(Date.now() - Date.parse(items[0]?.last_signed_in_at ?? "")).toBeLessThan(60_000);
    expect(items[0]?.state).toBe("active");
  });
});

describe("one person", () => {
  it("is read by an admin and by themself, with what they take and teach", async () => {
    const teacher = await makeUser({ school_id: schoolId, role: "instructor", external_id: "T-1" });
    const student = await makeUser({ school_id: schoolId, name: "Learner" });
    const course = await makeCourse({ school_id: schoolId, title: "Cells", instructorIds: [teacher.id] });
    const [monday] = await sql<{ id: string }[]>`
      insert into classes (id, course_id, name) values (${newId()}, ${course.id}, 'Monday') returning id`;
    await enroll(course.id, student.id, monday!.id);
    const class_ = { course_id: course.id, course_title: "Cells" };
    expect(await userOf(scopeOf(admin), "T-1")).toMatchObject({
      id: teacher.id,
      classes: [{ id: monday!.id, name: "Monday", ...class_, student_count: 1 }],
      students: [{ id: student.id, name: "Learner" }],
      enrollments: [],
    });
    expect(await userOf(scopeOf(student), student.id)).toMatchObject({
      enrollments: [{ ...class_, class_id: monday!.id, class_name: "Monday" }],
      classes: [],
      students: [],
    });
    expect(await endOf(userOf(scopeOf(teacher), student.id))).toBe("forbidden");
    expect(await endOf(userOf(scopeOf(elsewhere), student.id))).toBe("not_found");
    expect(await endOf(reachUser(scopeOf(elsewhere), "T-1"))).toBe("not_found");
  });
});

describe("adding a person", () => {
  it("is repeated by external id without a second person", async () => {
    const first = await save({
      external_id: "S-1",
      first_name: "Vasco",
      last_name: "Moura",
      email: "vasco@x.test",
    });
    expect(first).toMatchObject({
      created: true,
      name: "Vasco Moura",
      role: "student",
      state: "not_invited",
    });
    expect(
      await save({ external_id: "S-1", first_name: "Vasco", last_name: "Moura", email: "vasco@x.test" }),
    ).toEqual({
      ...first,
      created: false,
    });
    expect(await save({ external_id: "S-1", last_name: "Moura Dias" })).toMatchObject({
      id: first.id,
      created: false,
      name: "Vasco Moura Dias",
      email: "vasco@x.test",
    });
    expect(await save({ external_id: "S-1", name: "Elsewhere" }, elsewhere)).toMatchObject({ created: true });
    const both = await Promise.all([1, 2].map(() => save({ external_id: "S-2", name: "Two at once" })));
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
  });

  it("names the field that another person has, and what is missing", async () => {
    await save({ name: "First", username: "first", email: "first@x.test" });
    expect(await endOf(save({ name: "Second", username: "First" }))).toBe("conflict username");
    expect(await endOf(save({ name: "Second", email: "FIRST@x.test" }))).toBe("conflict email");
    expect(await endOf(save({ name: "Second", email: "first@x.test" }, elsewhere))).toBe("conflict email");
    expect(await endOf(save({ name: "Second", username: "first" }, elsewhere))).toBe("done");
    expect(await endOf(save({ name: "x", school_id: elsewhere.school_id }))).toBe("not_found school_id");
    const everywhere = await makeUser({ school_id: null, role: "admin" });
    expect(await endOf(save({ name: "x" }, everywhere))).toBe("invalid school_id");
    expect(await endOf(save({ name: "x", school_id: schoolId }, everywhere))).toBe("done");
    for (const wrong of [
      {},
      { name: " " },
      ...["x", "x@", "@harbour.example", "x@harbour", "x@harbour.", "x@.example", "x y@harbour.example"].map(
        (email) => ({ name: "x", email }),
      ),
      { name: "x", username: "a b" },
      { name: "x", role: "head" },
    ])
      expect(newUser.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  });
});

describe("changing a person", () => {
  it("refuses an edit of an older revision with the person as they are now", async () => {
    const { id, revision } = await save({ name: "Edited" });
    const edit = (given: object) => changeUser(ctx(), id, changeUserInput.parse(given));
    expect(await edit({ address: "Rua do Cais 7", revision })).toMatchObject({ revision: 2 });
    const refused = await edit({ address: "Elsewhere", revision }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: "conflict",
      options: { current: { address: "Rua do Cais 7", revision: 2 } },
    });
    // What changes nothing is no edit, and a program need not know the revision.
    expect(await edit({ address: "Rua do Cais 7" })).toMatchObject({ revision: 2 });
    expect(await edit({ address: "", first_name: null })).toMatchObject({ address: null, revision: 3 });
    const [entry] = await sql`select detail from audit_log where target_id = ${id} order by id desc limit 1`;
    expect(JSON.stringify(entry?.detail)).not.toContain("Cais");
    expect(() => changeUserInput.parse({ revision: 1 })).toThrow();
  });

  it("ends all access with another address, and reaches no other school", async () => {
    const user = await makeUser({ school_id: schoolId });
    const { headers } = await inBrowser(user);
    await changeUser(ctx(), user.id, { name: "Another name" });
    expect(await identify(new Headers(headers))).not.toBeNull();
    await changeUser(ctx(), user.id, { email: "another@x.test" });
    expect(await identify(new Headers(headers))).toBeNull();
    expect(await endOf(changeUser(ctx(elsewhere), user.id, { name: "x" }))).toBe("not_found");
  });

  it("leaves the admin's own role, address and access to another admin", async () => {
    for (const given of [{ role: "student" as const }, { disabled: true }, { email: "me@x.test" }])
      expect(await endOf(changeUser(ctx(), admin.id, given))).toBe("conflict");
    expect(await endOf(changeUser(ctx(), admin.id, { name: "Teresa L.", role: "admin" }))).toBe("done");
  });

  it("of several together changes those that it can, and is undone", async () => {
    const people = await Promise.all(["A", "B"].map((name) => makeUser({ school_id: schoolId, name })));
    const ids = [...people.map(({ id }) => id), admin.id, elsewhere.id];
    const { undo, refused } = await changeUsers(ctx(), {
      changes: ids.map((id) => ({ id, disabled: true })),
    });
    expect(refused.map(({ name, error }) => [name, error.code])).toEqual([
      ["Teresa L.", "conflict"],
      [elsewhere.id, "not_found"],
    ]);
    const states = async () =>
      (await Promise.all(people.map(({ id }) => userOf(scopeOf(admin), id)))).map(({ state }) => state);
    expect(await states()).toEqual(["deactivated", "deactivated"]);
    await changeUsers(ctx(), { changes: undo });
    expect(await states()).toEqual(["not_invited", "not_invited"]);
  });
});
