import { expect, it } from "vitest";
import {
  endOf,
  enroll,
  makeClass,
  makeCourse,
  makeLesson,
  makeMaterial,
  makeSchool,
  makeSession,
  makeTerm,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { classList } from "./classes/queries";
import { duplicateCourse } from "./duplicate";
import { lessonList } from "./lessons/queries";
import { readCourse } from "./queries";

testDatabase();

it("copies a course's structure for another term, without people, videos, sessions and what is archived", async () => {
  const school = await makeSchool();
  const [teacher, student] = [
    await makeUser({ school_id: school.id, role: "instructor" }),
    await makeUser({ school_id: school.id }),
  ];
  const at = { school_id: school.id };
  const course = await makeCourse({
    ...at,
    title: "Logic",
    description: "All of it",
    instructorIds: [teacher.id],
  });
  const term = await makeTerm({ ...at, name: "Spring", external_id: "spring" });
  const group = await makeClass({ course_id: course.id, name: "Monday" });
  await makeClass({ course_id: course.id, name: "Old", archived_at: new Date() });
  await enroll(course.id, student.id, group.id);
  const second = await makeLesson({ course_id: course.id, number: "2", title: "Two", position: 7 });
  const first = await makeLesson({ course_id: course.id, number: "1", title: "One", position: 3 });
  await makeLesson({ course_id: course.id, title: "Gone", archived_at: new Date(), position: 1 });
  await makeMaterial({ lesson_id: first.id, title: "Read this", external_id: "read", lesson_position: 2 });
  await makeMaterial({ lesson_id: second.id, archived_at: new Date() });
  await makeVideo({ ...at, course_id: course.id, lesson_id: first.id });
  await makeSession({ ...at, course_id: course.id, instructor_id: teacher.id, lesson_id: first.id });

  const ctx = {
    scope: scopeOf(teacher),
    request: { id: "request-1", address: "192.0.2.1" },
    now: new Date(),
  };
  const { id, ...copied } = await duplicateCourse(ctx, course.id, {
    title: "Logic, spring",
    term_id: "spring",
  });
  expect(copied).toEqual({ lessons: 2, materials: 1, classes: 1 });
  expect(await readCourse(ctx.scope, id)).toMatchObject({
    title: "Logic, spring",
    description: "All of it",
    instructors: [{ id: teacher.id }],
    lessons: 2,
    videos: 0,
    sessions: 0,
    learners: 0,
  });
  const lessons = (await lessonList(ctx.scope, id, { limit: 9, offset: 0 })).items;
  expect(lessons.map(({ number, title, items }) => [number, title, items.map((one) => one.title)])).toEqual([
    ["1", "One", ["Read this"]],
    ["2", "Two", []],
  ]);
  expect((await classList(ctx.scope, id, { limit: 9, offset: 0 })).items).toMatchObject([
    { name: "Monday", term_id: term.id, learners: 0 },
  ]);
  // Without a term no class, which would have none.
  expect(await duplicateCourse(ctx, course.id, { title: "Logic 3" })).toMatchObject({ classes: 0 });
  expect(await endOf(duplicateCourse(ctx, course.id, { title: "X", term_id: "never" }))).toBe(
    "not_found term_id",
  );
});
