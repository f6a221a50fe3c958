import { beforeEach, describe, expect, it } from "vitest";
import { rosterImport, rosterImportList } from "@/lib/domain/people/imports/queries";
import { rosterQuery } from "@/lib/domain/people/imports/schema";
import { languageIn } from "@/lib/platform/catalogues";
import { makeSchool, makeUser, type Person, scopeOf, testDatabase } from "@/lib/testing/database";
import { csvOf, oneRoster, registrations, registrationsZip, smallSchool } from "@/lib/testing/rosters";
import { runNextWork } from "../jobs/work";
import { importRoster } from "./import-roster";

const { sql } = testDatabase();
let schoolId: string;
let admin: Person;
beforeEach(async () => {
  schoolId = (await makeSchool()).id;
  admin = await makeUser({ school_id: schoolId, role: "admin", name: "Teresa Lencastre" });
});

const ctx = (user: Person = admin) => ({
  scope: scopeOf(user),
  request: { id: "request-1", address: "192.0.2.7" },
  now: new Date(),
});
const bytesOf = (file: string | Uint8Array) =>
  typeof file === "string" ? new TextEncoder().encode(file) : file;
const read = (file: string | Uint8Array, query: object = {}, user: Person = admin) =>
  importRoster(
    ctx(user),
    { bytes: bytesOf(file), name: "people.csv" },
    rosterQuery.parse(query),
    languageIn("en"),
  );
/** Imports a file to its end, and answers with what it did. */
async function commit(file: string | Uint8Array) {
  const { import_id } = await read(file, { commit: "true" });
  while (await runNextWork(new Date()));
  return rosterImport(scopeOf(admin), import_id!);
}
const reasons = ({ wrong }: Pick<Awaited<ReturnType<typeof read>>, "wrong">) =>
  wrong.map(({ line, column, message }) => `${line} ${column}: ${message}`);
const peopleOf = () =>
  sql`select external_id, email, username, name, role, disabled_at is not null as disabled from users
    where school_id = ${schoolId} and id <> ${admin.id} order by name`;
const enrolledIn = () =>
  sql`select users.name, courses.title, classes.name as class from enrollments
    join users on users.id = user_id join courses on courses.id = enrollments.course_id
    left join classes on classes.id = class_id where courses.school_id = ${schoolId} order by 1, 2`;
const teaching = () =>
  sql`select users.name, courses.title from course_instructors join users on users.id = user_id
    join courses on courses.id = course_id where courses.school_id = ${schoolId}`;
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
      "4 email: Is not an e-mail address",
      "5 role: “guardian” is not a role in Lectern. Use student, instructor or assistant.",
      "6 role: A file cannot make anyone an admin. Change the role on the person’s page.",
      "7 name: Is missing",
    ]);
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
    expect((await rosterImportList(scopeOf(admin), { limit: 10, offset: 0 })).total).toBe(2);
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
