import { beforeEach, expect, test } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { achievements } from "@/lib/domain/gamification/achievements";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { newId } from "@/lib/platform/ids";
import { dayOf } from "@/lib/platform/time";
import { awardWorld } from "@/lib/testing/award-world";
import { playback } from "@/lib/testing/beacons";
import {
  makeAssessment,
  makeResult,
  makeSession,
  makeUser,
  makeVideo,
  testDatabase,
} from "@/lib/testing/database";
import { awardXp } from "../jobs/gamification";

const { sql, writer } = testDatabase();
const { schoolWithStudent, completes } = awardWorld(sql);
const now = new Date("2026-11-20T12:00:00Z");

// One position is for all schools, and each test begins with facts that are older.
beforeEach(() => sql`delete from award_positions`);

/** Achievements of an actor in the order of their time. */
const earned = async (actor: string) =>
  (
    await sql<{ text: string }[]>`
      select to_char(occurred_at at time zone 'UTC', 'DD HH24:MI') || ' ' || (properties->>'achievement_id') as text
      from learning_events where actor = ${actor} and event_type = 'achievement_earned'
      order by occurred_at, properties->>'achievement_id' collate "C"`
  ).map(({ text }) => text);

const minute = (n: number) => String(n).padStart(2, "0");

test("the first and the tenth video are earned when they were completed, also beyond the day's XP", async () => {
  const { school, student, course, actor } = await schoolWithStudent();
  const video = () => makeVideo({ school_id: school.id, course_id: course.id });
  const first = await video();
  await completes(first.id, student.id, "2026-11-20T11:00:00Z");
  // What replaced it is the same video, and an empty progress completes none.
  const replaced = await video();
  await sql`update videos set version_of = ${first.id} where id = ${replaced.id}`;
  await completes(replaced.id, student.id, "2026-11-20T11:01:00Z");
  await sql`insert into viewer_progress (video_id, viewer_id, playbacks, completed_at)
    values (${(await video()).id}, ${`u:${student.id}`}, 0, '2026-11-20T11:01:30Z')`;
  for (let n = 2; n <= 9; n++)
    await completes((await video()).id, student.id, `2026-11-20T11:${minute(n)}:00Z`);
  await awardXp(now);
  expect(await earned(actor)).toEqual(["20 11:00 first_video"]);
  await completes((await video()).id, student.id, "2026-11-20T11:50:00Z");
  await completes((await video()).id, student.id, "2026-11-20T11:51:00Z");
  for (let i = 0; i < 3; i++) await awardXp(now);
  // 11:00, eight from 11:02 to 11:09, and 11:50 is the tenth. Four of them gave XP: 4 × 25 and 5.
  expect(await earned(actor)).toEqual(["20 11:00 first_video", "20 11:50 videos_10"]);
  const [stats] = await sql`select xp::int from gamification_stats where actor = ${actor}`;
  expect(stats).toEqual({ xp: 105 });
  const [event] = await sql`select properties from learning_events
    where actor = ${actor} and properties->>'achievement_id' = 'videos_10'`;
  expect(event).toEqual({ properties: { achievement_id: "videos_10", name: "10 videos completed" } });
});

test("sessions count from the school's minimum, assessments once, and for students alone", async () => {
  const { school, student, course, actor } = await schoolWithStudent({
    attendance_minimum_seconds: 600,
    xp_rules: { session_attended: { xp: 0, daily_max: null } },
  });
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  for (let n = 1; n <= 11; n++) {
    const session = await makeSession({
      ...{ school_id: school.id, course_id: course.id, status: "ended" },
      ...{ scheduled_start: new Date(`2026-11-18T10:${minute(n)}:00Z`) },
      ...{ scheduled_end: new Date(`2026-11-18T11:${minute(n)}:00Z`) },
    });
    // The fourth was too short.
    for (const [user_id, ms] of [
      [student.id, n === 4 ? 599_999 : 600_000],
      [teacher.id, 3_600_000],
    ] as const)
      await sql`insert into attendees (session_id, id, display_name, user_id, reported_ms, created_at)
        values (${session.id}, ${newId()}, 'Somebody', ${user_id}, ${ms}, now())`;
  }
  const quiz = await makeAssessment({ course_id: course.id });
  for (const attempt of [1, 2])
    await makeResult({
      ...{ assessment_id: quiz.id, user_id: student.id, attempt },
      ...{ submitted_at: new Date(`2026-11-18T08:0${attempt}:00Z`), created_at: now },
    });
  for (let i = 0; i < 3; i++) await awardXp(now);
  expect(await earned(actor)).toEqual([
    "18 08:01 first_assessment",
    "18 11:01 first_session",
    // The tenth of 1, 2, 3, 5, 6, 7, 8, 9, 10, 11.
    "18 11:11 sessions_10",
  ]);
  expect(await earned(await actorOf(school.id, teacher.id))).toEqual([]);
});

