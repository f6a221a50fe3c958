import { describe, expect, it } from "vitest";
import { rosterImport } from "@/lib/domain/people/imports/queries";
import { type Decisions, type Question, rosterBody } from "@/lib/domain/people/imports/schema";
import { endOf, makeClass, makeCourse, makeUser, scopeOf } from "@/lib/testing/database";
import { rosterWorld } from "@/lib/testing/roster-world";
import { oneRoster, smallSchool } from "@/lib/testing/rosters";
import { runNextWork } from "../jobs/work";
import { undoRosterImport } from "./undo-roster";

const { sql, world, ctx, read, commit, peopleOf, enrolledIn } = rosterWorld();

const optionsOf = ({ options }: Question) => options.map(({ decision }) => decision.do);
const asked = ({ questions }: { questions: Question[] }) =>
  questions.map((question) => `${question.key}: ${optionsOf(question).join(", ")}`);
const idOf = async (externalId: string): Promise<string> =>
  (await sql`select id from users where external_id = ${externalId} and school_id = ${world.schoolId}`)[0]!
    .id;

describe("a row in doubt", () => {
  it("is left out unless it is decided, and each decision brings it in", async () => {
    await commit("external_id,email,name\nS-19022,tiago@d.test,Tiago Bento\n,rosa@d.test,Rosa Dias");
    const file = [
      "external_id,email,name,role",
      "S-1,maria@,Maria,student",
      "S-2,luisa@d.test,Luísa,guardian",
      "S-3,nuno@d.test,Nuno,guardian",
      "S-20140,tiago@d.test,Tiago B.,student",
      "S-4,rosa.dias@d.test,dias rosa,student",
      "S-5,eva@d.test,,student",
    ].join("\n");
    const before = await read(file);
    expect(before.counts.person).toEqual({ new: 0, changed: 0, unchanged: 0, wrong: 6 });
    expect(asked(before)).toEqual([
      "person:2:email: correct",
      "role:guardian: as_role, as_role, as_role",
      "person:5:who: same_person, without",
      "person:6:who: same_person, new_person",
      "person:7:name: correct",
    ]);
    expect(before.questions[1]).toMatchObject({ line: 3, last_line: 4, rows: 2 });
    expect(before.questions[3]?.message).toContain("Rosa Dias has the same name");
    const [rosa] = await sql`select id from users where name = 'Rosa Dias' and school_id = ${world.schoolId}`;
    const decisions: Decisions = {
      "person:2:email": { do: "correct", value: "Maria@D.test" },
      "role:guardian": { do: "as_role", role: "assistant" },
      "person:5:who": { do: "same_person", user_id: await idOf("S-19022") },
      "person:6:who": { do: "same_person", user_id: rosa!.id },
      "person:7:name": { do: "correct", value: "Eva Gomes" },
    };
    const after = await read(file, {}, undefined, { decisions });
    expect(after.counts.person).toEqual({ new: 4, changed: 2, unchanged: 0, wrong: 0 });
    // What was decided can be decided otherwise.
    expect(asked(after)).toEqual(asked(before));
    expect(await peopleOf()).toHaveLength(2);
    const done = await commit(file, { decisions });
    expect(done).toMatchObject({ added: 4, changed: 2, wrong_total: 0 });
    expect(await peopleOf()).toEqual(
      [
        { external_id: "S-5", email: "eva@d.test", name: "Eva Gomes", role: "student" },
        { external_id: "S-2", email: "luisa@d.test", name: "Luísa", role: "assistant" },
        { external_id: "S-1", email: "maria@d.test", name: "Maria", role: "student" },
        { external_id: "S-3", email: "nuno@d.test", name: "Nuno", role: "assistant" },
        { external_id: "S-20140", email: "tiago@d.test", name: "Tiago B.", role: "student" },
        { external_id: "S-4", email: "rosa.dias@d.test", name: "dias rosa", role: "student" },
      ]
        .map((row) => ({ username: null, disabled: false, ...row }))
        .sort((a, b) => order(a.name, b.name)),
    );
    // Nothing of what was decided is kept once it is done.
    expect((await sql`select decisions from roster_imports where id = ${done.id}`)[0]).toEqual({
      decisions: {},
    });
  });

  it("can be another person, without the address that is somebody else's", async () => {
    await commit("external_id,email,name\nS-1,ana@e.test,Ana\n,bea@e.test,Bea");
    const done = await commit("external_id,email,name\nS-2,ana@e.test,Anabela\nS-3,bea2@e.test,Bea", {
      decisions: { "person:2:who": { do: "without", field: "email" }, "person:3:who": { do: "new_person" } },
    });
    expect(done).toMatchObject({ added: 2, changed: 0, wrong_total: 0 });
    expect((await peopleOf()).map(({ external_id, email }) => [external_id, email])).toEqual(
      expect.arrayContaining([
        ["S-1", "ana@e.test"],
        ["S-2", null],
        ["S-3", "bea2@e.test"],
      ]),
    );
  });

  it("is not a name that two people with an ID each have, or somebody whom another row names", async () => {
    await commit("external_id,email,name\nS-1,ana@f.test,Ana\n,bea@f.test,Bea");
    const answer = await read(
      "external_id,email,name\nS-2,ana2@f.test,Ana\nS-3,bea3@f.test,Bea\n,bea@f.test,Bea",
    );
    expect(asked(answer)).toEqual([]);
    expect(answer.counts.person).toMatchObject({ new: 2, unchanged: 1 });
  });

  it("with a corrected value that is wrong again is left out", async () => {
    const decisions: Decisions = { "person:2:email": { do: "correct", value: "still wrong" } };
    const answer = await read("email,name\nno,Ana", {}, undefined, { decisions });
    expect(answer.counts.person).toMatchObject({ wrong: 1 });
    expect(asked(answer)).toEqual(["person:2:email: correct"]);
  });

  it("is left out and told when what was decided is no choice any more", async () => {
    await commit("external_id,email,name\nS-1,ana@g.test,Ana\nS-9,other@g.test,Other\n,bea@g.test,Bea");
    const file = "external_id,email,name\nS-2,ana@g.test,Ana\nS-3,bea3@g.test,Bea";
    const [bea] = await sql`select id from users where name = 'Bea' and school_id = ${world.schoolId}`;
    const decisions: Decisions = {
      "person:2:who": { do: "same_person", user_id: await idOf("S-1") },
      "person:3:who": { do: "same_person", user_id: bea!.id },
    };
    expect((await read(file, {}, undefined, { decisions })).counts.person.changed).toBe(2);
    const { import_id } = await read(file, { commit: "true" }, undefined, { decisions });
    // Before the work runs, the address becomes somebody else's, and the namesake another name.
    await sql`update users set email = null where external_id = 'S-1' and school_id = ${world.schoolId}`;
    await sql`update users set email = 'ana@g.test' where external_id = 'S-9' and school_id = ${world.schoolId}`;
    await sql`update users set name = 'Beatriz' where id = ${bea!.id}`;
    while (await runNextWork(new Date()));
    const done = await rosterImport(scopeOf(world.admin), import_id!);
    expect(done).toMatchObject({ added: 0, changed: 0, wrong_total: 2 });
    for (const { message } of done.wrong) expect(message).toContain("no longer applies, so it is left out");
  });
});

