import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { rosterImport, rosterImportList } from "@/lib/domain/people/imports/queries";
import { endOf, makeClass, makeCourse, makeSchool, makeUser, scopeOf } from "@/lib/testing/database";
import { rosterWorld } from "@/lib/testing/roster-world";
import { csvOf, oneRoster, registrations, registrationsZip, smallSchool } from "@/lib/testing/rosters";
import { runNextWork } from "../jobs/work";

const { sql, world, read, commit, peopleOf, enrolledIn, teaching } = rosterWorld();
const reasons = ({ wrong }: Pick<Awaited<ReturnType<typeof read>>, "wrong">) =>
  wrong.map(({ line, column, message }) => `${line} ${column}: ${message}`);
const count = (kind: string, { counts }: { counts: Record<string, object> | null }) => counts?.[kind];

describe("a CSV of people", () => {
  const people = csvOf("external_id,email,username,first_name,last_name,role", [
    ["S1", "Ana@School.test", "ana.c", "Ana", "Costa", "student"],
    ["S2", "bento@school.test", "", "Bento", "Dias", "teacher"],
    ["S3", "no address", "", "Carla", "Esteves", "student"],
    ["S4", "duarte@school.test", "", "Duarte", "Faria", "guardian"],
    ["S5", "eva@school.test", "", "Eva", "Gomes", "admin"],
    ["S6", "", "", "", "", ""],
  ]);

  it("says what each row would do, and writes nothing", async () => {
    const answer = await read(people);
    expect(count("person", answer)).toEqual({ new: 2, changed: 0, unchanged: 0, wrong: 4 });
    expect(reasons(answer)).toEqual([
      "4 email: Is not a complete e-mail address",
      "5 role: “guardian” is not a role in Lectern. Use student, instructor or assistant.",
      "6 role: A file cannot make anyone an admin. Change the role on the person’s page.",
      "7 name: Is missing",
    ]);
    expect(answer.people).toEqual({
      new: [
        { name: "Ana Costa", email: "ana@school.test", role: "student" },
        { name: "Bento Dias", email: "bento@school.test", role: "instructor" },
      ],
      changed: [],
    });
    expect(answer.import_id).toBeNull();
    expect(await peopleOf()).toHaveLength(0);
  });

  it("imports the right rows; the same file again changes nothing", async () => {
    const done = await commit(people);
    expect(done).toMatchObject({ state: "done", added: 2, changed: 0, wrong_total: 4 });
    const after = await peopleOf();
    expect(after).toMatchObject([
      { external_id: "S1", email: "ana@school.test", username: "ana.c", name: "Ana Costa", role: "student" },
      { external_id: "S2", email: "bento@school.test", name: "Bento Dias", role: "instructor" },
    ]);
    const again = await commit(people);
    expect(again.counts?.person).toEqual({ new: 0, changed: 0, unchanged: 2, wrong: 4 });
    expect(await peopleOf()).toEqual(after);
    const rows = [
      ["S1", "ana.costa@school.test", "Ana Maria", "Costa", ""],
      ["S2", "bento@school.test", "Bento", "Dias", "tobedeleted"],
    ];
    expect((await read(csvOf("external_id,email,first_name,last_name,status", rows))).people).toEqual({
      new: [],
      changed: [
        {
          name: "Ana Costa",
          changes: [
            { field: "email", before: "ana@school.test", after: "ana.costa@school.test" },
            { field: "name", before: "Ana Costa", after: "Ana Maria Costa" },
            { field: "first_name", before: "Ana", after: "Ana Maria" },
          ],
        },
        { name: "Bento Dias", changes: [{ field: "removed", before: "false", after: "true" }] },
      ],
    });
    expect((await rosterImportList(scopeOf(world.admin), { limit: 10, offset: 0 })).total).toBe(2);
  });
});

describe("a OneRoster zip", () => {
  it("brings terms, courses, classes, people and enrollments", async () => {
    const done = await commit(oneRoster(smallSchool));
    expect(done.wrong).toEqual([]);
    expect(await peopleOf()).toMatchObject([
      { external_id: "s1", email: "b.abreu@or.test", username: null, name: "Beatriz Abreu", role: "student" },
      {
        external_id: "t1",
        email: "ines@or.test",
        username: "i.carvalho",
        name: "Inês Carvalho",
        role: "instructor",
      },
      {
        external_id: "s2",
        email: "vasco@or.test",
        username: "v.moura",
        name: "Vasco Moura",
        role: "student",
      },
    ]);
    expect(await enrolledIn()).toEqual([
      { name: "Beatriz Abreu", title: "Cell biology", class: "Biology A" },
      { name: "Vasco Moura", title: "Cell biology", class: "Biology B" },
    ]);
    expect(await teaching()).toEqual([{ name: "Inês Carvalho", title: "Cell biology" }]);
    const again = await commit(oneRoster(smallSchool));
    for (const kind of ["person", "course", "class", "term", "enrollment"])
      expect(count(kind, again), kind).toMatchObject({ new: 0, changed: 0, wrong: 0 });
  });
});

