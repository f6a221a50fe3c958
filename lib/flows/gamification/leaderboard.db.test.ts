import { expect, it } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { leaderboard, ranking } from "@/lib/domain/gamification/queries";
import { leaderboardQuery } from "@/lib/domain/gamification/schema";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { newId } from "@/lib/platform/ids";
import { dayOf } from "@/lib/platform/time";
import {
  endOf,
  enroll,
  makeCourse,
  makeSchool,
  makeUser,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { ownXp } from "./own-xp";

const { sql, writer } = testDatabase();

/** A school's students by their first names, with the XP that each has earned at an instant. */
async function schoolOf(time_zone: string, given: Record<string, [at: string, amount: number][]>) {
  const school = await makeSchool({ time_zone });
  const students: Record<string, Awaited<ReturnType<typeof makeUser>>> = {};
  for (const [name, earned] of Object.entries(given)) {
    const student = await makeUser({ school_id: school.id, name: `${name} Example` });
    students[name] = student;
    const actor = await actorOf(school.id, student.id);
    await applyLearningEvents(
      writer,
      earned.map(([at, amount]) => ({
        ...{ actor, id: newId(), school_id: school.id, event_type: "xp_earned" },
        properties: { amount, reason: "test" },
        ...{ occurred_at: new Date(at), received_at: new Date(at), day: dayOf(new Date(at), time_zone) },
      })),
    );
  }
  return { school, students, scope: (name: string) => scopeOf(students[name]!) };
}

const read = (scope: ReturnType<typeof scopeOf>, given: Record<string, unknown>, now: string) =>
  leaderboard(scope, leaderboardQuery.parse(given), new Date(now));
const lines = ({ items }: Awaited<ReturnType<typeof read>>) =>
  items.map(({ rank, name, xp, level, is_you }) => `${rank} ${is_you ? "You" : name} ${xp} ${level}`);

const monday = "2026-11-16T10:00:00Z";
const wednesday = "2026-11-18T12:00:00Z";
const week = {
  Ana: [[monday, 120]],
  Ben: [[monday, 70]],
  Cem: [[monday, 70]],
  Dee: [[monday, 45]],
  Eva: [[monday, 45]],
  Fay: [[monday, 10]],
  Gus: [],
} satisfies Record<string, [string, number][]>;

it("ranks with ties, percentile, next rank, and names that people chose to show", async () => {
  const { scope, students } = await schoolOf("Europe/Lisbon", week);
  await sql`update users set appearance = 'named' where id in (${students.Ana!.id}, ${students.Cem!.id})`;
  const board = await read(scope("Dee"), { limit: 2 }, wednesday);
  // Both of rank 2 are shown; level 2 needs 100 XP.
  expect(lines(board).sort()).toEqual(["1 Ana E. 120 2", "2 Cem E. 70 1", "2 null 70 1"]);
  expect(board.items.map(({ user_id }) => user_id)).toEqual([null, null, null]);
  expect(board).toMatchObject({ state: "shown", participants: 6, students: 7, not_ranked: 0 });
  expect(board).toMatchObject({ from: "2026-11-16", to: "2026-11-18", time_zone: "Europe/Lisbon" });
  // Fay alone of the 5 others has less: 20 %. 70 is 25 more, and rank 2.
  const dee = { rank: 4, shared_with: 1, xp: 45, level: 1, percentile: 20, next: { rank: 2, xp: 25 } };
  expect(board.you).toEqual(dee);
  expect((await read(scope("Ana"), {}, wednesday)).you).toMatchObject({
    rank: 1,
    percentile: 100,
    next: null,
  });
  // Without XP: no rank, and 10 XP to the last one.
  expect((await read(scope("Gus"), {}, wednesday)).you).toEqual({
    ...{ rank: null, shared_with: 0, xp: 0, level: 1, percentile: null, next: { rank: 6, xp: 10 } },
  });
  const own = await read(scope("Dee"), { limit: 4 }, wednesday);
  expect(own.items.filter(({ is_you }) => is_you)).toEqual([
    { rank: 4, user_id: students.Dee!.id, name: null, xp: 45, level: 1, is_you: true },
  ]);
});

it("leaves out who chose not to be ranked: others move up, and they see no ranks", async () => {
  const { school, scope, students } = await schoolOf("Europe/Lisbon", week);
  await sql`update users set appearance = 'unranked' where id = ${students.Ben!.id}`;
  const board = await read(scope("Dee"), {}, wednesday);
  expect(lines(board).map((line) => line[0])).toEqual(["1", "2", "3", "3", "5"]);
  expect(board).toMatchObject({ participants: 5, not_ranked: 1, you: { rank: 3, percentile: 25 } });
  const unranked = await read(scope("Ben"), {}, wednesday);
  expect(unranked).toMatchObject({ state: "unranked", items: [], you: null, participants: 0 });
  await sql`update users set appearance = 'unranked' where id = ${students.Ana!.id}`;
  // 4 people are left.
  expect(await read(scope("Dee"), {}, wednesday)).toMatchObject({ state: "too_few", items: [], you: null });
  await sql`update schools set rankings = false where id = ${school.id}`;
  expect(await read(scope("Dee"), {}, wednesday)).toMatchObject({ state: "off", items: [] });
});

it("shows staff the names of their own students, and of others what they chose", async () => {
  const { school, students } = await schoolOf("Europe/Lisbon", week);
  const [teacher, admin] = [
    await makeUser({ school_id: school.id, role: "instructor" }),
    await makeUser({ school_id: school.id, role: "admin" }),
  ];
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  for (const name of ["Ana", "Ben", "Cem", "Dee"]) await enroll(course.id, students[name]!.id);
  const board = await read(scopeOf(teacher), {}, wednesday);
  expect(lines(board).sort()).toEqual([
    "1 Ana Example 120 2",
    "2 Ben Example 70 1",
    "2 Cem Example 70 1",
    "4 Dee Example 45 1",
    "4 null 45 1",
    "6 null 10 1",
  ]);
  expect(board.you).toBeNull();
  expect((await read(scopeOf(admin), {}, wednesday)).items.every(({ name }) => name !== null)).toBe(true);
  // 4 of the course have XP, then 5.
  const ofCourse = { course_id: course.id };
  expect(await read(scopeOf(teacher), ofCourse, wednesday)).toMatchObject({ state: "too_few", students: 4 });
  await enroll(course.id, students.Fay!.id);
  const five = await read(scopeOf(students.Fay!), ofCourse, wednesday);
  expect(five).toMatchObject({ state: "shown", participants: 5, you: { rank: 5, percentile: 0 } });
  expect(await endOf(read(scopeOf(students.Eva!), ofCourse, wednesday))).toBe("forbidden");
  expect(
    await endOf(read(scopeOf(await makeUser({ school_id: (await makeSchool()).id })), ofCourse, wednesday)),
  ).toBe("not_found");
});

it("begins days, weeks and months at midnight in the school's zone", async () => {
  // Kathmandu is 5:45 ahead. In Lisbon daylight saving ends on 25 October at 01:00 UTC: Monday 26 begins at 00:00 UTC, Sunday at 23:00.
  const cases = {
    "Asia/Kathmandu": { before: "2026-10-25T18:14:00Z", after: "2026-10-25T18:15:00Z" },
    "Europe/Lisbon": { before: "2026-10-25T23:59:00Z", after: "2026-10-26T00:00:00Z" },
  };
  for (const [zone, { before, after }] of Object.entries(cases)) {
    const names = ["Ana", "Ben", "Cem", "Dee", "Eva"];
    const earned = names.map((name, i): [string, [string, number][]] => [
      name,
      [
        [before, 100],
        [after, i + 1],
      ],
    ]);
    const { scope } = await schoolOf(zone, Object.fromEntries(earned));
    const sums = async (timeframe: string, now: string) =>
      (await read(scope("Ana"), { timeframe }, now)).items.map(({ xp }) => xp);
    for (const timeframe of ["day", "week"]) {
      expect(await sums(timeframe, after)).toEqual([5, 4, 3, 2, 1]);
      expect(await sums(timeframe, before)).toEqual([100, 100, 100, 100, 100]);
    }
    expect(await sums("month", after)).toEqual([105, 104, 103, 102, 101]);
    expect(await sums("month", "2026-11-02T12:00:00Z")).toEqual([]);
    expect(await sums("all", "2026-11-02T12:00:00Z")).toEqual([105, 104, 103, 102, 101]);
  }
});

it("says where a student is among the people of each course, and what their XP came from", async () => {
  const { school, scope, students } = await schoolOf("Europe/Lisbon", week);
  const [all, few] = [await makeCourse({ school_id: school.id }), await makeCourse({ school_id: school.id })];
  for (const name of ["Ana", "Ben", "Cem", "Dee", "Fay", "Gus"]) await enroll(all.id, students[name]!.id);
  for (const name of ["Ana", "Dee"]) await enroll(few.id, students[name]!.id);
  const board = async (name: string) =>
    (await ranking(scope(name), { timeframe: "week" }, new Date(wednesday), [all.id, few.id])).course_ranks;
  const tooFew = { course_id: few.id, people: null, rank: null, percentile: null };
  // Of Ana 120, Ben 70, Cem 70, Dee 45 and Fay 10: Fay has less than Dee, one of four.
  expect(await board("Dee")).toEqual([{ course_id: all.id, people: 5, rank: 4, percentile: 25 }, tooFew]);
  // 45, 45 and 10 are less than 70: of the four others Dee and Fay.
  expect(await board("Ben")).toEqual([{ course_id: all.id, people: 5, rank: 2, percentile: 50 }, tooFew]);
  expect(await board("Gus")).toEqual([
    { course_id: all.id, people: 5, rank: null, percentile: null },
    tooFew,
  ]);
  expect((await read(scope("Dee"), {}, wednesday)) as object).not.toHaveProperty("course_ranks");

  const actor = await actorOf(school.id, students.Gus!.id);
  const earn = (at: string, amount: number, reason: string) => ({
    ...{ actor, id: newId(), school_id: school.id, event_type: "xp_earned", properties: { amount, reason } },
    ...{ occurred_at: new Date(at), received_at: new Date(at), day: dayOf(new Date(at), "Europe/Lisbon") },
  });
  await applyLearningEvents(writer, [
    earn("2026-11-14T10:00:00Z", 25, "video_completed"),
    earn("2026-11-16T10:00:00Z", 25, "video_completed"),
    earn("2026-11-16T11:00:00Z", 40, "session_attended"),
    earn("2026-11-17T11:00:00Z", 300, "a talk"),
  ]);
  const own = await ownXp(scope("Gus"), "2026-11-16");
  const nothing = { times: 0, xp: 0, total_xp: 0 };
  expect(own?.by_act).toEqual([
    { act: "session_attended", times: 1, xp: 40, total_xp: 40 },
    { act: "video_completed", times: 1, xp: 25, total_xp: 50 },
    { act: "assessment_submitted", ...nothing },
    { act: "material_completed", ...nothing },
    { act: "practice_completed", ...nothing },
    { act: "first_activity", ...nothing },
    { act: "other", times: 1, xp: 300, total_xp: 300 },
  ]);
  expect(own?.totals.at(-1)).toEqual({ day: "2026-11-17", xp: 390 });
  expect(own?.levels.slice(0, 2)).toEqual([
    { level: 2, xp: 100, reached: "2026-11-17" },
    { level: 3, xp: 300, reached: "2026-11-17" },
  ]);
});