const order = (a: string, b: string) => (a < b ? -1 : 1);

describe("an enrollment in doubt", () => {
  it("can be in the other class, and in a course or class that is added", async () => {
    const course = await makeCourse({ school_id: world.schoolId, title: "Bio" });
    await makeClass({ course_id: course.id, name: "A", starts_on: "2026-09-01" });
    await makeClass({ course_id: course.id, name: "B", starts_on: "2026-10-01" });
    const file = [
      "external_id,name,course,class",
      "S-1,Ana,Bio,A",
      "S-1,Ana,Bio,B",
      "S-1,Ana,Chem,",
      "S-2,Ben,Chem,",
      "S-2,Ben,Bio,C",
    ].join("\n");
    const answer = await read(file);
    expect(asked(answer)).toEqual([
      "enrollment:2:other_class: this_class",
      "new_course:Chem: add_course",
      "new_class:Bio:C: add_class",
    ]);
    expect(answer.counts.enrollment).toEqual({ new: 1, changed: 0, unchanged: 0, wrong: 4 });
    const decisions: Decisions = {
      "new_course:Chem": { do: "add_course" },
      "new_class:Bio:C": { do: "add_class" },
      "enrollment:2:other_class": { do: "this_class" },
    };
    const done = await commit(file, { decisions });
    expect(done.counts).toMatchObject({
      course: { new: 1 },
      class: { new: 1 },
      enrollment: { new: 4, wrong: 1 },
    });
    const expected = [
      { name: "Ana", title: "Bio", class: "A" },
      { name: "Ana", title: "Chem", class: null },
      { name: "Ben", title: "Bio", class: "C" },
      { name: "Ben", title: "Chem", class: null },
    ];
    expect(await enrolledIn()).toEqual(expected);
    // Once the course and the class exist, there is no doubt about them, and the same decisions do no harm.
    const again = await commit(file, { decisions });
    expect(again.counts).toMatchObject({ course: { new: 0 }, enrollment: { new: 0, unchanged: 4 } });
    expect(await enrolledIn()).toEqual(expected);
    await undoRosterImport(ctx(), done.id);
    expect(await sql`select from courses where school_id = ${world.schoolId}`).toHaveLength(1);
    expect(await enrolledIn()).toEqual([]);
  });
});

