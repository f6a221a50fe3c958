import { describe, expect, it } from "vitest";
import type { ImportQuery } from "@/lib/domain/sessions/imports/schema";
import { undoImport } from "@/lib/domain/sessions/imports/undo";
import { numbersOf } from "@/lib/domain/sessions/queries/numbers";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { endOf, makeSession, testDatabase } from "@/lib/testing/database";
import {
  bytes,
  context,
  counts,
  makeWorld,
  now,
  run,
  teams,
  type World,
  zoom,
} from "@/lib/testing/import-world";

const { sql } = testDatabase();

describe("reports of the other platforms", () => {
  const numbersAfter = async (world: World, file: Uint8Array, query: Partial<ImportQuery> = {}) => {
    const { session } = await run(world, file, query);
    return numbersOf(await reachSession(world.scope, session.id!), now);
  };

  it("reads Teams in UTF-16, from its third section", async () => {
    const world = await makeWorld();
    const { attendance, peak_viewers } = await numbersAfter(world, teams(world.domain));
    // Ana 30 minutes in two stays, Jörg 20; together from ten past to twenty past.
    expect(attendance).toMatchObject({ total_attended: 2, average_duration_minutes: 25 });
    expect(peak_viewers).toMatchObject({ peak_count: 2, peak_timestamp: "2026-11-18T18:10:00.000Z" });
  });

  it("tells nothing of messages, also for a session that was planned here", async () => {
    const world = await makeWorld();
    const { id } = await makeSession({
      school_id: world.scope.school_id!,
      instructor_id: world.scope.user_id,
      scheduled_start: new Date("2026-11-18T18:00:00Z"),
      scheduled_end: new Date("2026-11-18T19:00:00Z"),
    });
    const numbers = await numbersAfter(world, teams(world.domain), { session_id: id });
    expect(numbers.attendance.total_attended).toBe(2);
    expect(numbers.engagement).toMatchObject({
      chat_message_count: null,
      questions_asked: null,
      reaction_count: null,
      engagement_rate: null,
    });
    expect(numbers).toMatchObject({ engagement_score: null, engagement_score_note: "too_little_known" });
  });

  it("reads Meet with the given day; its peak is an upper bound", async () => {
    const world = await makeWorld();
    const file = bytes(
      [
        "First name,Last name,Email,Duration,Time joined,Time exited",
        `Ana,Costa,ana@${world.domain},40 min,6:00 PM,7:00 PM`,
        "Bo,Ek,,30 min,6:30 PM,7:00 PM",
      ].join("\n"),
    );
    expect(await endOf(run(world, file))).toBe("invalid line 1");
    expect(await run(world, file, { commit: false })).toMatchObject({
      clock_only: true,
      matched: 1,
      meeting: { started_at: null },
      errors: [{ path: "day" }],
    });
    // The day is still shown once it is chosen.
    expect(await run(world, file, { commit: false, day: "2026-11-18" })).toMatchObject({
      clock_only: true,
      meeting: { started_at: "2026-11-18T18:00:00.000Z", ended_at: "2026-11-18T19:00:00.000Z" },
      errors: [],
    });
    const numbers = await numbersAfter(world, file, { day: "2026-11-18" });
    // (40 + 30) ÷ 2: Ana was away for twenty minutes, at an unknown time.
    expect(numbers.attendance).toMatchObject({ total_attended: 2, average_duration_minutes: 35 });
    expect(numbers.presence).toBe("first_to_last");
    expect(numbers.peak_viewers.peak_count).toBe(2);
  });

  it("reads a webinar: registrations, no-shows, hosts not counted", async () => {
    const world = await makeWorld();
    const head =
      "Attended,User Name (Original Name),First Name,Last Name,Email,Phone,Registration Time,Approval Status,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name";
    const file = bytes(
      [
        "Attendee Report",
        "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered,# Cancelled,Unique Viewers,Total Users,Max Concurrent Views,Enable Registration",
        "Open evening,845 1234 5678,Nov 18 2026 06:00 PM,60,3,1,1,2,1,Yes",
        "Host Details",
        head,
        `Yes,Ines,,,ines@${world.domain},,--,--,Nov 18 2026 06:00 PM,Nov 18 2026 07:00 PM,60,No,Portugal`,
        "Attendee Details",
        head,
        `Yes,Ana,Ana,Costa,ana@${world.domain},,Nov 10 2026 09:00 AM,approved,Nov 18 2026 06:03 PM,Nov 18 2026 06:33 PM,30,No,Portugal`,
        "No,Cy,Cy,Lind,cy@home.test,,Nov 11 2026 09:00 AM,approved,--,--,--,--,--",
        "No,Di,Di,Ark,di@home.test,,Nov 12 2026 09:00 AM,cancelled by self,--,--,--,--,--",
      ].join("\r\n"),
    );
    const { attendance } = await numbersAfter(world, file);
    expect(attendance).toMatchObject({
      total_registered: 2,
      total_attended: 1,
      registered_attended: 1,
      attendance_rate: 50,
      on_time_arrivals: 1,
      average_duration_minutes: 30,
    });
  });

  it("reads BigBlueButton: the school's own ids, message counts, reactions", async () => {
    const world = await makeWorld();
    await sql`update users set external_id = 's-17' where id = ${world.ana.id}`;
    const ms = (time: string) => Date.parse(`2026-11-18T${time}:00Z`);
    const user = (extId: string, name: string, from: string, to: string, more: object = {}) => ({
      userKey: extId,
      extId,
      intIds: {
        [`w_${extId}`]: { intId: `w_${extId}`, sessions: [{ registeredOn: ms(from), leftOn: ms(to) }] },
      },
      name,
      isModerator: false,
      ...more,
    });
    const file = bytes(
      JSON.stringify({
        intId: "room-1",
        extId: "room",
        name: "Fractions",
        createdOn: ms("18:00"),
        endedOn: ms("19:00"),
        users: {
          a: user("s-17", "Ana Costa", "18:00", "18:30", {
            totalOfMessages: 4,
            reactions: [{ name: "👏", sentOn: ms("18:10") }],
          }),
          b: user("s-99", "Bo Ek", "18:00", "19:00"),
        },
        polls: {},
      }),
    );
    const looked = await run(world, file, { commit: false });
    expect([looked.matched, looked.doubtful_people.map(({ name }) => name)]).toEqual([1, ["Bo Ek"]]);
    const { attendance, engagement } = await numbersAfter(world, file);
    expect(attendance).toMatchObject({ total_attended: 2, average_duration_minutes: 45 });
    expect(engagement).toMatchObject({
      chat_message_count: 4,
      reaction_count: 1,
      reactions_by_type: { "👏": 1 },
      engagement_rate: 50,
    });
  });

  it("has no peak for durations only, and needs a session to import them into", async () => {
    const world = await makeWorld();
    const file = bytes(
      [
        "Name (Original Name),User Email,Total Duration (Minutes),Guest",
        `Ana,ana@${world.domain},50,No`,
        "Ben,ben@home.test,25,Yes",
      ].join("\n"),
    );
    expect(await endOf(run(world, file))).toBe("invalid session_id");
    expect(await run(world, file, { commit: false })).toMatchObject({
      spans: 0,
      minutes: 75,
      clock_only: false,
      errors: [{ path: "session_id" }],
    });
    const session = await makeSession({ school_id: world.school.id, instructor_id: world.ines.id });
    const numbers = await numbersAfter(world, file, { session_id: session.id });
    expect(numbers.attendance).toMatchObject({ total_attended: 2, average_duration_minutes: 37.5 });
    expect(numbers.peak_viewers.peak_count).toBeNull();
    expect(numbers.presence).toBe("durations");
    // The stays of another report are more precise.
    const better = await numbersAfter(world, zoom(world.domain), { session_id: session.id });
    expect(better.presence).toBe("spans");
    expect(better.attendance).toMatchObject({ total_attended: 3, average_duration_minutes: 43.3 });
  });

  it.each([
    ["a text", "hello\nworld", "invalid line 1"],
    ["another table", "Name,Age\nAna,12\n", "invalid line 1"],
    ["broken JSON of BigBlueButton", '{"intId":"x","users":{"a":', "invalid line 1"],
    [
      "dates in the future",
      "Name,Email,Duration,Time joined,Time exited\nAna,,5 min,2027-01-01 10:00,2027-01-01 10:05",
      "invalid date_order",
    ],
    [
      "a meeting of two days",
      "Name,Email,Duration,Time joined,Time exited\nAna,,5 min,2026-11-01 10:00,2026-11-03 10:05",
      "invalid date_order",
    ],
  ])("refuses %s", async (_, text, end) => {
    const world = await makeWorld();
    const before = await counts();
    expect(await endOf(run(world, bytes(text)))).toBe(end);
    expect(await counts()).toEqual(before);
  });

  it("imports a report of 20,000 people, and refuses a larger one", async () => {
    const world = await makeWorld();
    const rows = (count: number) =>
      bytes(
        `Name,Email,Duration,Time joined,Time exited\n${Array.from({ length: count }, (_, n) => `P${n},p${n}@home.test,60 min,2026-11-18 18:00,2026-11-18 19:00`).join("\n")}`,
      );
    const done = await run(world, rows(20_000));
    expect(done).toMatchObject({ attendees: 20_000, total_attended: 20_000, peak_count: 20_000 });
    expect(await undoImport({ scope: world.scope, ...context }, done.import_id!)).toMatchObject({
      session_removed: true,
    });
    expect(await endOf(run(world, rows(20_001)))).toBe("invalid line 20002");
    expect(await endOf(run(world, new Uint8Array(5 * 1024 * 1024 + 1)))).toBe("too_large");
  });
});
