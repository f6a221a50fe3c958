import { beforeAll, expect, it } from "vitest";
import {
  enroll,
  makeAssessment,
  makeClass,
  makeCourse,
  makeResult,
  makeSchool,
  makeUser,
  type Person,
  testDatabase,
} from "@/lib/testing/database";
import { classScores } from "./class-scores";

testDatabase();

let people: Person[];
let quiz: { id: string };
let foreign: { id: string };

/** Six people in one class with 2, 4, 5, 6, 8 and 9 points of 10, another class with four, and one person in none. */
beforeAll(async () => {
  const school = await makeSchool();
  const course = await makeCourse({ school_id: school.id });
  const [monday, tuesday] = [
    await makeClass({ course_id: course.id }),
    await makeClass({ course_id: course.id }),
  ];
  quiz = await makeAssessment({ course_id: course.id, maximum_points: 10 });
  foreign = await makeAssessment({ course_id: (await makeCourse({ school_id: school.id })).id });
  people = [];
  for (const [place, points] of [2, 4, 5, 6, 8, 9, 1, 1, 1, 1, 10].entries()) {
    const person = await makeUser({ school_id: school.id });
    people.push(person);
    await enroll(course.id, person.id, place < 6 ? monday.id : place < 10 ? tuesday.id : null);
    await makeResult({ assessment_id: quiz.id, user_id: person.id, points });
  }
  // A worse second attempt counts for nothing, a better one does; one that is not marked is no score.
  await makeResult({ assessment_id: quiz.id, user_id: people[5]!.id, attempt: 2, points: 1 });
  await makeResult({ assessment_id: quiz.id, user_id: people[0]!.id, attempt: 2, points: 3 });
  const unmarked = await makeUser({ school_id: school.id });
  await enroll(course.id, unmarked.id, monday.id);
  await makeResult({ assessment_id: quiz.id, user_id: unmarked.id, points: null });
});

it("is the middle half of the best scores of one's own class", async () => {
  // Of 30, 40, 50, 60, 80, 90: the quartiles lie a quarter of the way from 40 to 50 and three quarters from 60 to 80.
  expect(await classScores(people[0]!.id, [quiz.id])).toEqual(
    new Map([[quiz.id, { people: 6, low: 42.5, median: 55, high: 75 }]]),
  );
});

it("says nothing of fewer than five, of another course, or without assessments", async () => {
  expect(await classScores(people[6]!.id, [quiz.id])).toEqual(new Map());
  expect(await classScores(people[10]!.id, [quiz.id])).toEqual(new Map());
  expect(await classScores(people[0]!.id, [foreign.id])).toEqual(new Map());
  expect(await classScores(people[0]!.id, [])).toEqual(new Map());
});
