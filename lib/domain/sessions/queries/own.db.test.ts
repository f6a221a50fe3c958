import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { enrollments } from "@/lib/db/tables/courses";
import { attendees, messages, presence } from "@/lib/db/tables/sessions";
import { formatMultirange } from "@/lib/measure/ranges";
import { newId } from "@/lib/platform/ids";
import { makeCourse, makeSchool, makeSession, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { attendeesQuery } from "../filters";
import { attendees as attendeesOf } from "./attendees";
import { comingSessions, firstOwnSession, ownMessages, ownSessionsBetween, pastOwnSessions } from "./own";
import { sessionById } from "./session";

testDatabase();
const now = new Date("2026-11-20T10:00:00Z");
const at = (day: number, hour: number, minute = 0) => new Date(Date.UTC(2026, 10, day, hour, minute));

/** A student of one course, since 10 November. */
async function makeLearner() {
  const school = await makeSchool({ attendance_minimum_seconds: 60 });
  const student = await makeUser({ school_id: school.id });
  const course = await makeCourse({ school_id: school.id, title: "Taken" });
  await db()
    .insert(enrollments)
    .values({ course_id: course.id, user_id: student.id, created_at: at(10, 0) });
  const held = (title: string, day: number, given: object = {}) =>
    makeSession({
      school_id: school.id,
      course_id: course.id,
      title,
      status: "ended",
      scheduled_start: at(day, 18),
      scheduled_end: at(day, 19),
      ...given,
    });
  const attends = async (session: { id: string }, given: object = {}, visits: readonly Date[] = []) => {
    const id = newId();
    const row = { session_id: session.id, id, display_name: student.name, user_id: student.id };
    await db()
      .insert(attendees)
      .values({ ...row, created_at: at(10, 0), ...given });
    if (visits.length)
      await db()
        .insert(presence)
        .values({
          session_id: session.id,
          client_id: newId(),
          attendee_id: id,
          heartbeats: formatMultirange(visits.map((visit) => visit.getTime())),
          grace_ms: 0,
        });
    return id;
  };
  return { school, student, course, held, attends, scope: scopeOf(student) };
}

describe("a learner's coming sessions", () => {
  it("are those of their courses and those that they are registered for: live ones, then the next", async () => {
    const { held, attends, scope, school, student } = await makeLearner();
    await held("Later", 25, { status: "scheduled" });
    await held("Live", 20, { status: "live", started_at: at(20, 9) });
    const next = await held("Next", 21, { status: "scheduled" });
    await attends(next, { registered_at: at(12, 0) });
    await held("Cancelled", 22, { status: "cancelled" });
    await held("Over, and nobody started it", 19, { status: "scheduled" });
    const other = { school_id: school.id, scheduled_start: at(23, 18), scheduled_end: at(23, 19) };
    await makeSession({ ...other, title: "Of another course" });
    await attends(await makeSession({ ...other, title: "Coaching" }), {
      registered_at: at(12, 0),
      cancelled_at: at(13, 0),
    });
    const { items, total } = await comingSessions(scope, now);
    expect(items.map(({ title, registered }) => [title, registered])).toEqual([
      ["Live", false],
      ["Next", true],
      ["Coaching", false],
      ["Later", false],
    ]);
    expect(total).toBe(4);
    expect((await comingSessions(scopeOf({ ...student, id: newId() }), now)).items).toEqual([]);
  });
});

describe("a learner's past sessions", () => {
  it("are attended or missed by the rule and with the minutes of the attendance table", async () => {
    const { held, attends, scope, student } = await makeLearner();
    const stayed = await held("Stayed", 18);
    await attends(stayed, {}, [at(18, 17, 50), at(18, 18, 20), at(18, 18, 30), at(18, 19, 30)]);
    const looked = await held("Looked in", 17);
    await attends(looked, { registered_at: at(12, 0) }, [
      at(17, 18),
      new Date(at(17, 18).getTime() + 59_000),
    ]);
    const reported = await held("Reported", 16);
    await attends(reported, { reported_ms: 600_000 });
    const missed = await held("Missed", 15);
    await held("Before they took the course", 9);
    const asGuest = await held("Before, but they were there", 8);
    await attends(asGuest, { reported_ms: 600_000 });
    await held("Own lesson", 14, { instructor_id: student.id });
    await attends(await held("A test that is left out", 13, { left_out: true }), { reported_ms: 600_000 });

    const rows = await pastOwnSessions(scope);
    expect(rows.map(({ title, attended }) => [title, attended])).toEqual([
      ["Stayed", true],
      ["Looked in", false],
      ["Reported", true],
      ["Missed", false],
      ["Before, but they were there", true],
    ]);
    // Clipped to the session: 20 and 30 minutes of it.
    expect(rows.map(({ present_ms }) => present_ms / 60_000)).toEqual([50, 59 / 60, 10, 0, 10]);
    for (const { id, attended, present_ms } of rows) {
      const session = (await sessionById(id))!;
      const { items } = await attendeesOf(session, attendeesQuery.parse({}), now);
      const row = items.find(({ user_id }) => user_id === student.id);
      expect([id, row?.attended ?? false]).toEqual([id, attended]);
      if (attended) expect(row?.minutes).toBe(Math.round(present_ms / 6000) / 10);
    }
    expect(rows.find(({ id }) => id === missed.id)?.present_ms).toBe(0);
  });

  it("of a stretch of time are with those that were cancelled, and the first of all is known", async () => {
    const { held, scope } = await makeLearner();
    expect(await firstOwnSession(scope)).toBeNull();
    await held("Held", 18);
    await held("Cancelled", 15, { status: "cancelled" });
    await held("First", 11);
    await held("Planned", 19, { status: "scheduled" });
    await held("Cancelled before they took the course", 9, { status: "cancelled" });
    const titles = async (from: Date, before: Date) =>
      (await ownSessionsBetween(scope, { from, before })).map(({ title, status }) => [title, status]);
    expect(await titles(at(12, 0), at(18, 18))).toEqual([["Cancelled", "cancelled"]]);
    expect(await titles(at(1, 0), at(30, 0))).toEqual([
      ["Held", "ended"],
      ["Cancelled", "cancelled"],
      ["First", "ended"],
    ]);
    expect(await firstOwnSession(scope)).toEqual(at(11, 18));
    expect((await pastOwnSessions(scope)).map(({ title }) => title)).toEqual(["Held", "First"]);
  });
});

describe("what a learner wrote", () => {
  it("is counted by session in the time asked for, where one may read it, and not of a session that is left out", async () => {
    const { held, attends, scope, school } = await makeLearner();
    const [wednesday, later, uncounted] = [
      await held("Wednesday", 11),
      await held("Later", 18),
      await held("Test", 12, { left_out: true }),
    ];
    const write = async (session: { id: string }, attendee_id: string, questions: boolean[]) =>
      await db()
        .insert(messages)
        .values(
          questions.map((question) => ({
            ...{ session_id: session.id, id: newId(), attendee_id, text: "-", question, sent_at: at(11, 18) },
          })),
        );
    await write(wednesday, await attends(wednesday), [true, false, false]);
    await write(later, await attends(later), [false]);
    await write(uncounted, await attends(uncounted), [false]);
    const other = newId();
    await db()
      .insert(attendees)
      .values({ session_id: wednesday.id, id: other, display_name: "Other", created_at: at(10, 0) });
    await write(wednesday, other, [true]);
    const between = { from: at(11, 0), before: at(18, 0) };
    const expected = [
      { session_id: wednesday.id, title: "Wednesday", begun_at: at(11, 18), messages: 3, questions: 1 },
    ];
    expect(await ownMessages(scope, between)).toEqual(expected);
    const admin = scopeOf(await makeUser({ school_id: school.id, role: "admin" }));
    const learner = { user_id: scope.user_id };
    expect(await ownMessages(admin, between, learner)).toEqual(expected);
    const stranger = scopeOf(await makeUser({ school_id: school.id, role: "instructor" }));
    expect(await ownMessages(stranger, between, learner)).toEqual([]);
  });
});
