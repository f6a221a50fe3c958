import { beforeAll, describe, expect, it } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import type { Scope } from "@/lib/auth/scope";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { newId } from "@/lib/platform/ids";
import {
  endOf,
  enroll,
  makeAssessment,
  makeClass,
  makeCourse,
  makeLesson,
  makeResult,
  makeSchool,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { progressOver, studentProgress, subjectMastery } from "./student-progress";

const { writer } = testDatabase();
const now = new Date("2026-11-20T12:00:00Z");
const people: Record<string, Person> = {};
const scope = (name: string): Scope => scopeOf(people[name]!);
let monday: { id: string };

/**
 * Statistics has three lessons: of the first Ana submitted both quizzes, of the second one of two, of the third nothing is known. Writing has one
 * lesson with a quiz that she has not submitted.
 */
beforeAll(async () => {
  const { id: school_id } = await makeSchool({ time_zone: "Asia/Kathmandu", completion_threshold: 80 });
  const make = async (name: string, role: "student" | "instructor" | "admin") => {
    people[name] = await makeUser({ school_id, role, name });
    return people[name];
  };
  const [teacher, other] = [await make("Teacher", "instructor"), await make("Other teacher", "instructor")];
  await make("Admin", "admin");
  const statistics = await makeCourse({ school_id, title: "Statistics", instructorIds: [teacher.id] });
  const writing = await makeCourse({ school_id, title: "Writing", instructorIds: [other.id] });
  monday = await makeClass({ course_id: statistics.id, external_id: "monday" });
  const lessons = [];
  for (const position of [1, 2, 3]) lessons.push(await makeLesson({ course_id: statistics.id, position }));
  const quiz = (course_id: string, lesson_id: string) => makeAssessment({ course_id, lesson_id });
  const quizzes = [
    await quiz(statistics.id, lessons[0]!.id),
    await quiz(statistics.id, lessons[0]!.id),
    await quiz(statistics.id, lessons[1]!.id),
    await quiz(statistics.id, lessons[1]!.id),
  ];
  await quiz(writing.id, (await makeLesson({ course_id: writing.id })).id);
  const xp = { Ana: 120, Ben: 250, Cem: 250, Dee: 60, Eva: 10 };
  for (const [name, amount] of Object.entries(xp)) {
    const { id } = await make(name, "student");
    await enroll(statistics.id, id, name === "Ana" ? monday.id : null);
    const at = new Date("2026-11-18T10:00:00Z");
    await applyLearningEvents(writer, [
      {
        ...{ actor: await actorOf(school_id, id), id: newId(), school_id, event_type: "xp_earned" },
        ...{ properties: { amount, reason: "test" }, occurred_at: at, received_at: at, day: "2026-11-18" },
      },
    ]);
  }
  await enroll(writing.id, people.Ana!.id);
  // First in the school by XP, and not in the course of the class.
  const gus = await make("Gus", "student");
  await applyLearningEvents(writer, [
    {
      ...{ actor: await actorOf(school_id, gus.id), id: newId(), school_id, event_type: "xp_earned" },
      ...{
        properties: { amount: 900, reason: "test" },
        occurred_at: now,
        received_at: now,
        day: "2026-11-20",
      },
    },
  ]);
  for (const { id } of quizzes.slice(0, 3)) await makeResult({ assessment_id: id, user_id: people.Ana!.id });
});

const ofAna = (reader: string, class_id?: string) =>
  studentProgress(scope(reader), { student_id: people.Ana!.id, class_id }, now);

describe("a student's progress", () => {
  it("is their own, with XP and rank", async () => {
    expect(await studentProgress(scope("Ana"), {}, now)).toEqual({
      student: { id: people.Ana!.id, name: "Ana" },
      // Lessons of 100 % and 50 %; the third is unknown, and Writing is not begun.
      overall_progress_percentage: 75,
      ...{ lessons_completed: 1, lessons_total: 4 },
      // Gus has 900 XP, Ben and Cem 250: Ana is fourth. Level 2 begins with 100 XP.
      ...{ total_xp: 120, level: 2, leaderboard_rank: 4, leaderboard_participants: 6 },
      courses: [
        {
          ...{ course_id: expect.any(String), title: "Statistics", progress_percentage: 75 },
          ...{ lessons_completed: 1, lessons_total: 3 },
        },
        {
          ...{ course_id: expect.any(String), title: "Writing", progress_percentage: 0 },
          ...{ lessons_completed: 0, lessons_total: 1 },
        },
      ],
    });
  });

  it("is read by the school's admin whole, and by who teaches them as far as they teach", async () => {
    expect(await ofAna("Admin")).toEqual(await studentProgress(scope("Ana"), {}, now));
    expect(await ofAna("Other teacher")).toMatchObject({
      ...{ overall_progress_percentage: 0, lessons_completed: 0, lessons_total: 1, total_xp: 120 },
      courses: [{ title: "Writing" }],
    });
    expect(await endOf(ofAna("Ben"))).toBe("forbidden");
  });

  it("is of a class's course, with the rank among those who take it", async () => {
    for (const given of [monday.id, "monday"])
      expect(await ofAna("Teacher", given)).toMatchObject({
        ...{ lessons_total: 3, leaderboard_rank: 3, leaderboard_participants: 5 },
        courses: [{ title: "Statistics" }],
      });
    expect(await endOf(ofAna("Teacher", "tuesday"))).toBe("not_found class_id");
    // A class of a course that the reader does not teach, and one that the learner is not in.
    expect(await endOf(ofAna("Other teacher", "monday"))).toBe("not_found class_id");
    expect(await endOf(studentProgress(scope("Ben"), { class_id: "monday" }, now))).toBe(
      "not_found class_id",
    );
  });

  it("of staff, who take no course, is unknown", async () => {
    expect(await studentProgress(scope("Teacher"), {}, now)).toMatchObject({
      ...{ overall_progress_percentage: null, lessons_total: 0, total_xp: 0, level: 1 },
      ...{ leaderboard_rank: null, courses: [] },
    });
  });
});

it("the mean over courses is rounded once, and leaves out what is not begun", () => {
  const course = (...percentages: (number | null)[]) => ({
    ...{ id: newId(), title: "Course" },
    progress: { lessons: percentages.length, lessons_completed: 0, mastery_percentage: null },
    lessons: percentages.map((progress_percentage) => ({ progress_percentage })),
  });
  // 33.33 and 66.67 in the one, 16.25 in the other: (50 + 16.25) ÷ 2.
  const begun = [course(100 / 3, 200 / 3, null), course(16.25), course(0, 0), course(null)];
  expect(progressOver(begun).overall_progress_percentage).toBe(33.1);
  expect(progressOver([course(0)]).overall_progress_percentage).toBe(0);
  expect(progressOver([course(null)]).overall_progress_percentage).toBeNull();
});

it("mastery is by course, with the completed lessons of all", async () => {
  expect(await subjectMastery(scope("Ana"), now)).toMatchObject([
    { title: "Statistics", mastery_percentage: 75, topics_completed: 1, topics_total: 3 },
    { title: "Writing", mastery_percentage: 0, topics_completed: 0, topics_total: 1 },
  ]);
  expect(await subjectMastery(scope("Admin"), now)).toEqual([]);
});
