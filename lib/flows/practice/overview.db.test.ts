import { beforeEach, expect, it } from "vitest";
import { examplePracticeInput } from "@/lib/domain/practice/fixtures";
import { practiceInput } from "@/lib/domain/practice/schema";
import {
  endOf,
  enroll,
  makeClass,
  makeCourse,
  makeSchool,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { practiceOverview } from "./overview";
import { savePractice } from "./save";

testDatabase();

let school: { id: string };
let course: { id: string };
let group: { id: string };
let [teacher, colleague, admin, learner]: Person[] = [];
const person = (role: Person["role"]) => makeUser({ school_id: school.id, role });

beforeEach(async () => {
  school = await makeSchool();
  [teacher, colleague] = [await person("instructor"), await person("instructor")];
  [admin, learner] = [await person("admin"), await person("student")];
  course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  group = await makeClass({ course_id: course.id, name: "B2" });
  await enroll(course.id, learner.id, group.id);
});

const now = new Date("2026-11-20T12:00:00Z");
const practise = (who: Person, day: number, given: object = {}) =>
  savePractice(
    {
      scope: scopeOf(who),
      request: { id: "request-1", address: "192.0.2.7" },
      now: new Date(Date.UTC(2026, 10, day, 9)),
    },
    practiceInput.parse({ ...examplePracticeInput, ...given }),
    null,
  );
const read = (who: Person, of = learner!) =>
  practiceOverview(scopeOf(who), { user_id: of.id, time_zone: "Europe/Lisbon" }, now);

it("is read by the learner, by who teaches them and by admins, and by nobody else", async () => {
  await practise(learner!, 19);
  for (const who of [learner!, teacher!, admin!]) expect((await read(who)).sessions).toHaveLength(1);
  const mate = await person("student");
  await enroll(course.id, mate.id, group.id);
  const elsewhere = await makeUser({ school_id: (await makeSchool()).id, role: "admin" });
  for (const who of [colleague!, mate, elsewhere]) expect(await endOf(read(who))).toBe("forbidden");
});

it("has the class, and its middle half in weeks in which five people have the score", async () => {
  const mates = await Promise.all(Array.from({ length: 4 }, () => person("student")));
  for (const mate of mates) await enroll(course.id, mate.id, group.id);
  for (const [index, mate] of mates.entries()) await practise(mate, 17, { fluency_score: 60 + 10 * index });
  // The learner's two sessions of the week count once, with their mean, 80.
  await practise(learner!, 17, { fluency_score: 70, grammar_score: null });
  await practise(learner!, 18, { fluency_score: 90, grammar_score: null });
  await practise(learner!, 10, { fluency_score: 50 });
  const { classes, scores, weeks } = await read(learner!);
  expect(classes).toMatchObject([{ name: "B2", people: 5 }]);
  const bands = Object.fromEntries(scores.map(({ score, bands }) => [score, [...bands]]));
  // 60, 70, 80, 80, 90.
  expect(bands.fluency_score).toEqual([["2026-11-16", { low: 70, median: 80, high: 80 }]]);
  expect(bands.grammar_score).toEqual([]);
  expect(weeks.slice(-2).map(({ week, sessions }) => [week, sessions])).toEqual([
    ["2026-11-09", 1],
    ["2026-11-16", 2],
  ]);
});

it("has means of a type from five sessions with the score", async () => {
  for (let day = 1; day <= 5; day++)
    await practise(learner!, day, {
      ...{ fluency_score: 60 + day, grammar_score: day === 1 ? null : 70, session_type: "roleplay" },
    });
  const { byType } = await read(learner!);
  expect(byType.find(({ session_type }) => session_type === "roleplay")).toMatchObject({
    ...{ total_sessions: 5, total_minutes: 75 },
    means: { pronunciation_score: 72, fluency_score: 63, grammar_score: null },
  });
});
