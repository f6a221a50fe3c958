import { beforeAll, describe, expect, it } from "vitest";
import { mintScope, type Scope } from "@/lib/auth/scope";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import {
  endOf,
  enroll,
  makeCourse,
  makeLesson,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { courseListQuery } from "./forms";
import { changeCourse, saveCourse } from "./mutations";
import { courseList, courseRows, findCourses, readCourse, takenCourses } from "./queries";

const { sql } = testDatabase();
let school: { id: string };
let elsewhere: { id: string };
let people: Record<"admin" | "instructor" | "colleague" | "student" | "stranger", Person>;

const now = new Date("2026-11-20T10:00:00Z");
const by = (scope: Scope): Context => ({ scope, request: { id: "request-1", address: "192.0.2.1" }, now });
const as = (name: keyof typeof people) => by(scopeOf(people[name]));

beforeAll(async () => {
  [school, elsewhere] = [await makeSchool(), await makeSchool()];
  const person = (role: Person["role"], school_id: string) => makeUser({ school_id, role });
  people = {
    admin: await person("admin", school.id),
    instructor: await person("instructor", school.id),
    colleague: await person("instructor", school.id),
    student: await person("student", school.id),
    stranger: await person("instructor", elsewhere.id),
  };
});

const entries = (id: string) => sql<{ action: string; detail: Record<string, Record<string, unknown>> }[]>`
  select action, detail from audit_log where target_id = ${id} order by at, id`;

describe("making a course", () => {
  it("lets the person who makes it teach it, and an admin say who does", async () => {
    const { id } = await saveCourse(as("instructor"), { title: "Logic" });
    expect((await readCourse(scopeOf(people.instructor), id)).instructors.map((one) => one.id)).toEqual([
      people.instructor.id,
    ]);
    const other = await saveCourse(as("admin"), {
      title: "Logic 2",
      instructor_ids: [people.colleague.id, people.instructor.id],
    });
    expect((await readCourse(scopeOf(people.colleague), other.id)).instructors).toHaveLength(2);
    expect((await entries(id)).map(({ action }) => action)).toEqual([
      "course.create",
      "course.set_instructors",
    ]);
  });

  it("saves the same course under the same external id, with an audit row for each change only", async () => {
    const first = await saveCourse(as("admin"), { title: "Chance", external_id: "chance" });
    const again = await saveCourse(as("admin"), { title: "Chance", external_id: "chance" });
    const changed = await saveCourse(as("admin"), { title: "Chances", external_id: "chance" });
    expect([first.created, again.created, changed.created]).toEqual([true, false, false]);
    expect(new Set([first.id, again.id, changed.id]).size).toBe(1);
    const [, update, ...more] = await entries(first.id);
    expect(update).toEqual({
      action: "course.update",
      detail: { before: { title: "Chance" }, after: { title: "Chances" } },
    });
    expect(more).toEqual([]);
    expect((await readCourse(as("admin").scope, first.id)).revision).toBe(2);
    // Another school's course can have it too.
    const theirs = await saveCourse(as("stranger"), { title: "Chance", external_id: "chance" });
    expect(theirs.created).toBe(true);
  });

  it("is for staff, in their own school, with staff of it", async () => {
    expect(await endOf(saveCourse(as("student"), { title: "Mine" }))).toBe("forbidden");
    expect(await endOf(saveCourse(as("admin"), { title: "There", school_id: elsewhere.id }))).toBe(
      "not_found school_id",
    );
    for (const id of [people.student.id, people.stranger.id, "nobody"])
      expect(await endOf(saveCourse(as("admin"), { title: "X", instructor_ids: [id] }))).toBe(
        "not_found instructor_ids[0]",
      );
    const root = await makeUser({ school_id: null, role: "admin" });
    const scope = mintScope({ user_id: root.id, name: root.name, role: "admin", school_id: null });
    expect(await endOf(saveCourse(by(scope), { title: "X" }))).toBe("invalid school_id");
    expect(await endOf(saveCourse(by(scope), { title: "X", school_id: school.id }))).toBe("done");
  });

  it("by an external id of a course that they do not teach is refused", async () => {
    await saveCourse(as("admin"), { title: "Secret", external_id: "secret" });
    expect(await endOf(saveCourse(as("instructor"), { title: "Mine", external_id: "secret" }))).toBe(
      "forbidden",
    );
  });
});

it("counts what a course has, without what is archived", async () => {
  const { id } = await makeCourse({ school_id: school.id, instructorIds: [people.instructor.id] });
  const lesson = await makeLesson({ course_id: id });
  await makeLesson({ course_id: id, archived_at: now });
  const video = await makeVideo({ school_id: school.id, course_id: id, lesson_id: lesson.id });
  await makeVideo({ school_id: school.id, course_id: id, archived_at: now });
  await makeVideo({ school_id: school.id, course_id: id, version_of: video.id });
  await makeSession({ school_id: school.id, course_id: id, instructor_id: people.instructor.id });
  await makeSession({ school_id: school.id, course_id: id, instructor_id: people.colleague.id });
  await enroll(id, people.student.id);
  const counts = { lessons: 1, videos: 1, classes: 0, learners: 1 };
  expect(await readCourse(as("admin").scope, id)).toMatchObject({ ...counts, sessions: 2 });
  // A colleague's session is not theirs to see.
  expect(await readCourse(as("instructor").scope, id)).toMatchObject({ ...counts, sessions: 1 });
});

describe("editing a course", () => {
  it("refuses the second of two edits of one revision, with what the first saved", async () => {
    const { id } = await saveCourse(as("admin"), { title: "Two", instructor_ids: [people.instructor.id] });
    await changeCourse(as("admin"), id, { title: "By the admin", revision: 1 });
    const error = await changeCourse(as("instructor"), id, { title: "By me", revision: 1 }).catch(
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe("conflict");
    expect((error as AppError).options.current).toMatchObject({ title: "By the admin", revision: 2 });
    await changeCourse(as("instructor"), id, { title: "By me", revision: 2 });
    // A program sends no revision.
    await changeCourse(as("instructor"), id, { title: "By a program" });
    expect(await readCourse(as("admin").scope, id)).toMatchObject({ title: "By a program", revision: 4 });
  });

  it("of two at the same time keeps one", async () => {
    const { id } = await saveCourse(as("admin"), { title: "Race" });
    const ends = await Promise.all(
      ["A", "B", "C"].map((title) => endOf(changeCourse(as("admin"), id, { title, revision: 1 }))),
    );
    expect(ends.sort()).toEqual(["conflict", "conflict", "done"]);
  });

  it("names the external id that another course has, and an instructor's own place", async () => {
    const { id } = await makeCourse({ school_id: school.id, instructorIds: [people.instructor.id] });
    await makeCourse({ school_id: school.id, external_id: "taken" });
    expect(await endOf(changeCourse(as("instructor"), id, { external_id: "taken" }))).toBe(
      "conflict external_id",
    );
    expect(await endOf(changeCourse(as("instructor"), id, { instructor_ids: [people.colleague.id] }))).toBe(
      "invalid instructor_ids",
    );
    expect(await endOf(changeCourse(as("colleague"), id, { title: "X" }))).toBe("forbidden");
    expect(await endOf(changeCourse(as("stranger"), id, { title: "X" }))).toBe("not_found");
  });

  it("that is archived leaves lists, menus and searches, and comes back", async () => {
    const { id } = await makeCourse({
      school_id: school.id,
      title: "Old times",
      instructorIds: [people.colleague.id],
    });
    await sql`insert into enrollments (course_id, user_id) values (${id}, ${people.student.id})`;
    const { scope } = as("colleague");
    const seen = async () => ({
      menu: (await courseList(scope)).some((one) => one.id === id),
      found: (await findCourses(scope, "old times", 5)).total,
      taken: (await takenCourses(scopeOf(people.student))).some((one) => one.id === id),
      listed: (await courseRows(scope, courseListQuery.parse({}))).items.some((one) => one.id === id),
      archived: (await courseRows(scope, courseListQuery.parse({ archived: "true" }))).items.map(
        (one) => one.id,
      ),
    });
    const active = { menu: true, found: 1, taken: true, listed: true, archived: [] };
    expect(await seen()).toEqual(active);
    await changeCourse(as("colleague"), id, { archived: true });
    expect(await seen()).toEqual({ menu: false, found: 0, taken: false, listed: false, archived: [id] });
    await changeCourse(as("colleague"), id, { archived: false });
    expect(await seen()).toEqual(active);
    expect((await entries(id)).map(({ action }) => action)).toEqual(["course.archive", "course.restore"]);
  });
});