describe("whom a row names", () => {
  it("is found by external id, address and username; another’s name is refused", async () => {
    await commit(
      "external_id,email,username,name\nS1,ana@a.test,ana,Ana\nS2,ben@a.test,ben,Ben\n,cleo@a.test,,Cleo",
    );
    const answer = await read(
      [
        "external_id;email;username;name",
        "S1;ANA@a.test;;Ana Costa",
        ";;BEN;Ben Dias",
        "S9;cleo@a.test;;Cleo",
        "S3;ben@a.test;;Somebody",
        "S1;ben@a.test;;Ana",
        ";ana@a.test;;Ana",
      ].join("\n"),
    );
    expect(count("person", answer)).toEqual({ new: 0, changed: 3, unchanged: 0, wrong: 3 });
    expect(reasons(answer)).toEqual([
      "5 external_id: Ben Dias has the ID S2 in Lectern.",
      "6 email: It belongs to Ben Dias, who is another person than this row names.",
      "7 null: Line 2 names the same person.",
    ]);
  });

  it("never is somebody of another school, and no admin loses role, address or access", async () => {
    const other = await makeUser({ school_id: (await makeSchool()).id, email: "zoe@elsewhere.test" });
    await sql`update users set external_id = 'T1' where id = ${world.admin.id}`;
    const file = `external_id,email,name,role,status\nS1,${other.email},Zoe,,\nT1,,Teresa L.,student,\nT1,new@a.test,Teresa,,\n`;
    expect(reasons(await read(file))).toEqual([
      "2 email: Belongs to another person",
      "4 null: Line 3 names the same person.",
    ]);
    await commit(file);
    const [teresa] = await sql`select name, role, version from users where id = ${world.admin.id}`;
    expect(teresa).toEqual({ name: "Teresa L.", role: "admin", version: 1 });
    expect(reasons(await read("external_id,email,name,status\nT1,,,tobedeleted"))[0]).toContain(
      "is an admin",
    );
    expect(reasons(await read("external_id,email,name\nT1,x@a.test,"))[0]).toContain("is an admin");
  });

  it("by the name of somebody merged into another, is that one", async () => {
    await commit("external_id,email,name\nS1,ana@b.test,Ana\n");
    const [ana] = await sql`select id from users where external_id = 'S1' and school_id = ${world.schoolId}`;
    await sql`insert into former_identities (identity, school_id, user_id)
      values ('x:OLD1', ${world.schoolId}, ${ana!.id}), ('e:old@b.test', ${world.schoolId}, ${ana!.id})`;
    const done = await commit("external_id,email,name\nOLD1,old@b.test,Ana");
    expect(done.counts?.person).toEqual({ new: 0, changed: 0, unchanged: 1, wrong: 0 });
  });
});

describe("a CSV of enrollments", () => {
  it("puts people of the school, and of the file, into courses and classes by id or name", async () => {
    const course = await makeCourse({ school_id: world.schoolId, title: "Cell biology", external_id: "bio" });
    await makeClass({ course_id: course.id, name: "Monday", external_id: "bio-1" });
    await makeCourse({ school_id: world.schoolId, title: "Twice" });
    await makeCourse({ school_id: world.schoolId, title: "twice" });
    await commit(
      "external_id,email,name,role\nS1,ana@c.test,Ana,\nS2,ben@c.test,Ben,\nT1,tom@c.test,Tom,teacher",
    );
    const file = [
      "Student ID,Email,Course,Class,Role",
      "S1,,bio,Monday,student",
      ",BEN@c.test,cell BIOLOGY,,",
      "T1,,bio,,instructor",
      "S2,,bio,,teacher",
      "S9,,bio,,",
      "S1,,Twice,,",
      "S1,,bio,Friday,",
      "S2,,,bio-1,",
    ].join("\n");
    const done = await commit(file);
    expect(done.counts?.enrollment).toEqual({ new: 3, changed: 0, unchanged: 0, wrong: 5 });
    expect(reasons(done).map((reason) => reason.split(":")[0])).toEqual([
      "5 Role",
      "6 null",
      "7 Course",
      "8 Class",
      "3 Class",
    ]);
    expect(await enrolledIn()).toEqual([
      { name: "Ana", title: "Cell biology", class: "Monday" },
      { name: "Ben", title: "Cell biology", class: "Monday" },
    ]);
    expect(await teaching()).toEqual([{ name: "Tom", title: "Cell biology" }]);
    expect((await commit("email,course,status\nana@c.test,bio,tobedeleted")).changed).toBe(1);
    expect(await enrolledIn()).toHaveLength(1);
  });

  it("can make the people too, each repeated for each course", async () => {
    await makeCourse({ school_id: world.schoolId, title: "One" });
    await makeCourse({ school_id: world.schoolId, title: "Two" });
    const done = await commit(
      "email,name,course\neva@d.test,Eva,One\neva@d.test,Eva,Two\neva@d.test,Evita,Two\nno,Nil,One",
    );
    expect(reasons(done)).toEqual([
      "4 null: Line 2 names the same person.",
      "5 email: Is not a complete e-mail address",
    ]);
    expect(await enrolledIn()).toHaveLength(2);
  });
});

