import { beforeEach, expect, it } from "vitest";
import {
  enroll,
  makeAssessment,
  makeClass,
  makeCourse,
  makeLesson,
  makeResult,
  makeSchool,
  makeTerm,
  makeUser,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { duplicateCourse } from "../duplicate";
import { assessmentList } from "./queries";

const { sql } = testDatabase();

let at: { school_id: string };
let teacher: Awaited<ReturnType<typeof makeUser>>;
let course: { id: string };

beforeEach(async () => {
  at = { school_id: (await makeSchool({ time_zone: "Europe/Lisbon" })).id };
  teacher = await makeUser({ ...at, role: "instructor" });
  course = await makeCourse({ ...at, title: "Logic", instructorIds: [teacher.id] });
  await makeTerm({ ...at, external_id: "spring", starts_on: "2027-02-01", ends_on: "2027-06-30" });
});

async function copyOf(term_id: string | null) {
  const scope = scopeOf(teacher);
  const ctx = { scope, request: { id: "request-1", address: "192.0.2.1" }, now: new Date() };
  const { id, assessments } = await duplicateCourse(ctx, course.id, { title: "Copy", term_id });
  const { items } = await assessmentList(scope, id, { limit: 50, offset: 0 });
  expect(assessments).toBe(items.length);
  return { id, items };
}

it("copies what assesses a course, as many days into the new term, without results and ids of other systems", async () => {
  const autumn = await makeTerm({ ...at, starts_on: "2026-09-07", ends_on: "2026-12-18" });
  const monday = await makeClass({ course_id: course.id, name: "Monday", term_id: autumn.id });
  // A class with days of its own.
  const late = await makeClass({ course_id: course.id, name: "Late", starts_on: "2026-10-05" });
  const old = await makeClass({ course_id: course.id, name: "Old", archived_at: new Date() });
  const lesson = await makeLesson({ course_id: course.id, title: "Proofs" });
  const gone = await makeLesson({ course_id: course.id, title: "Gone", archived_at: new Date() });
  const questions = [{ id: "q1", title: "Why?", maximum_points: 5 }];
  const inCourse = { course_id: course.id, lesson_id: lesson.id };
  const essay = await makeAssessment({
    ...{ ...inCourse, class_id: monday.id, title: "A: essay", kind: "assignment", external_id: "essay" },
    ...{ weight: 40, maximum_points: 20, questions },
    // 23:59:59 of 20 October in Lisbon, which is then an hour ahead of UTC.
    due_at: new Date("2026-10-20T22:59:59Z"),
  });
  await makeAssessment({
    ...{ course_id: course.id, title: "B: test", class_id: late.id, lesson_id: gone.id },
    due_at: new Date("2026-10-05T08:00:00Z"),
  });
  await makeAssessment({
    ...inCourse,
    title: "C: exam",
    kind: "exam",
    due_at: new Date("2026-09-30T08:00:00Z"),
  });
  await makeAssessment({ ...inCourse, title: "D: any time" });
  await makeAssessment({ ...inCourse, title: "E: archived", archived_at: new Date() });
  await makeAssessment({ ...inCourse, title: "F: of an archived class", class_id: old.id });
  const student = await makeUser(at);
  await enroll(course.id, student.id, monday.id);
  await makeResult({ assessment_id: essay.id, user_id: student.id, points: 10 });

  const { id, items } = await copyOf("spring");
  const copies = items.toSorted((a, b) => a.title.localeCompare(b.title));
  expect(copies).toMatchObject([
    {
      ...{ title: "A: essay", kind: "assignment", weight: 40, maximum_points: 20, questions },
      ...{ class_name: "Monday", lesson_title: "Proofs", external_id: null, results: 0, revision: 1 },
      // 43 days after the start, 7 September; 43 days after 1 February. Lisbon has the time of UTC then.
      due_at: "2027-03-16T23:59:59.000Z",
    },
    // The first day of its class: the first day of the term, at 9 in the morning.
    { title: "B: test", class_name: "Late", lesson_title: null, due_at: "2027-02-01T09:00:00.000Z" },
    // 23 days after 7 September, the only start before it.
    { title: "C: exam", kind: "exam", class_name: null, due_at: "2027-02-24T09:00:00.000Z" },
    { title: "D: any time", due_at: null },
  ]);
  const ids = await sql`
    select from assessments a left join lessons l on l.id = lesson_id left join classes c on c.id = class_id
    where a.course_id = ${id} and (l.course_id <> ${id} or c.course_id <> ${id})`;
  expect(ids, "names of the copied course").toHaveLength(0);
  const [original] = await sql`select title, due_at, revision from assessments where id = ${essay.id}`;
  expect(original).toMatchObject({ title: "A: essay", revision: 1 });
});

it("without a term copies what is set to everyone, due at no time", async () => {
  const monday = await makeClass({ course_id: course.id, starts_on: "2026-09-07" });
  const due_at = new Date("2026-10-20T22:59:00Z");
  await makeAssessment({ course_id: course.id, title: "For all", due_at });
  await makeAssessment({ course_id: course.id, title: "For Monday", class_id: monday.id, due_at });
  const { items } = await copyOf(null);
  expect(items.map(({ title, due_at }) => [title, due_at])).toEqual([["For all", null]]);
});

it("knows no due time where no class says when the course began", async () => {
  await makeAssessment({ course_id: course.id, due_at: new Date("2026-10-20T22:59:00Z") });
  expect((await copyOf("spring")).items).toMatchObject([{ due_at: null }]);
});
