import { describe, expect, it } from "vitest";
import { undoImport } from "@/lib/domain/sessions/imports/undo";
import { registerPeople } from "@/lib/domain/sessions/mutations/registrations";
import { numbersOf } from "@/lib/domain/sessions/queries/numbers";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { endOf, makeSchool, makeSession, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { context, counts, makeWorld, now, people, run, zoom } from "@/lib/testing/import-world";

const { sql } = testDatabase();

/** Every row of a session, for telling whether anything changed. */
const everything = async (sessionId: string) =>
  JSON.stringify([
    await sql`select id, status, started_at, ended_at from sessions where id = ${sessionId}`,
    await sql`select * from attendees where session_id = ${sessionId} order by id`,
    await sql`select * from attendee_identities where session_id = ${sessionId} order by identity`,
    await sql`select * from presence where session_id = ${sessionId} order by client_id`,
    await sql`select * from reactions where session_id = ${sessionId} order by id`,
  ]);
describe("a preview", () => {
  it("summarises the report, and writes nothing", async () => {
    const world = await makeWorld();
    const before = await counts();
    const answer = await run(world, zoom(world.domain), { commit: false, course_id: world.course.id });
    expect(answer).toMatchObject({
      format: "zoom_meeting_classic",
      presence: "spans",
      session: {
        id: null,
        title: "Residuals, live",
        started_at: "2026-11-18T18:00:00.000Z",
        ended_at: "2026-11-18T19:00:00.000Z",
      },
      meeting: {
        title: "Residuals, live",
        started_at: "2026-11-18T18:00:00.000Z",
        ended_at: "2026-11-18T19:00:00.000Z",
      },
      attendees: 4,
      hosts: 0,
      spans: 5,
      minutes: 190,
      clock_only: false,
      errors: [],
      matched: 2,
      unknown: 1,
      problems: [],
      total_attended: 3,
      average_duration_minutes: 43.3,
      peak_count: 3,
      zone: "Europe/Lisbon",
      import_id: null,
      already: false,
    });
    expect(answer.doubtful).toBe(1);
    expect(answer.doubtful_people).toEqual([
      {
        index: 3,
        line: 9,
        name: "Ek, Bo",
        email: null,
        minutes: 30,
        candidates: [{ user_id: world.bo.id, name: "Bo Ek", email: world.bo.email, enrolled: true }],
      },
    ]);
    expect(await counts()).toEqual(before);
  });

  it("reads the times in the given zone", async () => {
    const world = await makeWorld();
    const { session } = await run(world, zoom(world.domain), { commit: false, zone: "Asia/Kathmandu" });
    // 18:00 in Kathmandu is 12:15 UTC.
    expect(session.started_at).toBe("2026-11-18T12:15:00.000Z");
  });
});

describe("an import", () => {
  it("makes the session, with the numbers of the preview", async () => {
    const world = await makeWorld();
    const looked = await run(world, zoom(world.domain), { commit: false });
    const done = await run(world, zoom(world.domain), { course_id: world.course.id });
    const session = await reachSession(world.scope, done.session.id!);
    expect(session).toMatchObject({ status: "ended", title: "Residuals, live", course_id: world.course.id });
    const numbers = await numbersOf(session, now);
    expect(numbers.attendance).toMatchObject({
      total_registered: 0,
      total_attended: 3,
      walk_ins: 3,
      // Five minutes count as on time: Ben came at ten past, Bo at a quarter past.
      on_time_arrivals: 1,
      late_arrivals: 2,
      average_duration_minutes: 43.3,
    });
    expect(numbers.peak_viewers.peak_count).toBe(looked.peak_count);
    expect(numbers.peak_viewers.peak_timestamp).toBe("2026-11-18T18:15:00.000Z");
    expect(numbers.presence).toBe("spans");
    expect(await people(session.id)).toEqual([
      { name: "Ana Costa", user_id: world.ana.id, host: false, registered: false },
      { name: "Ben", user_id: null, host: false, registered: false },
      { name: "Ek, Bo", user_id: null, host: false, registered: false },
      { name: "Ines Carvalho", user_id: world.ines.id, host: true, registered: false },
    ]);
    const [line] = await sql`select action, detail from audit_log where target_id = ${session.id}`;
    expect(line).toMatchObject({
      action: "session.import",
      detail: { import_id: done.import_id, people: 4 },
    });
  });

  it("matches nobody by name until a person decides", async () => {
    const world = await makeWorld();
    const done = await run(world, zoom(world.domain), {}, { 3: { user_id: world.bo.id }, 2: "skip" });
    expect((await people(done.session.id!)).map(({ name }) => name)).toEqual([
      "Ana Costa",
      "Bo Ek",
      "Ines Carvalho",
    ]);
    expect(await endOf(run(world, zoom(world.domain, [" "]), {}, { 9: "guest" }))).toBe(
      "invalid decisions.9",
    );
    const elsewhere = await makeUser({ school_id: (await makeSchool()).id });
    expect(await endOf(run(world, zoom(world.domain, [" "]), {}, { 3: { user_id: elsewhere.id } }))).toBe(
      "not_found decisions.3",
    );
  });

  it("changes nothing when the file is imported again, even at the same moment", async () => {
    const world = await makeWorld();
    const file = zoom(world.domain);
    const both = await Promise.all([run(world, file), run(world, file), run(world, file)]);
    expect(both.map(({ already }) => already).sort()).toEqual([false, true, true]);
    expect(new Set(both.map(({ session }) => session.id)).size).toBe(1);
    const sessionId = both[0].session.id!;
    const before = await everything(sessionId);
    // Not even into another session.
    const other = await makeSession({ school_id: world.school.id, instructor_id: world.ines.id });
    const again = await run(world, file, { session_id: other.id });
    expect(again).toMatchObject({ already: true, session: { id: sessionId }, import_id: both[0].import_id });
    expect(await run(world, file, { commit: false })).toMatchObject({ already: true });
    expect(await everything(sessionId)).toBe(before);
    expect(await people(other.id)).toEqual([]);
    // A colleague with the same file does not see the session; another school is not affected.
    const colleague = await world.person("instructor", "Col League");
    expect(await endOf(run({ scope: scopeOf(colleague) }, file))).toBe("conflict");
    expect(await run(await makeWorld(), file)).toMatchObject({ already: false });
  });

  it("fills a planned session, and keeps what was recorded before", async () => {
    const world = await makeWorld();
    const session = await makeSession({
      school_id: world.school.id,
      instructor_id: world.ines.id,
      course_id: world.course.id,
    });
    await registerPeople({ scope: world.scope, ...context }, session.id, {
      people: [
        { user_id: world.ana.id, cancelled: false },
        { user_id: world.bo.id, cancelled: false },
        { email: "ben@home.test", name: "Benjamin", cancelled: false },
      ],
    });
    const planned = await everything(session.id);
    const done = await run(
      world,
      zoom(world.domain),
      { session_id: session.id },
      { 3: { user_id: world.bo.id } },
    );
    const reached = await reachSession(world.scope, session.id);
    expect(reached).toMatchObject({ status: "ended", started_at: new Date("2026-11-18T18:00:00Z") });
    const { attendance } = await numbersOf(reached, now);
    expect(attendance).toMatchObject({
      total_registered: 3,
      total_attended: 3,
      walk_ins: 0,
      attendance_rate: 100,
    });
    expect((await people(session.id)).map(({ name }) => name)).toEqual([
      "Ana Costa",
      "Benjamin",
      "Bo Ek",
      "Ines Carvalho",
    ]);
    // Undone, it is as it was planned.
    expect(await undoImport({ scope: world.scope, ...context }, done.import_id!)).toEqual({
      import_id: done.import_id,
      session_id: session.id,
      session_removed: false,
    });
    expect(await everything(session.id)).toBe(planned);
    expect(await endOf(undoImport({ scope: world.scope, ...context }, done.import_id!))).toBe("conflict");
    // And the file can be imported again.
    expect(await run(world, zoom(world.domain), { session_id: session.id })).toMatchObject({
      already: false,
    });
  });

  it("is refused for a session that is cancelled, live or another instructor's", async () => {
    const world = await makeWorld();
    const given = { school_id: world.school.id, instructor_id: world.ines.id };
    const into = (session: { id: string }) =>
      endOf(run(world, zoom(world.domain), { session_id: session.id }));
    expect(await into(await makeSession({ ...given, status: "cancelled" }))).toBe("conflict");
    expect(
      await into(await makeSession({ ...given, status: "live", scheduled_end: new Date("2099-01-01") })),
    ).toBe("conflict");
    expect(await into(await makeSession({ school_id: world.school.id }))).toBe("forbidden");
    expect(await into(await makeSession({ school_id: (await makeSchool()).id }))).toBe("not_found");
  });

  it("requires the instructor from an administrator, and from nobody else", async () => {
    const world = await makeWorld();
    const admin = scopeOf(await world.person("admin", "Ad Min"));
    expect(await endOf(run({ scope: admin }, zoom(world.domain)))).toBe("invalid instructor_id");
    expect(await run({ scope: admin }, zoom(world.domain), { commit: false })).toMatchObject({
      attendees: 4,
    });
    expect(await endOf(run({ scope: admin }, zoom(world.domain), { instructor_id: world.ines.id }))).toBe(
      "done",
    );
    expect(await endOf(run({ scope: scopeOf(world.ana) }, zoom(world.domain)))).toBe("forbidden");
  });
});
