import { expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { practiceSessions } from "@/lib/db/tables/practice";
import { enroll, makeClass, makeCourse, makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { classAreas, classLearners } from "./class-queries";

testDatabase();

const now = new Date("2026-11-20T12:00:00Z");
const dayMs = 86_400_000;

type Row = typeof practiceSessions.$inferInsert;
const practised = (
  person: { id: string; school_id: string | null },
  daysAgo: number,
  given: Partial<Row> = {},
) =>
  db()
    .insert(practiceSessions)
    .values({
      ...{
        user_id: person.id,
        school_id: person.school_id!,
        session_type: "conversation",
        duration_seconds: 630,
      },
      ...{ words_spoken: 500, topics: [], vocabulary_learned: [], areas_to_improve: [], metadata: {} },
      ...{ created_at: new Date(now.getTime() - daysAgo * dayMs), ...given },
    });

async function courseOf(names: string[]) {
  const school = await makeSchool();
  const course = await makeCourse({ school_id: school.id });
  const [b1, b2] = [
    await makeClass({ course_id: course.id, name: "B1" }),
    await makeClass({ course_id: course.id, name: "B2" }),
  ];
  const people = [];
  for (const name of names) people.push(await makeUser({ school_id: school.id, name }));
  for (const [index, person] of people.entries())
    await enroll(course.id, person.id, index === 0 ? b1.id : b2.id);
  return { school, course, b1, b2, people };
}

it("has each learner's last 28 days, and the mean of the last five sessions with a score", async () => {
  const { course, b2, people, school } = await courseOf(["Ana", "Bento", "Carla"]);
  const [ana, bento] = people;
  // The oldest of six scores is left out: (60 + 62 + 64 + 66 + 68) / 5.
  for (const [index, score] of [10, 60, 62, 64, 66, 68].entries())
    await practised(ana!, 30 - index, {
      fluency_score: score,
      pronunciation_score: index === 0 ? null : 71.25,
    });
  await practised(bento!, 1, { grammar_score: 90 });
  // In no course.
  await practised(await makeUser({ school_id: school.id, name: "Dora" }), 1);
  const rows = await classLearners(course, undefined, now);
  expect(rows).toMatchObject([
    {
      // 28, 27, 26 and 25 days ago: a session of 28 days ago is the first that counts.
      ...{
        name: "Ana",
        class_name: "B1",
        sessions: 4,
        minutes: 42,
        last_at: new Date(now.getTime() - 25 * dayMs),
      },
      ...{ fluency_score: 64, pronunciation_score: 71.3, grammar_score: null },
    },
    { name: "Bento", class_name: "B2", sessions: 1, minutes: 10.5, grammar_score: null },
    { name: "Carla", sessions: 0, minutes: 0, last_at: null },
  ]);
  expect((await classLearners(course, b2.id, now)).map(({ name }) => name)).toEqual(["Bento", "Carla"]);
});

it("has the areas of five people or more, each person and session once", async () => {
  const { course, b1, b2, people } = await courseOf(["A", "B", "C", "D", "E", "F"]);
  for (const person of people)
    await practised(person, 2, { areas_to_improve: ["Linking words", "linking words"] });
  await practised(people[1]!, 1, { areas_to_improve: ["Linking Words", "Articles"] });
  for (const person of people.slice(0, 4)) await practised(person, 3, { areas_to_improve: ["Past perfect"] });
  await practised(people[4]!, 29, { areas_to_improve: ["Past perfect"] });
  expect(await classAreas(course, undefined, now)).toEqual([
    { area: "Linking Words", people: 6, sessions: 7 },
  ]);
  expect(await classAreas(course, b2.id, now)).toMatchObject([{ people: 5, sessions: 6 }]);
  expect(await classAreas(course, b1.id, now)).toEqual([]);
});
