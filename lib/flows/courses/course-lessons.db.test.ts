import { expect, it } from "vitest";
import { oneDecimal } from "@/lib/measure/rounding";
import { daysAgo, endAll, endedAt, join, makeTaught, now, watch } from "@/lib/testing/course-facts";
import {
  endOf,
  enroll,
  makeAssessment,
  makeClass,
  makeLesson,
  makeResult,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  testDatabase,
} from "@/lib/testing/database";
import { courseLessons } from "./course-lessons";

const { sql } = testDatabase();

it("has the numbers of a small course, worked out by hand", async () => {
  const { school, teacher, course, scope } = await makeTaught();
  const group = await makeClass({ course_id: course.id, name: "Monday" });
  const small = await makeClass({ course_id: course.id, name: "Tuesday", external_id: "tuesday" });
  const given = { school_id: school.id, course_id: course.id };
  const lessons = [];
  for (const position of [1, 2, 3, 4])
    lessons.push(await makeLesson({ course_id: course.id, position, number: `${position}` }));
  const [one, two, three, four] = lessons.map(({ id }) => id) as [string, string, string, string];
  await makeLesson({ course_id: course.id, position: 0, number: "0", archived_at: now });
  const video = await makeVideo({ ...given, lesson_id: one, duration_ms: 100_000 });
  const earlier = await makeVideo({
    ...{ ...given, lesson_id: one, version_of: video.id, archived_at: daysAgo(30) },
    duration_ms: 100_000,
  });
  const held = await makeSession({ ...given, ...endedAt(20), lesson_id: two, instructor_id: teacher.id });
  const planned = await makeSession({
    ...{ ...given, lesson_id: three, instructor_id: teacher.id },
    ...{ scheduled_start: new Date("2026-12-10T18:00:00Z"), scheduled_end: new Date("2026-12-10T19:00:00Z") },
  });
  const cancelled = await makeSession({
    ...{ ...given, lesson_id: three, instructor_id: teacher.id, status: "cancelled" },
    ...{ scheduled_start: daysAgo(9), scheduled_end: daysAgo(9) },
  });
  const leftOut = { lesson_id: two, left_out: true, instructor_id: teacher.id };
  const uncounted = await makeSession({ ...given, ...endedAt(2), ...leftOut });
  const quiz = await makeAssessment({ course_id: course.id, lesson_id: four });

  const people: Person[] = [];
  for (let n = 0; n < 8; n++) {
    const person = await makeUser({ school_id: school.id, name: `P${n}` });
    people.push(person);
    await enroll(course.id, person.id, n < 5 ? group.id : n < 7 ? small.id : null);
  }
  await sql`update enrollments set created_at = ${daysAgo(60)} where course_id = ${course.id}`;
  const [p0, p1, p2, p3, p4, p5] = people as [Person, Person, Person, Person, Person, Person];
  const gone = await makeUser({ school_id: school.id, disabled_at: now });
  await enroll(course.id, gone.id);
  await watch(video.id, gone, daysAgo(1), [[0, 100]]);

  // p0 watched all, 30 days ago, and nothing since: stopped at lesson 1, which they completed.
  await watch(video.id, p0, daysAgo(30), [[0, 100]]);
  // p1 watched half of it and came to the session 20 days ago: stopped at lesson 2.
  await watch(video.id, p1, daysAgo(21), [[0, 50]]);
  await join(held, p1, {});
  // p2 watched an earlier version only, 3 days ago: began lesson 1 and is active there.
  await watch(earlier.id, p2, daysAgo(3), [[0, 90]]);
  // p3 submitted the quiz yesterday: reached all lessons and is active at the last.
  await makeResult({ assessment_id: quiz.id, user_id: p3.id, points: 40, submitted_at: daysAgo(1) });
  await makeResult({
    assessment_id: quiz.id,
    user_id: p3.id,
    attempt: 2,
    points: 90,
    submitted_at: daysAgo(1),
  });
  // p4 was registered and did not come; p5 came without a registration and did all that can be done.
  await join(held, p4, { came: false });
  await join(held, p5, { registered: false });
  await watch(video.id, p5, daysAgo(19), [[0, 100]]);
  await makeResult({ assessment_id: quiz.id, user_id: p5.id, points: 60, submitted_at: daysAgo(19) });
  await join(planned, p5, { came: false });
  // What does not count as active: a session that is left out, and a result carried over.
  await join(uncounted, people[7]!, {});
  const other = await makeAssessment({ course_id: course.id });
  await makeResult({
    ...{ assessment_id: other.id, user_id: people[6]!.id, carried_over: true },
    submitted_at: daysAgo(1),
  });
  await endAll(course.id);

  const { answer, learners } = await courseLessons(scope, course.id, {}, now);
  expect(learners).toHaveLength(8);
  const funnel = answer.lessons.map(({ reached, started, completed, stopped, active }) => [
    ...[reached, started, completed, stopped, active],
  ]);
  expect(answer.lessons.map(({ number }) => number)).toEqual(["1", "2", "3", "4"]);
  expect(funnel).toEqual([
    [5, 4, 2, 1, 1],
    [3, 2, 2, 1, 0],
    [2, 0, 0, 0, 0],
    [2, 2, 2, 0, 1],
  ]);
  expect(answer.lessons[0]).toMatchObject({ reached_percentage: 62.5, completed_percentage: 25 });
  expect(answer.numbers).toEqual({
    ...{ enrolled: 8, enrolled_in_classes: 7, begun: 5, active_last_7_days: 2 },
    ...{ active: 2, stopped: 2, completed: 1, learners_with_progress: 8 },
    // Only p1 and p4 were registered for the session of lesson 2, and p5 came: the others have the lessons 1 and 4 only.
    // p0 100/2, p1 (50 + 100)/3, p2 0, p3 100/2, p4 0, p5 100, the two others 0.
    average_progress_percentage: oneDecimal((50 + 50 + 50 + 100) / 8),
    ...{ quiz_results: 2, quiz_learners: 2, average_quiz_score_percentage: null },
    ...{ live_sessions: 1, registered: 2, registered_attended: 1, attendance_rate: 50 },
  });
  // Fewer than 10 people stopped: counts alone.
  expect(answer.most_stopped_lesson_id).toBeNull();
  expect(answer.lessons[0]!.videos).toMatchObject([
    { video_id: video.id, learners: 3, median_watched_percentage: null, curve: [], hardest_moment: null },
  ]);
  expect(answer.lessons[1]!.sessions).toMatchObject([
    { session_id: held.id, registered: 2, registered_attended: 1, attended: 2 },
  ]);
  expect(answer.lessons[2]!.sessions).toMatchObject([
    { session_id: cancelled.id, session_status: "cancelled", registered_attended: null, attended: null },
    { session_id: planned.id, session_status: "scheduled", registered: 1, attended: null },
  ]);

  // Monday: p0 to p4.
  const monday = (await courseLessons(scope, course.id, { class_id: group.id }, now)).answer;
  expect(monday.too_few).toBe(false);
  expect(monday.lessons.map(({ reached }) => reached)).toEqual([4, 2, 1, 1]);
  expect(monday.numbers).toMatchObject({
    ...{ enrolled: 5, active: 2, stopped: 2, completed: 0 },
    ...{ registered: 2, registered_attended: 1, attendance_rate: 50 },
  });
  expect(monday.lessons[0]!.videos[0]!.learners).toBe(2);
  expect(monday.lessons[1]!.sessions[0]).toMatchObject({ registered: 2, attended: 1, curve: [] });
  // Tuesday has two people: counts, no lessons and no rates. Its external id names it too.
  const tuesday = (await courseLessons(scope, course.id, { class_id: "tuesday" }, now)).answer;
  expect(tuesday).toMatchObject({ class_id: small.id, too_few: true, lessons: [] });
  expect(tuesday.numbers).toMatchObject({
    ...{ enrolled: 2, completed: 1, average_progress_percentage: null },
    ...{ live_sessions: 1, registered: 0, registered_attended: 0 },
  });
  const none = (await courseLessons(scope, course.id, { class_id: "none" }, now)).answer;
  expect(none.numbers).toMatchObject({ enrolled: 1, begun: 0 });
  expect(answer.classes.map(({ name, too_few, reached }) => [name, too_few, reached])).toEqual([
    ["Monday", false, [4, 2, 1, 1]],
    ["Tuesday", true, []],
    [null, true, []],
  ]);

  const foreign = await makeClass({ course_id: (await makeTaught()).course.id });
  expect(await endOf(courseLessons(scope, course.id, { class_id: foreign.id }, now))).toBe(
    "not_found class_id",
  );
});

