import { expect, it } from "vitest";
import { enrollmentProgress } from "@/lib/domain/courses/lessons/learner-progress";
import { roster } from "@/lib/domain/learners/queries";
import { learnersQuery, rosterQuery } from "@/lib/domain/learners/schema";
import { newId } from "@/lib/platform/ids";
import {
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
import { attend, enrollAt } from "@/lib/testing/learner-facts";
import { learnerList } from "./learner-list";
import { myLearning } from "./my-learning";

const { sql } = testDatabase();
const now = new Date("2026-11-30T12:00:00Z");

/** Registers somebody, or an address without an account. */
const register = (session: { id: string }, person: Person | null, given: { cancelled?: boolean } = {}) =>
  sql`insert into attendees ${sql({
    ...{ session_id: session.id, id: newId(), user_id: person?.id ?? null, display_name: "Somebody" },
    ...{ registered_at: now, cancelled_at: given.cancelled ? now : null, created_at: now },
  })}`;

it("counts for each learner the sessions that they were to attend, alike on every page", async () => {
  const school = await makeSchool({ completion_threshold: 80 });
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  const lesson = await makeLesson({ course_id: course.id });
  const [ana, rui, eva] = [
    await makeUser({ school_id: school.id, name: "Ana" }),
    await makeUser({ school_id: school.id, name: "Rui" }),
    await makeUser({ school_id: school.id, name: "Eva" }),
  ];
  for (const one of [ana, rui, eva]) await enrollAt(sql, course.id, one, new Date("2026-11-10T00:00:00Z"));
  const held = async (day: number) => {
    const begins = new Date(Date.UTC(2026, 10, day, 18));
    const recording = await makeVideo({ school_id: school.id, course_id: course.id, duration_ms: 600_000 });
    return makeSession({
      ...{ school_id: school.id, course_id: course.id, instructor_id: teacher.id, lesson_id: lesson.id },
      ...{ status: "ended", scheduled_start: begins, scheduled_end: new Date(begins.getTime() + 3_600_000) },
      recording_video_id: recording.id,
    });
  };
  const open = await held(11);
  await attend(sql, open, ana, 30);
  // Of Ana's class: Rui is not invited, and comes to the second all the same.
  const [first, second] = [await held(12), await held(13)];
  await register(first, ana);
  await register(second, ana);
  await attend(sql, second, rui, 30);
  // Rui cancelled, Ana is still registered.
  const third = await held(14);
  await register(third, ana);
  await register(third, rui, { cancelled: true });
  // Who was registered cancelled, so that it is for everybody else.
  const fourth = await held(15);
  await register(fourth, rui, { cancelled: true });
  // Before they took the course: Eva was registered for one of the two.
  const before = await held(2);
  await register(before, eva);
  await held(3);
  // Guests only.
  await register(await held(16), null);

  const expected = {
    // open, first, second, third and fourth; came to the first of them.
    Ana: { sessions: 5, came: 1 },
    // open and second.
    Rui: { sessions: 2, came: 1 },
    // open, fourth and the one before.
    Eva: { sessions: 3, came: 0 },
  };
  const scope = scopeOf(teacher);
  const byName = <Row extends { name: string; sessions: number; came: number }>(rows: readonly Row[]) =>
    Object.fromEntries(rows.map(({ name, sessions, came }) => [name, { sessions, came }]));
  const list = await learnerList(scope, learnersQuery.parse({}), now);
  expect(byName(list.items)).toEqual(expected);
  expect(list.numbers).toMatchObject({ sessions: 10, came: 2, missed_recorded: 8 });
  const rows = await roster(scope, { ...course, time_zone: school.time_zone }, rosterQuery.parse({}));
  expect(byName(rows.items)).toEqual(expected);
  const own = await Promise.all(
    [ana, rui, eva].map(async (person) => {
      const { past, courses } = await myLearning(scopeOf(person), now);
      const [taken] = courses;
      expect(past).toHaveLength(taken!.sessions);
      return { name: person.name, sessions: taken!.sessions, came: taken!.attended };
    }),
  );
  expect(byName(own)).toEqual(expected);
  // The lesson has these sessions as its parts: Ana did 1 of 5, Rui 1 of 2, Eva none of 3.
  const taken = [ana, rui, eva].map(({ id }) => ({ course_id: course.id, user_id: id }));
  const progress = await enrollmentProgress(taken);
  const mastery = [20, 50, 0];
  for (const [index, person] of [ana, rui, eva].entries()) {
    const { courses } = await myLearning(scopeOf(person), now);
    expect(courses[0]!.progress.mastery_percentage).toBe(mastery[index]);
    const row = progress.find(({ user_id }) => user_id === person.id);
    expect(row?.mastery_percentage).toBeCloseTo(mastery[index]!, 6);
  }
});
