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

const { sql } = testDatabase();

it("copies a course for another term with its videos' files, without people, sessions, numbers and what is archived", async () => {
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
  const film = await makeVideo({
    ...at,
    course_id: course.id,
    lesson_id: first.id,
    lesson_position: 1,
    title: "Watch this",
    external_id: "film",
    media_file: `${"a".repeat(32)}.mp4`,
    page_url: "https://school.example/autumn/film",
  });
  await makeVideo({ ...at, course_id: course.id, archived_at: new Date() });
  await sql`insert into video_chapters (video_id, start_ms, title) values (${film.id}, 0, 'Begin')`;
  await sql`insert into video_captions (video_id, language, body) values (${film.id}, 'en', 'WEBVTT')`;
  await sql`
    insert into playbacks (video_id, playback_id, day, first_heard_at, last_heard_at)
    values (${film.id}, gen_random_uuid(), '2026-11-01', now(), now())`;
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
  expect(copied).toEqual({ lessons: 2, materials: 1, assessments: 0, videos: 1, classes: 1 });
  expect(await readCourse(ctx.scope, id)).toMatchObject({
    title: "Logic, spring",
    description: "All of it",
    instructors: [{ id: teacher.id }],
    lessons: 2,
    videos: 1,
    sessions: 0,
    learners: 0,
  });
  const lessons = (await lessonList(ctx.scope, id, { limit: 9, offset: 0 })).items;
  expect(lessons.map(({ number, title, items }) => [number, title, items.map((one) => one.title)])).toEqual([
    ["1", "One", ["Watch this", "Read this"]],
    ["2", "Two", []],
  ]);
  expect((await classList(ctx.scope, id, { limit: 9, offset: 0 })).items).toMatchObject([
    { name: "Monday", term_id: term.id, learners: 0 },
  ]);
  const [copy] = await sql`
    select v.*, (select title from video_chapters where video_id = v.id) as chapter,
      (select body from video_captions where video_id = v.id) as captions,
      (select count(*)::int from playbacks where video_id = v.id) as playbacks
    from videos v where course_id = ${id}`;
  expect(copy).toMatchObject({
    media_file: `${"a".repeat(32)}.mp4`,
    external_id: null,
    page_url: null,
    chapter: "Begin",
    captions: "WEBVTT",
    playbacks: 0,
  });
  // Without a term no class, which would have none.
  expect(await duplicateCourse(ctx, course.id, { title: "Logic 3" })).toMatchObject({ classes: 0 });
  expect(await endOf(duplicateCourse(ctx, course.id, { title: "X", term_id: "never" }))).toBe(
    "not_found term_id",
  );
});
