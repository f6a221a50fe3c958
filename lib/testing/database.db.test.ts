import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { courseInstructors, enrollments } from "@/lib/db/tables/courses";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import { enroll, makeCourse, makeLesson, makeSchool, makeUser, makeVideo, testDatabase } from "./database";

const { db, sql, url } = testDatabase();

test("both clients speak to the test file's own database, in a zone that is not UTC", async () => {
  const [row] = await sql`select current_database() as name, current_setting('TimeZone') as zone`;
  expect(url).toContain(row?.name);
  expect(row?.zone).toBe("Asia/Kathmandu");
});

test("the tests' own client answers instants as Date beside drizzle's", async () => {
  await db.select().from(schools);
  const [row] = await sql`select '2026-03-29T01:30:00Z'::timestamptz as at`;
  expect(row?.at).toEqual(new Date("2026-03-29T01:30:00Z"));
});

test("the factories make rows that belong together", async () => {
  const school = await makeSchool({ time_zone: "UTC" });
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  const learner = await makeUser({ school_id: school.id });
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  const lesson = await makeLesson({ course_id: course.id });
  const video = await makeVideo({ school_id: school.id, course_id: course.id, lesson_id: lesson.id });
  await enroll(course.id, learner.id);

  expect(learner.role).toBe("student");
  expect(video).toMatchObject({ course_id: course.id, duration_ms: 600_000, status: "ready" });
  const taught = await db.select().from(courseInstructors).where(eq(courseInstructors.course_id, course.id));
  expect(taught.map((row) => row.user_id)).toEqual([teacher.id]);
  const enrolled = await db.select().from(enrollments).where(eq(enrollments.course_id, course.id));
  expect(enrolled.map((row) => row.user_id)).toEqual([learner.id]);
});

test("a transaction whose work throws leaves nothing", async () => {
  const before = await db.$count(schools);
  await expect(
    transaction(async (tx) => {
      await tx.insert(schools).values({ name: "Never", time_zone: "UTC" });
      throw new Error("changed my mind");
    }),
  ).rejects.toThrow("changed my mind");
  expect(await db.$count(schools)).toBe(before);
});
