import { beforeEach, describe, expect, it } from "vitest";
import { processLocks } from "@/lib/db/advisory-locks";
import { recountStale } from "@/lib/domain/sessions/mutations/recount";
import { evaluateAlerts } from "@/lib/flows/jobs/alerts";
import { newId } from "@/lib/platform/ids";
import { alertWorld, evaluateIn, rulesSince } from "@/lib/testing/alert-world";
import { makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { inNovember } from "@/lib/testing/system-world";

const { sql } = testDatabase();
const { schoolWithRules, alertsOf, rule, sessionWith } = alertWorld(sql);

beforeEach(() => sql`truncate alerts, alert_rules cascade`);

const attendsLater = async (sessionId: string, people: number) => {
  await sql`update attendees set reported_ms = 3600000 where (session_id, id) in (
    select session_id, id from attendees where session_id = ${sessionId} and reported_ms = 0 limit ${people})`;
  await sql`insert into session_versions (session_id, version) values (${sessionId}, 1)
    on conflict (session_id) do update set version = session_versions.version + 1`;
  await recountStale(rulesSince);
};

describe("the attendance of a session", () => {
  it("is told once when fewer attended than the threshold, of enough who were registered", async () => {
    const school = await schoolWithRules();
    const of = { school_id: school.id };
    const ended = inNovember("12T19:00:00");
    const low = await sessionWith(of, { ended, registered: 12, attended: 5 });
    // Half of them, too few to say so, a test, and one of which no report has come.
    await sessionWith(of, { ended, registered: 12, attended: 6 });
    await sessionWith(of, { ended, registered: 9, attended: 1 });
    await sessionWith({ ...of, left_out: true }, { ended, registered: 12, attended: 1 });
    await sessionWith(of, { ended, registered: 12, attended: 0 });
    expect(await evaluateIn("12T19:00:30")).toEqual({ raised: 1, resolved: 0 });
    expect(await evaluateIn("12T19:01:30")).toEqual({ raised: 0, resolved: 0 });
    expect(
      await sql`select session_id, value, threshold, detail, happened_at, raised_at from alerts`,
    ).toEqual([
      {
        ...{ session_id: low.id, value: 41.7, threshold: 50, detail: { of: 12, part: 5 } },
        ...{ happened_at: ended, raised_at: inNovember("12T19:00:30") },
      },
    ]);

    // A report adds one of the others: 6 of 12 are 50 %.
    await attendsLater(low.id, 1);
    expect(await evaluateIn("13T09:00:00")).toEqual({ raised: 0, resolved: 1 });
    expect(await evaluateIn("13T09:01:00")).toEqual({ raised: 0, resolved: 0 });
    expect(await alertsOf(school.id)).toEqual(["low_attendance 41.7 13 09:00"]);
  });

  it("is no news a week later, and what is open then ends", async () => {
    const school = await schoolWithRules();
    await sessionWith(
      { school_id: school.id },
      { ended: inNovember("12T19:00:00"), registered: 12, attended: 5 },
    );
    await evaluateIn("19T18:59:00");
    expect(await alertsOf(school.id)).toEqual(["low_attendance 41.7 open"]);
    await evaluateIn("19T19:00:00");
    expect(await alertsOf(school.id)).toEqual(["low_attendance 41.7 19 19:00"]);
    // An old report that is imported now.
    await sessionWith(
      { school_id: school.id },
      { ended: inNovember("12T20:00:00"), registered: 12, attended: 5 },
    );
    await evaluateIn("19T20:00:01");
    expect(await alertsOf(school.id)).toHaveLength(1);
  });

  it("is not told of sessions before the rule, while it is off, or of another threshold", async () => {
    const school = await schoolWithRules();
    const of = { school_id: school.id };
    await sessionWith(of, { ended: inNovember("10T07:59:59"), registered: 12, attended: 5 });
    await evaluateIn("10T09:00:00");
    expect(await alertsOf(school.id)).toEqual([]);
    await rule(school.id, "low_attendance", { threshold: 40 });
    const { id } = await sessionWith(of, { ended: inNovember("12T19:00:00"), registered: 12, attended: 5 });
    await evaluateIn("12T19:01:00");
    expect(await alertsOf(school.id)).toEqual([]);
    await rule(school.id, "low_attendance", { threshold: 42 });
    await evaluateIn("12T19:02:00");
    await rule(school.id, "low_attendance", { is_on: false });
    await evaluateIn("12T19:03:00");
    expect(await alertsOf(school.id)).toEqual(["low_attendance 41.7 12 19:03"]);
    // Within 5 minutes it is the same alert.
    await rule(school.id, "low_attendance", { is_on: true });
    await evaluateIn("12T19:08:00");
    expect(await alertsOf(school.id)).toEqual(["low_attendance 41.7 open"]);
    await sql`delete from attendees where session_id = ${id}`;
    await sql`delete from sessions where id = ${id}`;
    expect(await alertsOf(school.id)).toEqual([]);
  });
});

describe("milestones of sessions", () => {
  it("are the instructor's first session that so many attended", async () => {
    const school = await schoolWithRules();
    await rule(school.id, "many_attended", { threshold: 15 });
    const given = async () => ({
      school_id: school.id,
      instructor_id: (await makeUser({ school_id: school.id, role: "instructor" })).id,
    });
    const [one, other] = [await given(), await given()];
    await sessionWith(one, { ended: inNovember("11T10:00:00"), registered: 0, attended: 0, walkIns: 14 });
    await sessionWith(one, { ended: inNovember("11T12:00:00"), registered: 0, attended: 0, walkIns: 15 });
    await sessionWith(one, { ended: inNovember("11T14:00:00"), registered: 0, attended: 0, walkIns: 16 });
    await sessionWith(other, { ended: inNovember("11T14:00:00"), registered: 0, attended: 0, walkIns: 17 });
    await evaluateIn("11T15:00:00");
    expect(await alertsOf(school.id)).toEqual(["many_attended 15 open", "many_attended 17 open"]);
  });

  it("are the best score of at least 5 earlier ones of the format", async () => {
    const school = await schoolWithRules();
    const given = {
      ...{ school_id: school.id, chat_enabled: false },
      instructor_id: (await makeUser({ school_id: school.id, role: "instructor" })).id,
    };
    await rule(school.id, "low_attendance", { is_on: false });
    // The more of the 20 attend, the higher is the score.
    for (const [day, attended] of [12, 13, 14, 12].entries())
      await sessionWith(given, { ended: inNovember(`0${day + 1}T10:00:00`), registered: 20, attended });
    await sessionWith(given, { ended: inNovember("11T10:00:00"), registered: 20, attended: 15 });
    await evaluateIn("11T10:01:00");
    expect(await alertsOf(school.id)).toEqual([]);
    // Of another format, and no better than the best.
    await sessionWith(
      { ...given, format: "webinar" },
      { ended: inNovember("11T11:00:00"), registered: 20, attended: 19 },
    );
    await sessionWith(given, { ended: inNovember("11T12:00:00"), registered: 20, attended: 15 });
    await evaluateIn("11T12:01:00");
    expect(await alertsOf(school.id)).toEqual([]);
    const best = await sessionWith(given, { ended: inNovember("11T13:00:00"), registered: 20, attended: 16 });
    await evaluateIn("11T13:01:00");
    expect(
      await sql`select session_id, detail->>'sessions' as sessions, value > (detail->>'best_before')::float8 as is_better
      from alerts where school_id = ${school.id}`,
    ).toEqual([{ session_id: best.id, sessions: "6", is_better: true }]);
  });
});

describe("several processes", () => {
  it("raise an alert once, and a process that is started again neither", async () => {
    const school = await schoolWithRules();
    await sessionWith(
      { school_id: school.id },
      { ended: inNovember("12T19:00:00"), registered: 12, attended: 5 },
    );
    const done = await Promise.all([
      evaluateIn("12T19:00:30"),
      evaluateIn("12T19:00:30"),
      evaluateIn("12T19:00:31"),
    ]);
    expect(done.filter((one) => one && one.raised > 0)).toHaveLength(1);
    await sql.begin(async (other) => {
      await other`select pg_advisory_xact_lock(${processLocks.alerts})`;
      expect(await evaluateIn("12T19:01:00")).toBeNull();
    });
    expect(await alertsOf(school.id)).toEqual(["low_attendance 41.7 open"]);
    // The database itself refuses a second open one.
    await expect(
      sql`insert into alerts (id, school_id, kind, session_id, detail, happened_at, raised_at)
        select ${newId()}, school_id, kind, session_id, detail, happened_at, raised_at from alerts limit 1`,
    ).rejects.toThrow("alerts_open");
  });

  it("raise nothing for a school that is new, whatever it has", async () => {
    await evaluateAlerts(rulesSince);
    const school = await makeSchool();
    await sessionWith(
      { school_id: school.id },
      { ended: inNovember("12T19:00:00"), registered: 12, attended: 5 },
    );
    await evaluateIn("12T20:00:00");
    await evaluateIn("12T20:01:00");
    expect(await alertsOf(school.id)).toEqual([]);
  });
});
