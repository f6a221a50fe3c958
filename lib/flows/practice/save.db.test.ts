import { beforeEach, expect, test } from "vitest";
import { examplePracticeInput } from "@/lib/domain/practice/fixtures";
import { awardXp } from "@/lib/flows/jobs/gamification";
import { mergePeople } from "@/lib/flows/merging/merge-people";
import { awardWorld } from "@/lib/testing/award-world";
import { makeUser, type Person, scopeOf, testDatabase } from "@/lib/testing/database";
import { savePractice } from "./save";

const { sql } = testDatabase();
const { schoolWithStudent, awards } = awardWorld(sql);

// One position is for all schools, and each test begins with facts that are older.
beforeEach(() => sql`delete from award_positions`);

const request = { id: "request-1", address: "192.0.2.7" };
const practise = (person: Person, at: string, key: string | null = null) =>
  savePractice({ scope: scopeOf(person), request, now: new Date(at) }, examplePracticeInput, key);
const achieved = async (actor: string) =>
  (
    await sql<{ id: string }[]>`
      select properties->>'achievement_id' as id from learning_events
      where actor = ${actor} and event_type = 'achievement_earned' order by properties->>'achievement_id' collate "C"`
  ).map(({ id }) => id);
const now = new Date("2026-11-20T12:00:00Z");

test("a practice gives the school's XP, up to the day's most, and its day's first activity, once", async () => {
  const { student, actor } = await schoolWithStudent({
    xp_rules: { practice_completed: { xp: 20, daily_max: 50 } },
  });
  for (const time of ["09:00", "09:30", "10:00", "10:30"]) await practise(student, `2026-11-20T${time}:00Z`);
  for (let run = 0; run < 3; run++) await awardXp(now);
  // 20 + 20 + the 10 that are left + 5 for the day.
  expect((await awards(actor)).filter((text) => !text.includes("level"))).toEqual([
    "20 09:00 practice_completed 20",
    "20 09:00 first_activity 5",
    "20 09:30 practice_completed 20",
    "20 10:00 practice_completed 10",
  ]);
});

test("the first, the tenth and seven days in a row of the school's zone are achievements", async () => {
  const { student, actor } = await schoolWithStudent({ time_zone: "Asia/Kathmandu" });
  const practiseOn = async (...times: string[]) => {
    for (const time of times) await practise(student, `2026-11-${time}:00:00Z`);
    await awardXp(new Date(`2026-11-${times.at(-1)}:05:00Z`));
    return achieved(actor);
  };
  expect(await practiseOn("01T09")).toEqual(["first_practice"]);
  // Six days from the 10th on; two practices of one day are one day of the run.
  expect(await practiseOn("10T09", "11T09", "12T09", "13T09", "14T09", "14T10", "15T09")).toEqual([
    "first_practice",
  ]);
  // 19:00 UTC is the 16th there: the seventh day, and the ninth practice.
  expect(await practiseOn("15T19")).toEqual(["first_practice", "practice_streak_7", "streak_7"]);
  expect(await practiseOn("18T09")).toEqual([
    "first_practice",
    "practice_streak_7",
    "practices_10",
    "streak_7",
  ]);
});

test("nobody but a student is awarded, and a failed save leaves neither the session nor its event", async () => {
  const { school, actor, student } = await schoolWithStudent();
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  await practise(teacher, "2026-11-20T09:00:00Z");
  await awardXp(now);
  expect(
    await sql`select from learning_events where event_type = 'xp_earned' and school_id = ${school.id}`,
  ).toHaveLength(0);
  // A day that no roll-up can take: the event fails after the session was inserted.
  await expect(practise(student, "+290000-01-01T00:00:00Z")).rejects.toThrow();
  expect(await sql`select from practice_sessions where user_id = ${student.id}`).toHaveLength(0);
  expect(await sql`select from learning_events where actor = ${actor}`).toHaveLength(0);
});

test("two people who become one have all of it, whatever their apps named the requests", async () => {
  const { school, student, actor } = await schoolWithStudent();
  const duplicate = await makeUser({ school_id: school.id });
  const first = await practise(student, "2026-11-19T09:00:00Z", "a");
  await practise(duplicate, "2026-11-20T09:00:00Z", "a");
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  await mergePeople({ scope: scopeOf(admin), request, now }, student.id, { duplicate_id: duplicate.id });
  const rows =
    await sql`select idempotency_key from practice_sessions where user_id = ${student.id} order by created_at`;
  expect(rows.map((row) => row.idempotency_key)).toEqual(["a", null]);
  expect(
    await sql`select from learning_events where actor = ${actor} and event_type = 'practice_complete'`,
  ).toHaveLength(2);
  expect(await practise(student, "2026-11-20T10:00:00Z", "a")).toEqual(first);
});

test("a deleted account takes its practice with it", async () => {
  const { student } = await schoolWithStudent();
  await practise(student, "2026-11-20T09:00:00Z");
  await sql`delete from users where id = ${student.id}`;
  expect(await sql`select from practice_sessions where user_id = ${student.id}`).toHaveLength(0);
});
