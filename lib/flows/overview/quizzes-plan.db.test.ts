import { expect, it } from "vitest";
import {
  makeAssessment,
  makeCourse,
  makeSchool,
  makeUser,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { rowsRead } from "@/lib/testing/rows-read";
import { bestScores, quizzesOf } from "./quizzes";

const { sql } = testDatabase();

it("reads the results of many quizzes once each, also where the planner has no statistics", async () => {
  const school = await makeSchool();
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  await sql`insert into users (id, school_id, name, role)
    select gen_random_uuid(), ${school.id}, 'Learner ' || n, 'student' from generate_series(1, 400) n`;
  for (let n = 0; n < 5; n++) {
    const { id } = await makeCourse({ school_id: school.id });
    for (let k = 0; k < 4; k++) await makeAssessment({ course_id: id, kind: "quiz", maximum_points: 50 });
  }
  await sql`insert into enrollments (course_id, user_id, created_at)
    select c.id, u.id, '2026-01-01' from courses c join users u using (school_id) where c.school_id = ${school.id} and role = 'student'`;
  // Two attempts in each quiz, with 20 and 30 of 50 points.
  await sql`insert into results (id, assessment_id, user_id, attempt, points, submitted_at)
    select gen_random_uuid(), a.id, e.user_id, n, 10 + 10 * n, '2026-11-18' from assessments a join enrollments e using (course_id), generate_series(1, 2) n
    where e.course_id in (select id from courses where school_id = ${school.id})`;
  const rows = await sql<
    { id: string }[]
  >`select id from users where school_id = ${school.id} and role = 'student'`;
  const ids = rows.map(({ id }) => id);
  const time = { from: new Date("2026-11-01T00:00:00Z"), before: new Date("2026-12-01T00:00:00Z") };
  const [scope, some] = [scopeOf(admin), ids.slice(0, 100)];
  expect(await quizzesOf(scope, ids, time)).toEqual({
    ...{ quizzes_submitted: 20 * 400, average_quiz_score_percentage: 60 },
  });
  expect((await quizzesOf(scope, some, null)).quizzes_submitted).toBe(20 * 100);
  expect((await quizzesOf(scope, ids, { ...time, before: time.from })).quizzes_submitted).toBe(0);
  // 16,000 results and 2,000 enrollments, each in a few steps; compared with one another they were tens of millions.
  expect(await rowsRead(bestScores(scope, ids, time))).toBeLessThan(10 * (16_000 + 2000));
});