it("takes 500 decisions at most, each of a known kind", () => {
  const form = (decisions: object) =>
    rosterBody.safeParse({
      ...{ file: new Uint8Array(1), file_name: null },
      fields: { decisions: JSON.stringify(decisions) },
    });
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`person:${n}:who`, { do: "new_person" }]));
  expect(form(many(500)).success).toBe(true);
  for (const wrong of [
    many(501),
    { a: { do: "as_role", role: "admin" } },
    { a: { do: "correct", value: " " } },
    { a: { do: "same_person", user_id: "x" } },
    { [`${"k".repeat(501)}`]: { do: "add_course" } },
    { a: "leave_out" },
  ])
    expect(form(wrong).error?.issues[0]?.path.slice(0, 2)).toEqual(["fields", "decisions"]);
});

describe("who is not in the file", () => {
  const deactivate = { missing: "deactivate" };
  const disabled = async () => (await peopleOf()).filter((one) => one.disabled).map(({ name }) => name);
  const four =
    "external_id,email,name,role\nA,a@m.test,Ana,student\nB,b@m.test,Bea,student\nC,c@m.test,Caio,student\nT,t@m.test,Tom,teacher";

  it("stays, unless its deactivation is chosen: then students are deactivated, and the undo takes it back", async () => {
    await commit(four);
    const file = "external_id,name\nA,Ana";
    const answer = await read(file);
    // The teacher and the admin who imports.
    expect(answer.missing).toEqual({ students: 2, named: ["Bea", "Caio"], staff: 2 });
    expect(answer.counts.missing).toEqual({ new: 0, changed: 0, unchanged: 4, wrong: 0 });
    await commit(file);
    expect(await disabled()).toEqual([]);
    expect((await read(file, deactivate)).counts.missing).toMatchObject({ changed: 2, unchanged: 2 });
    expect(await disabled()).toEqual([]);
    const done = await commit(file, {}, deactivate);
    expect(done).toMatchObject({ added: 0, changed: 2 });
    expect(await disabled()).toEqual(["Bea", "Caio"]);
    const entries = await sql`select target_id from audit_log where school_id = ${world.schoolId}
      and action = 'user.update' and detail->'after' ? 'disabled_at'`;
    expect(entries).toHaveLength(2);
    await undoRosterImport(ctx(), done.id);
    expect(await disabled()).toEqual([]);
  });

  it("is not somebody whose row is wrong or in doubt, or who is named by another of their names", async () => {
    await commit(four);
    await makeUser({ school_id: world.schoolId, name: "Dora Lima", email: "dora@m.test", role: "student" });
    const file = [
      "external_id,email,name,role",
      "A,no address,Ana,student",
      ",b@m.test,Bea,guardian",
      "X,c@m.test,Caio,student",
      "D,dora.lima@m.test,Lima Dora,student",
    ].join("\n");
    const answer = await read(file, deactivate);
    expect(answer.counts.person.wrong).toBe(4);
    expect(answer.missing).toMatchObject({ students: 0 });
  });

  it("is only said by a file that lists everyone: no delta, no enrollments, no line that cannot be read", async () => {
    await commit(four);
    await makeCourse({ school_id: world.schoolId, title: "Bio" });
    const delta = oneRoster({ users: smallSchool.users.slice(0, 1) }, { mode: "delta" });
    for (const file of [delta, "external_id,course\nA,Bio", 'external_id,name\nA,Ana\nB,"Bea\n']) {
      expect((await read(file)).missing).toBeNull();
      expect(await endOf(read(file, { ...deactivate, commit: "true" }))).toBe("invalid missing");
    }
    const bulk = await read(oneRoster(smallSchool));
    expect(bulk.missing).toMatchObject({ students: 3, staff: 2 });
  });
});
