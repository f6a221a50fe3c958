import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { storedProgress } from "@/lib/db/tables/courses";
import { viewerProgress } from "@/lib/db/tables/videos";
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
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { storeStaleProgress } from "../jobs/progress";
import { courseLessons } from "./course-lessons";
import { completionForecast } from "./forecast";

testDatabase();
// A Monday: the last whole week ends on Sunday the 29th.
const now = new Date("2026-11-30T12:00:00Z");

/** A course in Kathmandu (5:45 ahead) with a lesson of one video and one assessment, and so many learners. */
async function makeWorld(learners: number) {
  const { id: school_id } = await makeSchool({ time_zone: "Asia/Kathmandu" });
  const teacher = await makeUser({ school_id, role: "instructor" });
  const { id: course_id } = await makeCourse({ school_id, instructorIds: [teacher.id] });
  const { id: lesson_id } = await makeLesson({ course_id });
  const video = await makeVideo({ school_id, course_id, lesson_id });
  const quiz = await makeAssessment({ course_id, lesson_id });
  const people = await Promise.all(Array.from({ length: learners }, () => makeUser({ school_id })));
  for (const { id } of people) await enroll(course_id, id);
  const completes = (index: number, at: string) =>
    db()
      .insert(viewerProgress)
      .values({
        video_id: video.id,
        viewer_id: `u:${people[index]!.id}`,
        playbacks: 1,
        completed_at: new Date(at),
      });
  const submits = (index: number, at: string, attempt = 1) =>
    makeResult({
      assessment_id: quiz.id,
      user_id: people[index]!.id,
      attempt,
      points: null,
      submitted_at: new Date(at),
    });
  const forecast = (filter: string | null = null) =>
    completionForecast({ id: course_id, time_zone: "Asia/Kathmandu" }, filter, now);
  return { school_id, course_id, lesson_id, teacher, people, completes, submits, forecast };
}

it("counts the parts that were completed by each Sunday of the school's zone, of all that there are", async () => {
  const { school_id, course_id, lesson_id, people, completes, submits, forecast } = await makeWorld(5);
  // The day begins at 18:15: the first is still Sunday the 8th, the second Monday the 9th.
  await completes(0, "2026-11-08T18:14:00Z");
  await completes(1, "2026-11-08T18:15:00Z");
  // The first of two attempts counts; today is in no whole week.
  await submits(0, "2026-11-17T08:00:00Z");
  await submits(0, "2026-11-24T08:00:00Z", 2);
  await submits(1, "2026-11-30T08:00:00Z");
  // Neither is a part: a video of no lesson, and one that nobody can see.
  await makeVideo({ school_id, course_id });
  await makeVideo({ school_id, course_id, lesson_id, published_at: null });
  // Ten parts: five learners, a video and an assessment.
  const expected = {
    ends_on: null,
    weeks: [
      { until: "2026-11-08", percentage: 10 },
      { until: "2026-11-15", percentage: 20 },
      { until: "2026-11-22", percentage: 30 },
      { until: "2026-11-29", percentage: 30 },
    ],
    forecast: [],
  };
  expect(await forecast()).toEqual(expected);
  // The same of what is stored of all, and of some.
  await storeStaleProgress();
  expect(await forecast()).toEqual(expected);
  await submits(2, "2026-11-28T08:00:00Z");
  expected.weeks[3]!.percentage = 40;
  await db().update(storedProgress).set({ facts: null }).where(eq(storedProgress.user_id, people[2]!.id));
  expect(await forecast()).toEqual(expected);
});

/** One part more in each of eight weeks. */
async function eightWeeks() {
  const world = await makeWorld(5);
  const mondays = ["10-05", "10-12", "10-19", "10-26", "11-02", "11-09", "11-16", "11-23"];
  for (const [index, day] of mondays.entries())
    await (index < 5 ? world.completes : world.submits)(index % 5, `2026-${day}T08:00:00Z`);
  return world;
}

it("forecasts from eight weeks on, never below what is completed", async () => {
  const { forecast } = await eightWeeks();
  const found = await forecast();
  expect(found.weeks.map(({ percentage }) => percentage)).toEqual([10, 20, 30, 40, 50, 60, 70, 80]);
  // One week ahead can be compared four times. The level lags behind a steady rise, so that it is below 90, and never below 80.
  expect(found.forecast).toEqual([
    {
      until: "2026-12-06",
      expected_percentage: expect.any(Number),
      low_percentage: 80,
      high_percentage: expect.any(Number),
      compared: 4,
      mean_error_points: expect.any(Number),
    },
  ]);
  const [next] = found.forecast;
  expect(next!.expected_percentage).toBeGreaterThanOrEqual(80);
  expect(next!.high_percentage).toBeLessThanOrEqual(100);
  expect(next!.mean_error_points).toBeGreaterThan(0);
});

it("ends with the last class, if all have an end", async () => {
  const { school_id, course_id, forecast } = await eightWeeks();
  const term = await makeTerm({ school_id, ends_on: "2026-12-06" });
  const { id } = await makeClass({ course_id, term_id: term.id });
  expect((await forecast()).ends_on).toBe("2026-12-06");
  await makeClass({ course_id, ends_on: "2026-12-11" });
  expect([(await forecast()).ends_on, (await forecast(id)).ends_on]).toEqual(["2026-12-11", "2026-12-06"]);
  // Nobody is in the class.
  expect((await forecast(id)).weeks).toEqual([]);
  await makeClass({ course_id });
  expect([(await forecast()).ends_on, (await forecast("none")).ends_on]).toEqual([null, null]);
});

it("is part of the course's numbers, and not of fewer than five learners", async () => {
  const few = await makeWorld(4);
  const { course_id, teacher } = await eightWeeks();
  expect(
    (await courseLessons(scopeOf(few.teacher), few.course_id, {}, now)).answer.completion_forecast,
  ).toBeNull();
  const { answer } = await courseLessons(scopeOf(teacher), course_id, {}, now);
  expect(answer.completion_forecast?.forecast).toHaveLength(1);
});
