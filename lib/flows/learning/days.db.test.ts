import { describe, expect, it } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { attendees, presence } from "@/lib/db/tables/sessions";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { formatMultirange } from "@/lib/measure/ranges";
import { languageIn } from "@/lib/platform/catalogues";
import { newId } from "@/lib/platform/ids";
import { dayOf } from "@/lib/platform/time";
import { progress, view } from "@/lib/testing/beacons";
import {
  makeAssessment,
  makeCourse,
  makeResult,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { learnerDays } from "./days";
import { myLearning } from "./my-learning";
import { ownHeatmap, ownOverview, ownWeek } from "./own";
import { recentActivity } from "./recent";

const { writer, sql } = testDatabase();

/** A student of a school, and what stores what they do. */
async function learnerIn(time_zone: string, given: Parameters<typeof makeSchool>[0] = {}) {
  const school = await makeSchool({ time_zone, attendance_minimum_seconds: 60, ...given });
  const student = await makeUser({ school_id: school.id });
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  const video = await makeVideo({ school_id: school.id, course_id: course.id });
  const person = { user_id: student.id, school_id: school.id, time_zone };
  return {
    ...{ school, student, teacher, course, video, person, scope: scopeOf(student) },
    async learns(at: string, event_type = "material_view", properties: object = { material_id: "a" }) {
      const instant = new Date(at);
      await applyLearningEvents(writer, [
        {
          ...{ actor: await actorOf(school.id, student.id), id: newId(), school_id: school.id, event_type },
          ...{ properties: { ...properties }, occurred_at: instant, received_at: instant },
          day: dayOf(instant, time_zone),
        },
      ]);
    },
    /** A playback's view at one instant, and what was played of it at each of the others. */
    async watches(
      times: readonly [string, ...string[]],
      {
        of = video,
        who = student,
        preview = false,
      }: { of?: { id: string }; who?: Person; preview?: boolean } = {},
    ) {
      const id = newId();
      const heard = (at: string) => ({ received_at: new Date(at), day: dayOf(new Date(at), time_zone) });
      const [begun, ...later] = times;
      await applyBeacons(writer, [{ ...view(of.id, id, `u:${who.id}`, preview), ...heard(begun) }]);
      for (const [seq, at] of later.entries())
        await applyBeacons(writer, [
          {
            ...progress(of.id, id, {
              seq,
              played: [[seq * 60, seq * 60 + 60]],
              position_seconds: seq * 60 + 60,
            }),
            ...heard(at),
          },
        ]);
    },
    /** An ended session of an hour, which the student attended for so many minutes, or by stays. */
    async attends(
      from: string,
      minutes: number,
      given: Partial<Parameters<typeof makeSession>[0]> = {},
      row: object = { reported_ms: minutes * 60_000 },
    ) {
      const start = new Date(from);
      const session = await makeSession({
        ...{ school_id: school.id, course_id: course.id, instructor_id: teacher.id, status: "ended" },
        ...{ scheduled_start: start, scheduled_end: new Date(start.getTime() + 3_600_000), ...given },
      });
      const id = newId();
      await db()
        .insert(attendees)
        .values({
          ...{ session_id: session.id, id, display_name: student.name, user_id: student.id },
          ...{ created_at: start, ...row },
        });
      if (!("reported_ms" in row))
        await db()
          .insert(presence)
          .values({
            ...{ session_id: session.id, client_id: newId(), attendee_id: id, grace_ms: 0 },
            heartbeats: formatMultirange([start.getTime(), start.getTime() + minutes * 60_000]),
          });
    },
  };
}

const textOf = (day: Awaited<ReturnType<typeof ownHeatmap>>["days"][number]) =>
  `${day.day.slice(8)}: ${day.learning_events} + ${day.video_views} + ${day.attendances} = ${day.count}, ${day.learning_minutes} + ${day.watch_minutes} + ${day.attendance_minutes} = ${day.minutes} min, ${day.xp} XP`;
const heatmap = async (scope: Scope, count: number, now: string) =>
  (await ownHeatmap(scope, count, new Date(now))).days.map(textOf);

describe("a learner's days", () => {
  it("have events, views and attended sessions, each on its day of a zone 5:45 ahead", async () => {
    const { learns, watches, attends, scope } = await learnerIn("Asia/Kathmandu");
    // There a day begins at 18:15 UTC. The 17th: two events six minutes apart.
    await learns("2026-11-16T18:15:00Z");
    await learns("2026-11-16T18:21:00Z");
    // The 18th: a view of two minutes that begins at 23:59 of the 18th and is played in the 19th.
    await watches(["2026-11-18T18:14:00Z", "2026-11-18T18:15:30Z", "2026-11-18T18:16:30Z"]);
    // The 19th: a session from midnight, and one of which a report alone tells 40 minutes.
    await attends("2026-11-18T18:15:00Z", 30, {}, {});
    await attends("2026-11-19T10:00:00Z", 40);
    // XP alone makes the 20th no active day.
    await learns("2026-11-19T18:20:00Z", "xp_earned", { amount: 30, reason: "test" });
    const now = "2026-11-19T18:45:00Z";
    expect(await heatmap(scope, 5, now)).toEqual([
      "16: 0 + 0 + 0 = 0, 0 + 0 + 0 = 0 min, 0 XP",
      "17: 2 + 0 + 0 = 2, 6 + 0 + 0 = 6 min, 0 XP",
      "18: 0 + 1 + 0 = 1, 0 + 2 + 0 = 2 min, 0 XP",
      "19: 0 + 0 + 2 = 2, 0 + 0 + 70 = 70 min, 0 XP",
      "20: 0 + 0 + 0 = 0, 0 + 0 + 0 = 0 min, 30 XP",
    ]);
    // 6 + 2 + 70 minutes; of the last two days 70.
    expect(await ownOverview(scope, 5, new Date(now))).toMatchObject({
      ...{ active_days: 3, active_seconds: 4680, current_streak: 3, longest_streak: 3, xp: 30 },
    });
    expect(await ownOverview(scope, 2, new Date(now))).toMatchObject({
      ...{ active_days: 1, active_seconds: 4200, current_streak: 3 },
    });
    expect((await ownWeek(scope, new Date(now))).current_streak).toBe(3);
  });

  it("are counted by the calendar where the clock is put back", async () => {
    const { watches, attends, learns, scope } = await learnerIn("Europe/Lisbon");
    // 25 October 2026 has 25 hours in Lisbon, from 23:00 UTC of the 24th to 24:00 UTC.
    await watches(["2026-10-24T22:59:00Z"]);
    await attends("2026-10-24T23:00:00Z", 60);
    await attends("2026-10-25T23:59:00Z", 60);
    await learns("2026-10-26T00:00:00Z");
    expect(await heatmap(scope, 4, "2026-10-27T12:00:00Z")).toEqual([
      "24: 0 + 1 + 0 = 1, 0 + 0 + 0 = 0 min, 0 XP",
      "25: 0 + 0 + 2 = 2, 0 + 0 + 120 = 120 min, 0 XP",
      "26: 1 + 0 + 0 = 1, 0 + 0 + 0 = 0 min, 0 XP",
      "27: 0 + 0 + 0 = 0, 0 + 0 + 0 = 0 min, 0 XP",
    ]);
    expect(await ownOverview(scope, 4, new Date("2026-10-27T12:00:00Z"))).toMatchObject({
      ...{ active_days: 3, current_streak: 3, longest_streak: 3 },
    });
    expect(await ownOverview(scope, 4, new Date("2026-10-28T12:00:00Z"))).toMatchObject({
      ...{ current_streak: 0, longest_streak: 3 },
    });
  });

  it("leave out previews, automated views, sessions that are not counted, and too short visits", async () => {
    const { watches, attends, learns, scope, video, teacher, student } = await learnerIn("UTC", {
      attendance_minimum_seconds: 600,
    });
    const day = "2026-11-18T10:00:00Z";
    await watches([day], { preview: true });
    await watches([day], { who: teacher });
    await watches([day]);
    await sql`update playbacks set rolled_up = false where video_id = ${video.id} and viewer_id = ${`u:${student.id}`} and not preview`;
    await attends(day, 60, { left_out: true });
    await attends(day, 60, { status: "scheduled" });
    await attends("2026-11-18T12:00:01Z", 60, { status: "live" });
    await attends(day, 60, { status: "cancelled" });
    await attends(day, 60, {}, { host: true, reported_ms: 3_600_000 });
    await attends(day, 9);
    // An event of tomorrow, by a client whose clock is ahead.
    await learns("2026-11-19T10:00:00Z");
    expect(await heatmap(scope, 1, "2026-11-18T12:00:00Z")).toEqual([
      "18: 0 + 0 + 0 = 0, 0 + 0 + 0 = 0 min, 0 XP",
    ]);
    expect(await ownOverview(scope, 365, new Date("2026-11-18T12:00:00Z"))).toMatchObject({
      ...{ active_days: 0, active_seconds: 0, current_streak: 0, longest_streak: 0 },
    });
    await attends(day, 10);
    expect(await heatmap(scope, 1, "2026-11-18T12:00:00Z")).toEqual([
      "18: 0 + 0 + 1 = 1, 0 + 0 + 10 = 10 min, 0 XP",
    ]);
  });
});

it("staff read the days of what they teach, an admin all with events and XP, and others nothing", async () => {
  const { learns, watches, attends, school, teacher, person } = await learnerIn("UTC");
  const colleague = await makeUser({ school_id: school.id, role: "instructor" });
  const course = await makeCourse({ school_id: school.id, instructorIds: [colleague.id] });
  const theirs = await makeVideo({ school_id: school.id, course_id: course.id });
  await learns("2026-11-16T10:00:00Z");
  await learns("2026-11-16T10:05:00Z", "xp_earned", { amount: 50, reason: "test" });
  await watches(["2026-11-17T10:00:00Z"]);
  await watches(["2026-11-18T10:00:00Z"], { of: theirs });
  await attends("2026-11-19T10:00:00Z", 60);
  await attends("2026-11-20T10:00:00Z", 60, { instructor_id: colleague.id, course_id: course.id });
  const readBy = async (reader: Person) => {
    const days = await learnerDays(scopeOf(reader), person, new Date("2026-11-20T12:00:00Z"));
    const counts = days.between("2026-11-16", "2026-11-20").map(({ count }) => count);
    const { xp } = days.totals("2026-11-16", "2026-11-20");
    return [...counts, `${days.current_streak} of ${days.longest_streak}`, xp, days.has_events];
  };
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  const [elsewhere, everywhere] = [await makeSchool(), await makeUser({ school_id: null, role: "admin" })];
  expect(await readBy(admin)).toEqual([1, 1, 1, 1, 1, "5 of 5", 50, true]);
  expect(await readBy(everywhere)).toEqual([1, 1, 1, 1, 1, "5 of 5", 50, true]);
  expect(await readBy(teacher)).toEqual([0, 1, 0, 1, 0, "1 of 1", 0, false]);
  expect(await readBy(colleague)).toEqual([0, 0, 1, 0, 1, "1 of 1", 0, false]);
  const nothing = [0, 0, 0, 0, 0, "0 of 0", 0, false];
  for (const other of [
    await makeUser({ school_id: school.id, role: "instructor" }),
    await makeUser({ school_id: school.id }),
    await makeUser({ school_id: elsewhere.id, role: "admin" }),
  ])
    expect(await readBy(other)).toEqual(nothing);
});

it("the latest of all kinds is one list, as far as the reader may see it, and each opens its item", async () => {
  const world = await learnerIn("UTC");
  const { learns, watches, attends, school, student, teacher, course, video, person } = world;
  await sql`insert into enrollments (course_id, user_id) values (${course.id}, ${student.id})`;
  const colleague = await makeUser({ school_id: school.id, role: "instructor" });
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  await attends("2026-11-17T10:00:00Z", 45, { title: "Residuals" });
  await watches(["2026-11-18T10:00:00Z", "2026-11-18T10:02:00Z"]);
  const quiz = await makeAssessment({ course_id: course.id, title: "Quiz 1" });
  await makeResult({
    ...{ assessment_id: quiz.id, user_id: student.id, attempt: 1, points: 15 },
    submitted_at: new Date("2026-11-18T09:00:00Z"),
  });
  const xp = { amount: 25, reason: "video_completed", material_id: video.id };
  await learns("2026-11-18T11:00:00Z", "xp_earned", xp);
  await learns("2026-11-18T12:00:00Z", "achievement_earned", { achievement_id: "first_video" });
  const now = new Date("2026-11-20T12:00:00Z");
  const english = await languageIn("en");
  const readBy = async (reader: Person) => {
    const scope = scopeOf(reader);
    const recent = await recentActivity(scope, person, await myLearning(scope, now, person), english);
    return recent.map(({ kind, title, href, seconds, score, xp }) =>
      [kind, title, href?.split("/")[1] ?? null, seconds ?? score?.points ?? xp].join(", "),
    );
  };
  const taught = [
    `watched, ${video.title}, videos, 60`,
    "handed_in, Quiz 1, courses, 15",
    "attended, Residuals, sessions, 2700",
  ];
  expect(await readBy(admin)).toEqual([
    "achievement, First video completed, , ",
    "xp, Video completed, videos, 25",
    ...taught,
  ]);
  expect(await readBy(teacher)).toEqual(taught);
  expect(await readBy(colleague)).toEqual([]);
});