it("reads Latin-1, UTF-16 and a byte order mark", async () => {
  const text = "\ufeffE-Mail;Vorname;Nachname\nines@e.test;Inês;Müller";
  const latin = Uint8Array.from(text.slice(1), (letter) => letter.charCodeAt(0));
  for (const bytes of [latin, new Uint8Array(Buffer.from(text, "utf16le")), new TextEncoder().encode(text)]) {
    const answer = await read(bytes);
    expect(count("person", answer)).toMatchObject({ new: 1, wrong: 0 });
  }
  await commit(latin);
  expect((await peopleOf())[0]).toMatchObject({ name: "Inês Müller" });
});

describe("a OneRoster delta", () => {
  it("deactivates, archives and takes out what is to be deleted", async () => {
    await commit(oneRoster(smallSchool));
    const gone = (row: object) => ({
      ...row,
      status: "tobedeleted",
      dateLastModified: "2026-11-20T00:00:00Z",
    });
    const delta = oneRoster(
      {
        classes: [gone({ sourcedId: "bio-b" })],
        users: [gone({ sourcedId: "s2" }), gone({ sourcedId: "never" })],
        enrollments: [
          gone({ sourcedId: "e2", userSourcedId: "s1", classSourcedId: "bio-a", role: "student" }),
          gone({ sourcedId: "e1", userSourcedId: "t1", classSourcedId: "bio-a", role: "teacher" }),
        ],
      },
      { mode: "delta" },
    );
    const done = await commit(delta);
    expect(done.wrong).toEqual([]);
    expect(await peopleOf()).toMatchObject([{ disabled: false }, { disabled: false }, { disabled: true }]);
    expect(await enrolledIn()).toMatchObject([{ name: "Vasco Moura" }]);
    expect(await teaching()).toEqual([]);
    const [archived] = await sql`select archived_at from classes where external_id = 'bio-b'
      and course_id in (select id from courses where school_id = ${world.schoolId})`;
    expect(archived?.archived_at).not.toBeNull();
    expect((await commit(delta)).changed).toBe(0);
  });
});

it("refuses what is no roster with the reason, and unpacks no more than it may", async () => {
  const refusal = (file: string | Uint8Array) => endOf(read(file));
  for (const file of [
    "a letter without columns",
    oneRoster(smallSchool, { version: "2.0" }),
    zipSync({ "users.csv": strToU8("sourcedId\n1") }),
    oneRoster(smallSchool).subarray(0, 300),
    // A megabyte that unpacks to a gigabyte is refused by what its entry says.
    oneRoster({}, { extra: { "users.csv": `sourcedId\n${"\n".repeat(50 * 1024 * 1024)}` } }),
    oneRoster(smallSchool, { extra: { "folder/users.csv": "sourcedId" } }),
  ])
    expect(await refusal(file)).toBe("invalid file");
  expect(await refusal(new Uint8Array(16 * 1024 * 1024 + 1))).toBe("too_large");
}, 60_000);

it("is for admins of the school", async () => {
  const elsewhere = await makeUser({ school_id: (await makeSchool()).id, role: "admin" });
  expect(await endOf(read("email,name\na@f.test,A", { school_id: world.schoolId }, elsewhere))).toBe(
    "not_found school_id",
  );
  const { import_id } = await read("email,name\nb@f.test,B", { commit: "true" });
  await expect(rosterImport(scopeOf(elsewhere), import_id!)).rejects.toMatchObject({ code: "not_found" });
  // Who is no admin any more when the work begins imports nothing.
  await sql`update users set role = 'instructor' where id = ${world.admin.id}`;
  while (await runNextWork(new Date()));
  expect(await sql`select from users where email = 'b@f.test'`).toHaveLength(0);
});

it("imports registrations of the size of the Open University’s", async () => {
  const given = registrations(32_593);
  const done = await commit(registrationsZip(given));
  expect(done.state).toBe("done");
  expect(done.counts).toMatchObject({
    person: { new: 28_972, wrong: 0 },
    course: { new: 7 },
    class: { new: given.presentations.length },
    term: { new: 4 },
  });
}, 240_000);
