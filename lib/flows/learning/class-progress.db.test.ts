import { beforeAll, expect, it } from "vitest";
import {
  enroll,
  makeClass,
  makeCourse,
  makeLesson,
  makeSchool,
  makeUser,
  makeVideo,
  type Person,
  testDatabase,
} from "@/lib/testing/database";
import { watch } from "@/lib/testing/learner-facts";
import { classProgress } from "./class-progress";

const { sql } = testDatabase();
const at = new Date("2026-11-20T12:00:00Z");

let people: Person[];
let course: { id: string };

/** A course of one video of 100 s. Of Monday's class five watched 0, 20, 40, 60 and 80 s of it; of Tuesday's four all of it. */
beforeAll(async () => {
  const school = await makeSchool();
  course = await makeCourse({ school_id: school.id });
  const lesson = await makeLesson({ course_id: course.id });
  const video = await makeVideo({
    ...{ school_id: school.id, course_id: course.id, lesson_id: lesson.id, duration_ms: 100_000 },
    published_at: at,
  });
  const [monday, tuesday] = [
    await makeClass({ course_id: course.id }),
    await makeClass({ course_id: course.id }),
  ];
  people = [];
  for (const [place, seconds] of [0, 20, 40, 60, 80, 100, 100, 100, 100].entries()) {
    const person = await makeUser({ school_id: school.id });
    people.push(person);
    await enroll(course.id, person.id, place < 5 ? monday.id : tuesday.id);
    if (seconds) await watch(sql, video.id, person, seconds * 10, at);
  }
  const gone = await makeUser({ school_id: school.id, disabled_at: at });
  await enroll(course.id, gone.id, monday.id);
  await watch(sql, video.id, gone, 1000, at);
});

it("is the middle half of the class's mastery, without who is deactivated", async () => {
  expect(await classProgress(people[0]!.id, [course.id])).toEqual(
    new Map([[course.id, { people: 5, low: 20, median: 40, high: 60 }]]),
  );
});

it("says nothing of fewer than five, or of a course that the learner does not take", async () => {
  expect(await classProgress(people[6]!.id, [course.id])).toEqual(new Map());
  expect(await classProgress((await makeUser({ school_id: people[0]!.school_id })).id, [course.id])).toEqual(
    new Map(),
  );
  expect(await classProgress(people[0]!.id, [])).toEqual(new Map());
});
