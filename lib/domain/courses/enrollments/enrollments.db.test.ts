import { beforeEach, describe, expect, it } from "vitest";
import type { Context } from "@/lib/http/context";
import { languageIn } from "@/lib/platform/catalogues";
import {
  endOf,
  enroll,
  makeClass,
  makeCourse,
  makeSchool,
  makeTerm,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { changeClass, changeTerm, deleteTerm, saveClass, saveTerm } from "../classes/mutations";
import { classList, termList } from "../classes/queries";
import { changeCourse } from "../mutations";
import { enrollBody, enrollmentsQuery } from "./forms";
import { enrollPeople, removeEnrollment } from "./mutations";
import { enrollmentList } from "./queries";

const { sql } = testDatabase();
const now = new Date("2026-11-20T10:00:00Z");
const as = (person: Person): Context => ({
  scope: scopeOf(person),
  request: { id: "request-1", address: "192.0.2.1" },
  now,
});
let school: { id: string };
let [admin, teacher, ana, rui]: Person[] = [];
let course: { id: string };

beforeEach(async () => {
  school = await makeSchool();
  admin = await makeUser({ school_id: school.id, role: "admin" });
  teacher = await makeUser({ school_id: school.id, role: "instructor" });
  ana = await makeUser({ school_id: school.id, external_id: "s1", username: "ana" });
  rui = await makeUser({ school_id: school.id });
  course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
});

const enrollAs = (person: Person, given: object, id = course.id) =>
  enrollPeople(as(person), id, enrollBody.parse(given), languageIn("en"));
const enrolled = async (id = course.id) =>
  (await enrollmentList(as(admin!).scope, id, enrollmentsQuery.parse({}))).items;

describe("enrolling a list", () => {
  it("takes each person by one of their names; wrong ones stop no other, and the list again changes nothing", async () => {
    const people = [
      { email: rui!.email.toUpperCase() },
      { username: "Ana" },
      { user_id: "s1" },
      { user_id: "nobody" },
      { email: "ana@school.test", username: "ana" },
      "not a person",
    ];
    const preview = await enrollAs(admin!, { people, dry_run: true });
    expect(preview).toMatchObject({ enrolled: 2, moved: 0, unchanged: 1, failed: 3, dry_run: true });
    expect(preview.results.map(({ status }) => status)).toEqual([201, 201, 200, 404, 400, 400]);
    expect(await enrolled()).toEqual([]);
    expect(await enrollAs(admin!, { people })).toMatchObject({ enrolled: 2, failed: 3 });
    expect((await enrolled()).map(({ user_id }) => user_id).sort()).toEqual([ana!.id, rui!.id].sort());
    expect(await enrollAs(admin!, { people })).toMatchObject({ enrolled: 0, moved: 0, unchanged: 3 });
    const entries = await sql`select action from audit_log where target_id = ${course.id}`;
    expect(entries.map(({ action }) => action)).toEqual(["enrollment.add"]);
  });

  it("puts them into a class, moves those of another, and keeps the class where none is given", async () => {
    const monday = await makeClass({ course_id: course.id, name: "Monday" });
    const friday = await makeClass({ course_id: course.id, name: "Friday", external_id: "fri" });
    const people = [{ user_id: ana!.id }];
    expect(await enrollAs(admin!, { people, class_id: monday.id })).toMatchObject({ enrolled: 1 });
    expect(await enrollAs(admin!, { people, class_id: "fri" })).toMatchObject({ moved: 1 });
    expect(await enrollAs(admin!, { people })).toMatchObject({ unchanged: 1 });
    expect((await enrolled())[0]).toMatchObject({ class_id: friday.id, class_name: "Friday" });
    const elsewhere = await makeClass({ course_id: (await makeCourse({ school_id: school.id })).id });
    expect(await endOf(enrollAs(admin!, { people, class_id: elsewhere.id }))).toBe("not_found");
    await changeClass(as(admin!), course.id, "fri", { archived: true });
    expect(await endOf(enrollAs(admin!, { people, class_id: "fri" }))).toBe("conflict");
  });

  it("takes everybody of another class that the caller teaches", async () => {
    const before = await makeCourse({ school_id: school.id, instructorIds: [teacher!.id] });
    const group = await makeClass({ course_id: before.id });
    await enroll(before.id, ana!.id, group.id);
    await enroll(before.id, rui!.id, group.id);
    expect(await enrollAs(teacher!, { from_class_id: group.id })).toMatchObject({ enrolled: 2 });
    const others = await makeClass({ course_id: (await makeCourse({ school_id: school.id })).id });
    expect(await endOf(enrollAs(teacher!, { from_class_id: others.id }))).toBe("not_found from_class_id");
  });

  it("by an instructor does not tell who a stranger's id or address is, but puts back whom they removed", async () => {
    const people = [{ user_id: "s1" }, { email: rui!.email }];
    expect(await enrollAs(teacher!, { people })).toMatchObject({ enrolled: 0, failed: 2 });
    await enroll(course.id, ana!.id);
    expect(await removeEnrollment(as(teacher!), course.id, "s1")).toEqual({
      user_id: ana!.id,
      class_id: null,
    });
    expect(await enrollAs(teacher!, { people })).toMatchObject({ enrolled: 1, failed: 1 });
  });

  it("refuses people of another school, deactivated ones, and an archived course", async () => {
    const stranger = await makeUser({ school_id: (await makeSchool()).id });
    const gone = await makeUser({ school_id: school.id, disabled_at: now });
    const people = [{ user_id: stranger.id }, { user_id: gone.id }];
    expect((await enrollAs(admin!, { people })).results.map(({ status }) => status)).toEqual([404, 409]);
    await changeCourse(as(admin!), course.id, { archived: true });
    expect(await endOf(enrollAs(admin!, { people }))).toBe("conflict");
    expect(await endOf(saveClass(as(admin!), course.id, { name: "New" }))).toBe("conflict");
  });
});

describe("classes and terms", () => {
  it("are saved again under their external ids; a class has its term's days unless it has its own", async () => {
    const days = { starts_on: "2026-09-01", ends_on: "2026-12-18" };
    const term = await saveTerm(as(admin!), { name: "Autumn", external_id: "a26", ...days });
    expect(await saveTerm(as(admin!), { name: "Autumn 2026", external_id: "a26", ...days })).toEqual({
      id: term.id,
      created: false,
    });
    const item = { name: "Monday", external_id: "mon", term_id: "a26" };
    await saveClass(as(teacher!), course.id, item);
    await saveClass(as(teacher!), course.id, item);
    await enroll(
      course.id,
      ana!.id,
      (await sql`select id from classes where course_id = ${course.id}`)[0]!.id,
    );
    const list = async () => (await classList(as(teacher!).scope, course.id, { limit: 9, offset: 0 })).items;
    expect(await list()).toMatchObject([
      { name: "Monday", term_name: "Autumn 2026", ...days, own_days: false, learners: 1, revision: 1 },
    ]);
    await changeClass(as(teacher!), course.id, "mon", { starts_on: "2026-10-01" });
    expect(await list()).toMatchObject([{ starts_on: "2026-10-01", ends_on: days.ends_on, own_days: true }]);
    expect(await endOf(changeClass(as(teacher!), course.id, "mon", { ends_on: "2026-09-30" }))).toBe(
      "invalid ends_on",
    );
    expect((await termList(as(teacher!).scope, { limit: 9, offset: 0 })).items).toMatchObject([
      { name: "Autumn 2026", classes: 1, revision: 2 },
    ]);
  });

  it("are the school's own, and a deleted term leaves its classes", async () => {
    const term = await makeTerm({ school_id: school.id });
    const theirs = await makeTerm({ school_id: (await makeSchool()).id });
    expect(await endOf(saveClass(as(teacher!), course.id, { name: "X", term_id: theirs.id }))).toBe(
      "not_found term_id",
    );
    expect(await endOf(changeTerm(as(teacher!), term.id, { name: "X" }))).toBe("forbidden");
    expect(await endOf(changeTerm(as(admin!), theirs.id, { name: "X" }))).toBe("not_found");
    expect(await endOf(changeTerm(as(admin!), term.id, { ends_on: "2026-08-01" }))).toBe("invalid ends_on");
    const { id } = await saveClass(as(teacher!), course.id, { name: "Monday", term_id: term.id });
    await deleteTerm(as(admin!), term.id);
    expect(await sql`select term_id from classes where id = ${id}`).toEqual([{ term_id: null }]);
    const [entry] =
      await sql`select detail from audit_log where target_id = ${term.id} and action = 'term.delete'`;
    expect(entry?.detail.before.class_ids).toEqual([id]);
  });
});
