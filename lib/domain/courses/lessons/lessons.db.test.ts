import { beforeEach, describe, expect, it } from "vitest";
import type { Context } from "@/lib/http/context";
import {
  endOf,
  makeCourse,
  makeLesson,
  makeMaterial,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { arrangeLesson } from "./arrange";
import { changeLesson, changeMaterial, orderLessons, saveLesson, saveMaterial } from "./mutations";
import { lessonList, materialList } from "./queries";

const { sql } = testDatabase();
let teacher: Person;
let colleague: Person;
let course: { id: string; school_id: string };

const now = new Date("2026-11-20T10:00:00Z");
const as = (person: Person): Context => ({
  scope: scopeOf(person),
  request: { id: "request-1", address: "192.0.2.1" },
  now,
});

beforeEach(async () => {
  const school = await makeSchool();
  teacher = await makeUser({ school_id: school.id, role: "instructor" });
  colleague = await makeUser({ school_id: school.id, role: "instructor" });
  course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
});

const all = { limit: 100, offset: 0 };
const list = async (person = teacher) => (await lessonList(as(person).scope, course.id, all)).items;
const actions = async (id: string) =>
  (await sql`select action from audit_log where target_id = ${id} order by at, id`).map((row) => row.action);

describe("lessons", () => {
  it("are made at the end with the next number, and saved again under their external id", async () => {
    const ctx = as(teacher);
    await Promise.all(["A", "B", "C"].map((title) => saveLesson(ctx, course.id, { title })));
    expect((await list()).map(({ number, position }) => [number, position])).toEqual([
      ["1", 1],
      ["2", 2],
      ["3", 3],
    ]);
    const first = await saveLesson(ctx, course.id, { title: "Four", number: "2.1", external_id: "four" });
    expect(await saveLesson(ctx, course.id, { title: "Fourth", external_id: "four" })).toEqual({
      id: first.id,
      created: false,
    });
    expect((await list()).at(-1)).toMatchObject({ title: "Fourth", number: "2.1", position: 4, revision: 2 });
    expect(await endOf(saveLesson(as(colleague), course.id, { title: "X" }))).toBe("forbidden");
  });

  it("are ordered: the numbers stay at their places, and lessons that are not named follow", async () => {
    const made: Awaited<ReturnType<typeof makeLesson>>[] = [];
    for (const [position, title] of ["A", "B", "C", "D"].entries())
      made.push(await makeLesson({ course_id: course.id, title, number: `1.${position + 1}`, position }));
    const id = (title: string) => made.find((one) => one.title === title)!.id;
    await orderLessons(as(teacher), course.id, [id("C"), id("A")]);
    expect((await list()).map(({ number, title }) => `${number} ${title}`)).toEqual([
      "1.1 C",
      "1.2 A",
      "1.3 B",
      "1.4 D",
    ]);
    const elsewhere = await makeLesson({ course_id: (await makeCourse({ school_id: course.school_id })).id });
    expect(await endOf(orderLessons(as(teacher), course.id, [id("A"), elsewhere.id]))).toBe(
      "not_found lesson_ids[1]",
    );
    expect(await endOf(orderLessons(as(teacher), course.id, [id("A"), id("A")]))).toBe("invalid lesson_ids");
  });

  it("refuse a stale edit, and are archived and restored with what they hold", async () => {
    const { id } = await saveLesson(as(teacher), course.id, { title: "A" });
    const video = await makeVideo({ school_id: course.school_id, course_id: course.id, lesson_id: id });
    await changeLesson(as(teacher), course.id, id, { title: "B", revision: 1 });
    expect(await endOf(changeLesson(as(teacher), course.id, id, { title: "C", revision: 1 }))).toBe(
      "conflict",
    );
    await changeLesson(as(teacher), course.id, id, { archived: true });
    expect(await list()).toEqual([]);
    await changeLesson(as(teacher), course.id, id, { archived: false });
    expect((await list())[0]?.items.map((item) => item.id)).toEqual([video.id]);
    expect(await actions(id)).toEqual(["lesson.create", "lesson.update", "lesson.archive", "lesson.restore"]);
  });
});

describe("what a lesson holds", () => {
  it("is ordered together; what is left out leaves it, but materials and colleagues' sessions stay", async () => {
    const at = { school_id: course.school_id, course_id: course.id };
    const lesson = await makeLesson({ course_id: course.id });
    const video = await makeVideo(at);
    const own = await makeSession({ ...at, instructor_id: teacher.id });
    const theirs = await makeSession({ ...at, instructor_id: colleague.id, lesson_id: lesson.id });
    const material = await makeMaterial({ lesson_id: lesson.id });
    const set = (items: { kind: "video" | "session" | "material"; id: string }[], revision?: number) =>
      arrangeLesson(as(teacher), course.id, lesson.id, { items, revision });
    const held = async () =>
      (
        await sql`
          select id from videos where lesson_id = ${lesson.id} union all
          select id from sessions where lesson_id = ${lesson.id} union all
          select id from materials where lesson_id = ${lesson.id}`
      ).map(({ id }) => id as string);
    await set([
      { kind: "session", id: own.id },
      { kind: "material", id: material.id },
      { kind: "video", id: video.id },
    ]);
    expect((await list())[0]?.items.map(({ id }) => id)).toEqual([own.id, material.id, video.id]);
    expect((await held()).sort()).toEqual([own.id, material.id, video.id, theirs.id].sort());
    // What somebody saw before this is not what there is now.
    expect(await endOf(set([], 1))).toBe("conflict");
    await set([{ kind: "video", id: video.id }], 2);
    expect((await list())[0]?.items.map(({ id }) => id)).toEqual([video.id, material.id]);
    expect((await held()).sort()).toEqual([material.id, video.id, theirs.id].sort());
    expect(await actions(lesson.id)).toEqual(["lesson.arrange", "lesson.arrange"]);
  });

  it("is of its own course", async () => {
    const lesson = await makeLesson({ course_id: course.id });
    const other = await makeCourse({ school_id: course.school_id, instructorIds: [teacher.id] });
    const video = await makeVideo({ school_id: course.school_id, course_id: other.id });
    const session = await makeSession({ school_id: course.school_id, course_id: course.id });
    const material = await makeMaterial({
      lesson_id: (await makeLesson({ course_id: other.id })).id,
    });
    for (const item of [
      { kind: "video" as const, id: video.id },
      { kind: "session" as const, id: session.id },
      { kind: "material" as const, id: material.id },
    ])
      expect(await endOf(arrangeLesson(as(teacher), course.id, lesson.id, { items: [item] }))).toBe(
        "not_found items[0].id",
      );
  });
});

describe("materials", () => {
  it("are added at the end of all that the lesson has, saved again, edited and archived", async () => {
    const lesson = await makeLesson({ course_id: course.id });
    await makeVideo({
      school_id: course.school_id,
      course_id: course.id,
      lesson_id: lesson.id,
      lesson_position: 4,
    });
    const at = { courseId: course.id, lessonId: lesson.id };
    const quiz = { type: "quiz" as const, title: "Quiz", url: "https://school.test/q", external_id: "q" };
    const { id } = await saveMaterial(as(teacher), at, { ...quiz, duration_seconds: 90 });
    expect(await saveMaterial(as(teacher), at, { ...quiz, title: "Quiz 1" })).toEqual({ id, created: false });
    expect((await list())[0]?.items.map((item) => item.title).at(-1)).toBe("Quiz 1");
    const [row] = (await materialList(as(teacher).scope, at, all)).items;
    expect(row).toMatchObject({ title: "Quiz 1", duration_seconds: 90, revision: 2 });
    expect(
      await endOf(changeMaterial(as(teacher), { ...at, materialId: id }, { title: "X", revision: 1 })),
    ).toBe("conflict");
    await changeMaterial(as(teacher), { ...at, materialId: "q" }, { archived: true });
    expect((await list())[0]?.items).toHaveLength(1);
    expect((await materialList(as(teacher).scope, at, { ...all, archived: "true" })).total).toBe(1);
  });
});
