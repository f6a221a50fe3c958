import { sql as part } from "drizzle-orm";
import { expect, it } from "vitest";
import { computedProgress, progressFacts, takersOf } from "@/lib/domain/courses/lessons/learner-progress";
import { lastSeenOfAll } from "@/lib/domain/learners/enrollment-activity";
import {
  makeCourse,
  makeLesson,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { rowsRead } from "@/lib/testing/rows-read";

const { sql } = testDatabase();
const start = Date.parse("2026-11-18T18:00:00Z");
const now = new Date("2026-12-01T00:00:00Z");

it("reads each person's own facts, also where the planner has no statistics", async () => {
  const school = await makeSchool();
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  const lesson = await makeLesson({ course_id: course.id });
  const given = { school_id: school.id, course_id: course.id, lesson_id: lesson.id };
  for (let n = 0; n < 8; n++) await makeVideo({ ...given, duration_ms: 60_000 });
  const ended = {
    status: "ended",
    scheduled_start: new Date(start),
    scheduled_end: new Date(start + 3_600_000),
  } as const;
  for (let n = 0; n < 6; n++) await makeSession({ ...given, ...ended, instructor_id: teacher.id });
  await sql`insert into users (id, school_id, name, role)
    select gen_random_uuid(), ${school.id}, 'Learner ' || n, 'student' from generate_series(1, 1000) n`;
  await sql`insert into enrollments (course_id, user_id, created_at)
    select ${course.id}, id, '2026-09-01'
    from users where school_id = ${school.id} and role = 'student'`;
  await sql`insert into viewer_progress (video_id, viewer_id, watched, playbacks, last_watched_at)
    select v.id, 'u:' || e.user_id, '{[0,300)}', 1, now() from videos v join enrollments e using (course_id) where course_id = ${course.id}`;
  await sql`insert into attendees (session_id, id, user_id, display_name, reported_ms, created_at)
    select s.id, gen_random_uuid(), e.user_id, 'Learner', 3000000, now() from sessions s join enrollments e using (course_id) where course_id = ${course.id}`;
  const pairs = await sql<{ course_id: string; user_id: string }[]>`
    select course_id, user_id from enrollments where course_id = ${course.id}`;
  const computed = (some: readonly (typeof pairs)[number][]) =>
    rowsRead(computedProgress(takersOf(some), { known: [], completed: [] }));
  // Four times as many people read four times as many rows; where everybody is compared with everybody's facts it is sixteen times.
  expect((await computed(pairs)) / (await computed(pairs.slice(0, 250)))).toBeLessThan(6);
  // Joining everybody with each session that anybody came to would be 6,000 rows for each.
  const facts = await progressFacts([course.id]);
  const seen = lastSeenOfAll(scopeOf(teacher), { course_id: course.id }, now, facts);
  expect(await rowsRead(part`with ${seen} select count(*) from seen`)).toBeLessThan(2000 * 1000);
});
