import { expect, it } from "vitest";
import { learnersQuery } from "@/lib/domain/learners/schema";
import {
  makeAssessment,
  makeCourse,
  makeLesson,
  makeResult,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { attend, enrollAt, watch } from "@/lib/testing/learner-facts";
import { learnerList } from "./learner-list";

const { sql } = testDatabase();
const query = () => learnersQuery.parse({ limit: 100 });

it("counts of one learner what they came to, caught up on, watched and scored", async () => {
  const now = new Date("2026-11-20T12:00:00Z");
  const school = await makeSchool({ completion_threshold: 90, attendance_minimum_seconds: 60 });
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  const colleague = await makeUser({ school_id: school.id, role: "instructor" });
  const course = await makeCourse({
    school_id: school.id,
    instructorIds: [teacher.id, colleague.id],
    title: "R",
  });
  const lesson = await makeLesson({ course_id: course.id });
  const learner = await makeUser({ school_id: school.id });
  const outsider = await makeUser({ school_id: school.id });
  await enrollAt(sql, course.id, learner, new Date("2026-11-01T00:00:00Z"));
  const given = { school_id: school.id, course_id: course.id };
  const recordings = [
    await makeVideo({ ...given, lesson_id: lesson.id, duration_ms: 100_000 }),
    await makeVideo({ ...given, lesson_id: lesson.id, duration_ms: 100_000 }),
  ];
  const held = (day: number, more: object = {}) =>
    makeSession({
      ...{ ...given, instructor_id: teacher.id, status: "ended" as const },
      scheduled_start: new Date(Date.UTC(2026, 10, day, 18)),
      scheduled_end: new Date(Date.UTC(2026, 10, day, 19)),
      ...more,
    });
  await attend(sql, await held(5), learner, 30);
  await held(6, { recording_video_id: recordings[0]!.id });
  await held(7, { recording_video_id: recordings[1]!.id });
  await held(8);
  // Before they enrolled, planned, and a colleague's, which the teacher does not see.
  await held(-5);
  await held(25, { status: "scheduled" });
  const theirs = await held(9, { instructor_id: colleague.id });
  await attend(sql, theirs, learner, 30);
  await watch(sql, recordings[0]!.id, learner, 950, new Date("2026-11-10T10:00:00Z"));
  await watch(sql, recordings[1]!.id, learner, 450, new Date("2026-11-12T10:00:00Z"));
  const quizzes = [];
  for (const maximum_points of [10, 20, 30, 40])
    quizzes.push(
      await makeAssessment({ course_id: course.id, maximum_points, title: `Quiz ${maximum_points}` }),
    );
  for (const [quiz, attempt, points] of [
    [0, 1, 4],
    [0, 2, 8],
    [1, 1, 10],
    [2, 1, null],
  ] as const)
    await makeResult({ assessment_id: quizzes[quiz]!.id, user_id: learner.id, attempt, points });
  const read = async (who: Person) =>
    (await learnerList(scopeOf(who), query(), now)).items.find(({ user_id }) => user_id === learner.id);
  expect(await read(teacher)).toMatchObject({
    // 12 to 20 November.
    ...{ at_risk: true, quiet_days: 8, last_seen_at: "2026-11-12T10:00:00.000Z" },
    ...{ sessions: 4, came: 1, missed_recorded: 2, caught_up: 1 },
    ...{ videos: 2, video_percentage: 70, video_shares: [0.95, 0.45] },
    ...{ quizzes: 4, quizzes_scored: 2, quiz_mean_percentage: null, quiz_scores: [80, 50] },
    courses: [
      {
        ...{
          course_id: course.id,
          title: "R",
          standing: "at_risk",
          quiet_days: 8,
          lessons: 1,
          lessons_completed: 0,
        },
        last_activity: { kind: "video", at: "2026-11-12T10:00:00.000Z", title: recordings[1]!.title },
        progress_percentage: 70,
      },
    ],
  });
  expect(await read(colleague)).toMatchObject({ sessions: 1, came: 1, at_risk: true });
  await makeResult({
    assessment_id: quizzes[3]!.id,
    user_id: learner.id,
    points: 40,
    submitted_at: new Date("2026-11-13T09:00:00Z"),
  });
  // Scores of 80, 50 and 100.
  expect(await read(teacher)).toMatchObject({
    ...{ quiz_mean_percentage: 76.7, quiz_scores: [], at_risk: true, quiet_days: 7 },
    courses: [{ last_activity: { kind: "result", title: "Quiz 40" } }],
  });
  expect((await learnerList(scopeOf(teacher), query(), now)).numbers).toEqual({
    ...{
      sessions: 4,
      came: 1,
      missed_recorded: 2,
      caught_up: 1,
      quizzes_scored: 3,
      quiz_mean_percentage: 76.7,
    },
  });
  // A school's student who takes no course yet, for an admin; deactivated people for nobody.
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  const list = await learnerList(scopeOf(admin), query(), now);
  expect(list.items.map(({ user_id }) => user_id)).toEqual([learner.id, outsider.id]);
  expect(list.items[1]).toMatchObject({
    at_risk: false,
    courses: [],
    last_seen_at: null,
    progress_percentage: null,
  });
  await sql`update users set disabled_at = now() where id = ${learner.id}`;
  const after = await learnerList(scopeOf(admin), query(), now);
  expect(after.items.map(({ user_id }) => user_id)).toEqual([outsider.id]);
  expect(after.at_risk).toMatchObject({ enrollments: 0, learners: 0 });
});
