import { expect, it } from "vitest";
import { learnersQuery, numberSorts } from "@/lib/domain/learners/schema";
import { daysAgo, endAll, endedAt, join, makeTaught, now, watch } from "@/lib/testing/course-facts";
import {
  enroll,
  makeAssessment,
  makeLesson,
  makeResult,
  makeSession,
  makeUser,
  makeVideo,
  testDatabase,
} from "@/lib/testing/database";
import { learnerList } from "./learner-list";

const { sql } = testDatabase();

it("sorts learners by each number of their row, and counts their minutes by weeks until today", async () => {
  const { school, teacher, course, scope } = await makeTaught();
  const given = { school_id: school.id, course_id: course.id };
  const lesson = await makeLesson({ course_id: course.id });
  const video = await makeVideo({ ...given, lesson_id: lesson.id, duration_ms: 600_000 });
  const session = await makeSession({ ...given, ...endedAt(8), instructor_id: teacher.id });
  const quiz = await makeAssessment({ course_id: course.id });
  const [ana, rui, eva] = [
    await makeUser({ school_id: school.id, name: "Ana" }),
    await makeUser({ school_id: school.id, name: "Rui" }),
    await makeUser({ school_id: school.id, name: "Eva" }),
  ];
  for (const { id } of [ana, rui, eva]) await enroll(course.id, id);
  await sql`update enrollments set created_at = ${daysAgo(60)} where course_id = ${course.id}`;
  // Ana: 5 minutes of the video 6 days ago, 2 of them again 7 days ago; Rui all of it 90 days ago, before the weeks that are shown.
  await watch(video.id, ana, daysAgo(7), [[0, 120]]);
  await watch(video.id, ana, daysAgo(6), [[0, 300]]);
  await watch(video.id, rui, daysAgo(90), [[0, 600]]);
  await watch(video.id, rui, daysAgo(1), [[0, 60]]);
  // These beacons are all of one day.
  await sql`update playbacks set day = (first_heard_at at time zone ${school.time_zone})::date where video_id = ${video.id}`;
  // Rui came 8 days ago: the last of 40 beats, each 30 seconds after the one before, is 19.5 minutes after the first.
  await join(session, rui, { registered: false });
  await makeResult({ assessment_id: quiz.id, user_id: ana.id, points: 60 });
  await makeResult({ assessment_id: quiz.id, user_id: eva.id, points: 90 });
  await endAll(course.id);

  const list = async (sort: string, way?: string) =>
    (await learnerList(scope, learnersQuery.parse({ sort, order: way }), now)).items;
  const rows = await list("name");
  const weeks = Object.fromEntries(rows.map(({ name, week_minutes }) => [name, week_minutes]));
  const before = Array.from({ length: 10 }, () => 0);
  expect(weeks.Ana).toEqual([...before, 2, 5]);
  expect(weeks.Rui?.slice(0, 10)).toEqual(before);
  expect(weeks.Rui?.[10]).toBe(19.5);
  expect(weeks.Rui?.[11]).toBe(1);
  expect(weeks.Eva).toEqual([...before, 0, 0]);

  const order = async (...by: Parameters<typeof list>) => (await list(...by)).map(({ name }) => name);
  // Came 1 of 1, the others none of 1: those by name.
  expect(await order("came")).toEqual(["Rui", "Ana", "Eva"]);
  // 100, 50 and 0 %.
  expect(await order("videos")).toEqual(["Rui", "Ana", "Eva"]);
  expect(await order("progress")).toEqual(["Rui", "Ana", "Eva"]);
  // 90 and 60; who has no score is last, whichever way.
  expect(await order("quizzes")).toEqual(["Eva", "Ana", "Rui"]);
  expect(await order("quizzes", "asc")).toEqual(["Ana", "Eva", "Rui"]);
  expect(await order("minutes")).toEqual(["Ana", "Rui", "Eva"]);
  expect(numberSorts).toHaveLength(5);
});