test("seven days in a row, by the days of the school's zone, and a level", async () => {
  const { school, actor } = await schoolWithStudent({
    time_zone: "Asia/Kathmandu",
    // Level 5 needs 1,000 XP: seven days with 150 are 1,050.
    xp_rules: { first_activity: { xp: 150, daily_max: null } },
  });
  const active = (at: string, received = at) =>
    applyLearningEvents(writer, [
      {
        ...{ actor, id: newId(), school_id: school.id, event_type: "material_view" },
        ...{ properties: { material_id: "a" }, occurred_at: new Date(at), received_at: new Date(received) },
        day: dayOf(new Date(at), "Asia/Kathmandu"),
      },
    ]);
  const run = async () => {
    for (let more: boolean | undefined = true; more; ) more = (await awardXp(now))?.more;
  };
  // 18:15 UTC is midnight there: these are the 14th to the 19th, the 14th twice.
  for (const at of ["13T18:15", "14T18:14", "14T18:15", "16T08:00", "17T08:00", "18T08:00", "19T08:00"])
    await active(`2026-11-${at}:00Z`);
  await run();
  expect(await earned(actor)).toEqual([]);
  await active("2026-11-19T18:15:00Z", "2026-11-20T11:55:00Z");
  await run();
  await run();
  expect(await earned(actor)).toEqual(["20 12:00 level_5", "20 12:00 streak_7"]);
});

test("a streak counts days of views and of attended sessions as it counts days of learning events", async () => {
  const { school, student, course, actor } = await schoolWithStudent({ time_zone: "Asia/Kathmandu" });
  const video = await makeVideo({ school_id: school.id, course_id: course.id });
  const views = (day: string) =>
    applyBeacons(writer, [{ ...playback(video.id, `u:${student.id}`, { played: [[0, 10]] }), day }]);
  const attends = async (from: string) => {
    const start = new Date(from);
    const session = await makeSession({
      ...{ school_id: school.id, course_id: course.id, status: "ended", scheduled_start: start },
      scheduled_end: new Date(start.getTime() + 3_600_000),
    });
    await sql`insert into attendees (session_id, id, display_name, user_id, reported_ms, created_at)
      values (${session.id}, ${newId()}, 'Somebody', ${student.id}, 3600000, now())`;
  };
  const streakUpdates = async () =>
    (
      await sql<{ days: number }[]>`select (properties->>'streak_days')::int as days from learning_events
        where actor = ${actor} and event_type = 'streak_update' order by occurred_at`
    ).map(({ days }) => days);
  // The 14th, 16th and 18th by views; the 17th and the 19th, from 18:15 UTC of the day before, by sessions; nothing on the 15th.
  for (const day of ["2026-11-14", "2026-11-16", "2026-11-18"]) await views(day);
  await attends("2026-11-16T18:15:00Z");
  await attends("2026-11-18T18:15:00Z");
  await awardXp(now);
  // 16th to 19th.
  expect(await streakUpdates()).toEqual([4]);
  expect(await earned(actor)).not.toContain("20 12:00 streak_7");
  // With the 15th and the 20th there are seven in a row; the completed video is the fact that the job reads.
  await views("2026-11-15");
  await views("2026-11-20");
  const other = await makeVideo({ school_id: school.id, course_id: course.id });
  await completes(other.id, student.id, "2026-11-20T11:55:00Z");
  await awardXp(now);
  expect(await streakUpdates()).toEqual([4, 7]);
  expect(await earned(actor)).toContain("20 12:00 streak_7");
  const [stats] =
    await sql`select streak_days, longest_streak_days from gamification_stats where actor = ${actor}`;
  expect(stats).toEqual({ streak_days: 0, longest_streak_days: 0 });
});

test("random facts in random runs, read again from the beginning, earn what all of them together earn", async () => {
  const { school, course } = await schoolWithStudent();
  let seed = 11;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  const students = await Promise.all(Array.from({ length: 3 }, () => makeUser({ school_id: school.id })));
  const videos = await Promise.all(
    Array.from({ length: 60 }, () => makeVideo({ school_id: school.id, course_id: course.id })),
  );
  const times = students.map((): string[] => []);
  const begun = now.getTime() - 3_600_000;
  for (let second = 0; second < 160; second++) {
    const one = random(students.length);
    const video = videos[times[one]!.length];
    if (!video) continue;
    const at = new Date(begun + second * 1000).toISOString();
    await completes(video.id, students[one]!.id, at);
    times[one]!.push(at);
    if (random(20) === 0) await awardXp(now);
    if (random(40) === 0) await sql`delete from award_positions`;
  }
  for (let i = 0; i < 3; i++) {
    await sql`delete from award_positions`;
    await awardXp(now);
  }
  const counted = achievements.filter(({ of }) => of === "video_completed");
  for (const [index, student] of students.entries()) {
    const own = times[index]!;
    const rows = await sql<{ id: string; at: Date }[]>`
      select properties->>'achievement_id' as id, occurred_at as at from learning_events
      where actor = ${await actorOf(school.id, student.id)} and event_type = 'achievement_earned' order by occurred_at`;
    expect(rows.map(({ id, at }) => [id, at.toISOString()])).toEqual(
      counted.flatMap(({ id, at_least }) => (own.length >= at_least ? [[id, own[at_least - 1]]] : [])),
    );
  }
  expect(Math.max(...times.map(({ length }) => length))).toBeGreaterThanOrEqual(50);
});