it("has a course without learners and without lessons", async () => {
  const { course, scope } = await makeTaught();
  const { answer, learners } = await courseLessons(scope, course.id, {}, now);
  expect(learners).toEqual([]);
  expect(answer).toMatchObject({ lessons: [], most_stopped_lesson_id: null, too_few: false });
  expect(answer.numbers).toMatchObject({
    enrolled: 0,
    average_progress_percentage: null,
    attendance_rate: null,
  });
});

it("measures what a class watched: the median, the curve, and where most stopped", async () => {
  const { school, course, scope } = await makeTaught();
  const group = await makeClass({ course_id: course.id });
  const lesson = await makeLesson({ course_id: course.id });
  const video = await makeVideo({
    ...{ school_id: school.id, course_id: course.id, lesson_id: lesson.id, duration_ms: 250_000 },
  });
  // Six of ten stop in the first fifth, at 45 s; the others watch to the end. Five outside of the class watch nothing but the end,
  // and ten seconds of it twice.
  for (let n = 0; n < 15; n++) {
    const person = await makeUser({ school_id: school.id });
    await enroll(course.id, person.id, n < 10 ? group.id : null);
    const played: [number, number][] =
      n < 6
        ? [[0, 45]]
        : n < 10
          ? [[0, 250]]
          : [
              [200, 220],
              [210, 250],
            ];
    await watch(video.id, person, daysAgo(2), played);
  }
  const { answer } = await courseLessons(scope, course.id, { class_id: group.id }, now);
  const [own] = answer.lessons[0]!.videos;
  // Six watched 45 of 250 s, four all: the median is 18 %.
  expect(own).toMatchObject({ learners: 10, median_watched_percentage: 18 });
  // 25 parts of 10 s: the middles 5, 15, 25, 35 s are within 0 to 45 s, and 45 s is not.
  expect(own!.curve).toEqual([...Array(4).fill(100), ...Array(21).fill(40)]);
  expect(own!.hardest_moment).toEqual({
    ...{ from_second: 40, to_second: 50, present: 10, lost: 6, lost_percentage: 60 },
  });
  const everybody = (await courseLessons(scope, course.id, {}, now)).answer.lessons[0]!.videos[0]!;
  // Of 15 in order: six at 18 %, five at 20 %, four at 100 %: the eighth has 20 %.
  expect(everybody).toMatchObject({ learners: 15, median_watched_percentage: 20 });
  expect(everybody.curve[0]).toBe(66.7);
  // Of a class it is not counted, and four people would be too few.
  expect(own!.replayed_moment).toBeNull();
  expect(everybody.replayed_moment).toEqual({
    ...{ from_second: 210, to_second: 220, at_second: 214, replays: 5 },
  });
});
