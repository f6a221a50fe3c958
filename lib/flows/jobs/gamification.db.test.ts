import { beforeEach, expect, test } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { processLocks } from "@/lib/db/advisory-locks";
import { bus } from "@/lib/db/bus/bus";
import { changeXpSettings } from "@/lib/domain/gamification/mutations";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { newId } from "@/lib/platform/ids";
import { dayOf } from "@/lib/platform/time";
import { awardWorld } from "@/lib/testing/award-world";
import {
  makeAssessment,
  makeCourse,
  makeLesson,
  makeMaterial,
  makeResult,
  makeSession,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { awardXp } from "./gamification";

const { sql, writer } = testDatabase();
const { schoolWithStudent, completes, awards } = awardWorld(sql);
const now = new Date("2026-11-20T12:00:00Z");

// One position is for all schools, and each test begins with facts that are older.
beforeEach(() => sql`delete from award_positions`);

const stats = async (actor: string) =>
  (await sql`select xp::int, level from gamification_stats where actor = ${actor}`)[0];

test("awards what students completed, attended and submitted, each once", async () => {
  const { school, student, course, actor } = await schoolWithStudent({ attendance_minimum_seconds: 600 });
  const video = await makeVideo({ school_id: school.id, course_id: course.id });
  await completes(video.id, student.id, "2026-11-18T10:00:00Z");
  const quiz = await makeAssessment({ course_id: course.id });
  const submitted = { assessment_id: quiz.id, user_id: student.id };
  await makeResult({
    ...submitted,
    submitted_at: new Date("2026-11-18T11:00:00Z"),
    created_at: new Date("2026-11-18T11:30:00Z"),
  });
  await makeResult({
    ...submitted,
    attempt: 2,
    submitted_at: new Date("2026-11-18T12:00:00Z"),
    created_at: new Date("2026-11-18T12:30:00Z"),
  });
  const session = await makeSession({ school_id: school.id, course_id: course.id, status: "ended" });
  const present = async (user_id: string, minutes: number, host = false) => {
    const id = newId();
    await sql`insert into attendees (session_id, id, display_name, user_id, host, reported_ms, created_at)
      values (${session.id}, ${id}, 'Somebody', ${user_id}, ${host}, ${minutes * 60_000}, now())`;
  };
  await present(student.id, 10);
  const [short, teacher] = [
    await makeUser({ school_id: school.id }),
    await makeUser({ school_id: school.id, role: "instructor" }),
  ];
  await present(short.id, 9);
  await present(teacher.id, 60);
  await completes(video.id, teacher.id, "2026-11-18T10:00:00Z");
  expect(await awardXp(now)).toEqual({ awarded: 4, more: false });
  const expected = [
    "18 10:00 video_completed 25",
    "18 10:00 first_activity 5",
    "18 11:00 assessment_submitted 30",
    "18 19:00 session_attended 40",
    // 25 + 5 + 30 + 40 = 100.
    "18 19:00 level_up 2",
  ];
  expect(await awards(actor)).toEqual(expected);
  expect(await stats(actor)).toEqual({ xp: 100, level: 2 });
  expect(await awardXp(now)).toEqual({ awarded: 0, more: false });
  expect((await awardXp(new Date(now.getTime() + 3_600_000)))?.awarded).toBe(0);
  for (const other of [short, teacher]) expect(await awards(await actorOf(school.id, other.id))).toEqual([]);

  // A report that comes later is awarded; what was awarded stays though the fact goes.
  await sql`update attendees set reported_ms = 3600000 where session_id = ${session.id} and user_id = ${short.id}`;
  await sql`delete from attendees where session_id = ${session.id} and user_id = ${student.id}`;
  await sql`insert into session_versions (session_id, version) values (${session.id}, 1)
    on conflict (session_id) do update set version = session_versions.version + 1`;
  expect(await awardXp(now)).toEqual({ awarded: 2, more: false });
  expect(await awards(await actorOf(school.id, short.id))).toEqual([
    "18 18:00 first_activity 5",
    "18 19:00 session_attended 40",
  ]);
  expect(await awards(actor)).toEqual(expected);
});

test("the day's limit begins again at midnight in the school's zone", async () => {
  // 18:15 UTC is midnight in Kathmandu.
  const { school, student, course, actor } = await schoolWithStudent({
    time_zone: "Asia/Kathmandu",
    xp_rules: { video_completed: { xp: 25, daily_max: 40 }, first_activity: { xp: 0, daily_max: null } },
  });
  for (const at of ["18:12", "18:13", "18:14", "18:15", "18:16", "18:17"]) {
    const video = await makeVideo({ school_id: school.id, course_id: course.id });
    await completes(video.id, student.id, `2026-11-18T${at}:00Z`);
  }
  await awardXp(now);
  expect(await awards(actor)).toEqual([
    "18 18:12 video_completed 25",
    "18 18:13 video_completed 15",
    "18 18:15 video_completed 25",
    "18 18:16 video_completed 15",
  ]);
  // Another run sees what the day has given.
  const one = await makeVideo({ school_id: school.id, course_id: course.id });
  await completes(one.id, student.id, "2026-11-20T11:55:00Z");
  await awardXp(now);
  for (const at of ["11:56", "11:57"]) {
    const video = await makeVideo({ school_id: school.id, course_id: course.id });
    await completes(video.id, student.id, `2026-11-20T${at}:00Z`);
  }
  await awardXp(now);
  expect((await awards(actor)).slice(4)).toEqual([
    "20 11:55 video_completed 25",
    // 40 + 40 + 25 = 105.
    "20 11:55 level_up 2",
    "20 11:56 video_completed 15",
  ]);
});

test("a change of the rules counts for what is awarded from then on", async () => {
  const { school, student, course, actor } = await schoolWithStudent();
  const admin = scopeOf(await makeUser({ school_id: school.id, role: "admin" }));
  const complete = async (at: string) =>
    completes((await makeVideo({ school_id: school.id, course_id: course.id })).id, student.id, at);
  await complete("2026-11-20T11:55:00Z");
  await awardXp(now);
  await changeXpSettings(
    { scope: admin, request: { id: "request-1", address: "192.0.2.7" }, now },
    { rules: { video_completed: { xp: 40, daily_max: 60 } } },
  );
  await awardXp(now);
  await complete("2026-11-20T11:56:00Z");
  await awardXp(now);
  expect(await awards(actor)).toEqual([
    "20 11:55 video_completed 25",
    "20 11:55 first_activity 5",
    // What the day has given counts for the new limit: 60 − 25.
    "20 11:56 video_completed 35",
  ]);
});

test("two processes at once award once, and the second waits for its next turn", async () => {
  const { school, student, course, actor } = await schoolWithStudent();
  const video = await makeVideo({ school_id: school.id, course_id: course.id });
  await completes(video.id, student.id, "2026-11-20T11:58:00Z");
  const runs = await Promise.all([awardXp(now), awardXp(now)]);
  expect(runs.map((run) => run?.awarded ?? 0).reduce((a, b) => a + b)).toBe(2);
  expect(await stats(actor)).toEqual({ xp: 30, level: 1 });
  await sql.begin(async (other) => {
    await other`select pg_advisory_xact_lock(${processLocks.awards})`;
    expect(await awardXp(now)).toBeNull();
  });
});

test("a run that fails in the middle is repeated, and awards nothing twice", async () => {
  const { school, student, course, actor } = await schoolWithStudent();
  const video = await makeVideo({ school_id: school.id, course_id: course.id });
  await completes(video.id, student.id, "2026-11-20T11:59:00Z");
  const quiz = await makeAssessment({ course_id: course.id });
  await makeResult({
    ...{ assessment_id: quiz.id, user_id: student.id },
    ...{ submitted_at: new Date("2026-11-20T11:59:30Z"), created_at: new Date("2026-11-20T11:59:30Z") },
  });
  await sql`alter table assessments rename to assessments_away`;
  await expect(awardXp(now)).rejects.toThrow();
  await sql`alter table assessments_away rename to assessments`;
  expect(await stats(actor)).toEqual({ xp: 30, level: 1 });
  expect(await awardXp(now)).toEqual({ awarded: 1, more: false });
  expect(await awards(actor)).toEqual([
    "20 11:59 video_completed 25",
    "20 11:59 first_activity 5",
    "20 11:59 assessment_submitted 30",
  ]);
});

test("what is stored is announced on the bus once, and what could not be stored is not", async () => {
  const { school, student, course, actor } = await schoolWithStudent();
  const video = await makeVideo({ school_id: school.id, course_id: course.id });
  await completes(video.id, student.id, "2026-11-20T11:59:00Z");
  const announced = async () => {
    // Once this is published, so is what was announced before it.
    await bus().publish("x_asked", {});
    const events = await Promise.all(
      ["xp_earned", "achievement_earned"].map((type) => bus().history(type, { after: 0 })),
    );
    return events
      .flat()
      .flatMap(({ payload }) => ((payload as { actor: string }).actor === actor ? [payload] : []));
  };
  await sql`alter table hourly_summary rename to hourly_summary_away`;
  await expect(awardXp(now)).rejects.toThrow();
  await sql`alter table hourly_summary_away rename to hourly_summary`;
  expect(await announced()).toEqual([]);
  for (let i = 0; i < 3; i++) await awardXp(now);
  const event = {
    actor,
    school_id: school.id,
    id: expect.any(String),
    occurred_at: "2026-11-20T11:59:00.000Z",
  };
  expect(await announced()).toEqual([
    {
      ...{ ...event, type: "xp_earned" },
      properties: { amount: 25, reason: "video_completed", material_id: video.id },
    },
    { ...event, type: "xp_earned", properties: { amount: 5, reason: "first_activity" } },
    {
      ...{ ...event, type: "achievement_earned" },
      properties: { achievement_id: "first_video", name: "First video completed" },
    },
  ]);
});

test("of learners' own events, activity counts, and materials of courses that they take", async () => {
  const { school, course, actor } = await schoolWithStudent({ time_zone: "Asia/Kathmandu" });
  const lesson = await makeLesson({ course_id: course.id });
  const material = await makeMaterial({ lesson_id: lesson.id, external_id: "reader-1" });
  const other = await makeMaterial({
    lesson_id: (await makeLesson({ course_id: (await makeCourse({ school_id: school.id })).id })).id,
  });
  const event = (event_type: string, at: string, properties: Record<string, unknown>, of = actor) => ({
    ...{ actor: of, id: newId(), school_id: school.id, event_type, properties },
    ...{ occurred_at: new Date(at), received_at: new Date(at), day: dayOf(new Date(at), "Asia/Kathmandu") },
  });
  const complete = (material_id: string, at: string) =>
    event("material_complete", at, { material_id, material_type: "pdf" });
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  await applyLearningEvents(writer, [
    event("session_start", "2026-11-19T18:00:00Z", { session_id: newId() }),
    complete("reader-1", "2026-11-19T18:20:00Z"),
    complete(material.id.toUpperCase(), "2026-11-19T18:30:00Z"),
    complete(other.id, "2026-11-19T18:40:00Z"),
    complete("invented", "2026-11-19T18:50:00Z"),
    // No activity.
    event("xp_earned", "2026-11-18T10:00:00Z", { amount: 7, reason: "video_completed" }),
    event(
      "session_start",
      "2026-11-19T10:00:00Z",
      { session_id: newId() },
      await actorOf(school.id, teacher.id),
    ),
  ]);
  for (let more: boolean | undefined = true; more; ) more = (await awardXp(now))?.more;
  expect(await awards(actor)).toEqual([
    "18 10:00 video_completed 7",
    "19 18:00 first_activity 5",
    "19 18:20 material_completed 10",
    "19 18:20 first_activity 5",
    "19 18:20 streak_update 2",
  ]);
  expect(await awards(await actorOf(school.id, teacher.id))).toEqual([]);
});

test("a level is reached when the XP for it came", async () => {
  const { school, student, course, actor } = await schoolWithStudent({
    xp_rules: { video_completed: { xp: 100, daily_max: null }, first_activity: { xp: 0, daily_max: null } },
  });
  for (const at of ["10:00", "11:00", "12:00", "13:00"]) {
    const video = await makeVideo({ school_id: school.id, course_id: course.id });
    await completes(video.id, student.id, `2026-11-18T${at}:00Z`);
  }
  await awardXp(now);
  // Level 2 needs 100 XP, level 3 needs 300.
  expect((await awards(actor)).filter((text) => text.includes("level_up"))).toEqual([
    "18 10:00 level_up 2",
    "18 12:00 level_up 3",
  ]);
});

test("more facts than a run reads are awarded by the next", async () => {
  const { school, student, course, actor } = await schoolWithStudent({
    xp_rules: { video_completed: { xp: 1, daily_max: null }, first_activity: { xp: 0, daily_max: null } },
  });
  const { id } = await makeVideo({ school_id: school.id, course_id: course.id });
  await sql`insert into videos (id, school_id, course_id, title)
    select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, ${school.id}, ${course.id}, 'Video' from generate_series(1, 2200) n`;
  await sql`insert into viewer_progress (video_id, viewer_id, playbacks, completed_at)
    select id, ${`u:${student.id}`}, 1, timestamptz '2026-11-20 11:00Z' + row_number() over () * interval '1 ms'
    from videos where school_id = ${school.id} and id <> ${id}`;
  const first = await awardXp(now);
  expect(first?.more).toBe(true);
  await awardXp(now);
  // Level 7 needs 50 × 7 × 6 = 2,100 XP.
  expect(await stats(actor)).toEqual({ xp: 2200, level: 7 });
});
