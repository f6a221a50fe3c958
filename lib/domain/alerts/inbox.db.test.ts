import { describe, expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { makeAlert } from "@/lib/testing/alert-world";
import {
  endOf,
  enroll,
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { changeAlert, changeAlertRules, snoozedUntil } from "./mutations";
import { alertList, alertOf, alertRulesOf, openAlerts } from "./queries";
import { type AlertInput, alertQuery } from "./schema";

const { sql } = testDatabase();
const now = new Date("2026-11-18T20:00:00Z");
const reader = { now, time_zone: "Europe/Lisbon", language: languageIn("en") };
const ctxOf = (person: Person, at = now) => ({
  scope: scopeOf(person),
  request: { id: "request-1", address: "192.0.2.7" },
  now: at,
});
const all = alertQuery.parse({ limit: 100 });

/** A school with an alert of a session, of a learner and of the installation; another school has one, too. */
async function world() {
  await sql`truncate alerts, alert_rules cascade`;
  const [school, elsewhere] = [await makeSchool(), await makeSchool()];
  const person = (role: Person["role"], school_id: string | null = school.id) =>
    makeUser({ school_id, role });
  const people = {
    admin: await person("admin"),
    instructor: await person("instructor"),
    colleague: await person("instructor"),
    assistant: await person("assistant"),
    student: await person("student"),
    otherAdmin: await person("admin", elsewhere.id),
    installation: await person("admin", null),
  };
  const course = await makeCourse({
    school_id: school.id,
    title: "Statistics",
    instructorIds: [people.colleague.id, people.assistant.id],
  });
  const session = await makeSession({
    school_id: school.id,
    instructor_id: people.instructor.id,
    title: "Week 7",
  });
  await enroll(course.id, people.student.id);
  const ofSession = await makeAlert({ school_id: school.id, session_id: session.id });
  const ofLearner = await makeAlert({
    ...{ school_id: school.id, kind: "quiet_learner", course_id: course.id, user_id: people.student.id },
    ...{ value: 7, threshold: 7, detail: { last_active_at: "2026-11-11T09:00:00.000Z" } },
    raised_at: new Date("2026-11-18T18:00:00Z"),
  });
  const ofInstallation = await makeAlert({
    ...{ school_id: null, kind: "error_rate", value: 2.5, threshold: 1 },
    detail: { from: "2026-11-18T18:55:00Z", to: "2026-11-18T19:00:00Z", requests: 400, errors: 10 },
    raised_at: new Date("2026-11-18T17:00:00Z"),
  });
  const ofOther = await makeAlert({
    school_id: elsewhere.id,
    session_id: (await makeSession({ school_id: elsewhere.id })).id,
  });
  const names = new Map([
    [ofSession.id, "session"],
    [ofLearner.id, "learner"],
    [ofInstallation.id, "installation"],
    [ofOther.id, "other"],
  ]);
  const seen = async (who: Person, query = all) =>
    (await alertList(scopeOf(who), query, reader)).items.map(({ id, state }) => `${names.get(id)} ${state}`);
  return { school, elsewhere, people, session, course, ofSession, ofLearner, ofInstallation, ofOther, seen };
}

describe("the alerts of a reader", () => {
  it("are those of what they teach, of an admin those of the school, and of the installation's admin all", async () => {
    const { people, seen, ofSession, ofLearner, ofOther } = await world();
    expect(await seen(people.instructor)).toEqual(["session open"]);
    expect(await seen(people.colleague)).toEqual(["learner open"]);
    expect(await seen(people.assistant)).toEqual(["learner open"]);
    expect(await seen(people.admin)).toEqual(["session open", "learner open"]);
    expect(await seen(people.otherAdmin)).toEqual(["other open"]);
    expect(await seen(people.student)).toEqual([]);
    expect((await seen(people.installation)).sort()).toEqual([
      "installation open",
      "learner open",
      "other open",
      "session open",
    ]);
    expect(await openAlerts(scopeOf(people.installation), now)).toBe(4);
    for (const { id } of [ofLearner, ofOther]) {
      expect(await endOf(alertOf(scopeOf(people.instructor), id, reader))).toBe("not_found");
      expect(await endOf(changeAlert(ctxOf(people.instructor), id, { done: true }))).toBe("not_found");
    }
    expect(await endOf(alertOf(scopeOf(people.instructor), ofSession.id, reader))).toBe("done");
  });

  it("are also the installation's for the admin of its only school", async () => {
    const { people, seen, elsewhere } = await world();
    await sql`update schools set demo = true where id <> ${people.admin.school_id}`;
    expect(await seen(people.admin)).toEqual(["session open", "learner open", "installation open"]);
    expect(await seen(people.instructor)).toEqual(["session open"]);
    expect((await alertRulesOf(scopeOf(people.admin))).map(({ kind }) => kind)).toContain("error_rate");
    await sql`update schools set demo = false where id = ${elsewhere.id}`;
    expect(await seen(people.admin)).toEqual(["session open", "learner open"]);
    expect((await alertRulesOf(scopeOf(people.admin))).map(({ kind }) => kind)).not.toContain("error_rate");
  });

  it("say what was measured, when, against which threshold, and what to do", async () => {
    const { people, session } = await world();
    const { student } = people;
    const { items } = await alertList(scopeOf(people.installation), all, reader);
    const of = (kind: string) => items.find((one) => one.kind === kind);
    expect(of("error_rate")).toMatchObject({
      title: "2.5\u00a0% of requests failed",
      text: "10 of 400 requests failed from Wed 18 Nov 2026, 18:55 to Wed 18 Nov 2026, 19:00: 2.5\u00a0%. The threshold is 1\u00a0%.",
      href: "/system",
    });
    expect(items.find((one) => one.session_id === session.id)).toMatchObject({
      title: "41.7\u00a0% attended “Week 7”",
      text: "5 of the 12 people who registered attended: 41.7\u00a0%. The threshold is 50\u00a0%. The session ended on Wed 18 Nov 2026, 19:00.",
      advice: expect.stringContaining("recording"),
      href: `/sessions/${session.id}`,
    });
    expect(of("quiet_learner")).toMatchObject({
      title: `${student.name} is inactive in Statistics`,
      text: "Last active in the course on Wed 11 Nov 2026, 09:00, 7 days before this alert. The threshold is 7 days.",
      href: `/people/${student.id}`,
    });
  });

  it("can be snoozed and put away by each for themselves, until they are resolved", async () => {
    const { people, ofSession, ofLearner, seen } = await world();
    const change = (who: Person, input: AlertInput, at = now) =>
      changeAlert(ctxOf(who, at), ofSession.id, input);
    await change(people.admin, { snooze: "hour" });
    expect(await seen(people.admin)).toEqual(["learner open", "session snoozed"]);
    expect(await seen(people.instructor)).toEqual(["session open"]);
    expect(await openAlerts(scopeOf(people.admin), now)).toBe(1);
    // An hour later to the millisecond it is open again.
    expect(await openAlerts(scopeOf(people.admin), new Date("2026-11-18T20:59:59.999Z"))).toBe(1);
    expect(await openAlerts(scopeOf(people.admin), new Date("2026-11-18T21:00:00Z"))).toBe(2);
    await change(people.admin, { done: true });
    expect(await seen(people.admin)).toEqual(["learner open", "session done"]);
    expect(await seen(people.admin, { ...all, state: "done" })).toEqual(["session done"]);
    expect(await seen(people.admin, { ...all, kind: "quiet_learner" })).toEqual(["learner open"]);
    await change(people.admin, { snooze: "none" });
    expect(await seen(people.admin)).toEqual(["session open", "learner open"]);
    await sql`update alerts set resolved_at = ${now} where id = ${ofSession.id}`;
    expect(await endOf(change(people.admin, { done: true }))).toBe("conflict");
    expect(await seen(people.admin)).toEqual(["learner open", "session resolved"]);
    expect(await seen(people.admin, { ...all, state: "open" })).toEqual(["learner open"]);
    expect(await openAlerts(scopeOf(people.instructor), now)).toBe(0);
    // What somebody did with an alert ends with them.
    await changeAlert(ctxOf(people.admin), ofLearner.id, { done: true });
    await sql`delete from users where id = ${people.admin.id}`;
    expect(await sql`select from alert_readers`).toHaveLength(0);
  });

  it("come back at eight o'clock of the school's zone", () => {
    // 20:00 UTC is a quarter to two of the 19th in Kathmandu, whose 8:00 is 2:15 UTC.
    const until = (snooze: "tomorrow" | "week") => snoozedUntil(snooze, now, "Asia/Kathmandu")?.toISOString();
    expect(until("tomorrow")).toBe("2026-11-20T02:15:00.000Z");
    expect(until("week")).toBe("2026-11-26T02:15:00.000Z");
  });
});

describe("the rules of a school", () => {
  it("begin anew when an admin changes them, and are in the audit log", async () => {
    const { people, school } = await world();
    expect(await alertRulesOf(scopeOf(people.admin))).toContainEqual({
      ...{ kind: "low_attendance", is_on: true, threshold: 50 },
    });
    const before = new Date("2026-11-01T00:00:00Z");
    for (const kind of ["low_attendance", "quiet_learner"])
      await sql`insert into alert_rules (id, school_id, kind, since) values (gen_random_uuid(), ${school.id}, ${kind}, ${before})`;
    const rules = await changeAlertRules(ctxOf(people.admin), {
      rules: {
        low_attendance: { threshold: 60 },
        quiet_learner: { is_on: true },
        best_session: { is_on: false },
      },
    });
    expect(rules.filter(({ kind }) => kind !== "many_attended" && kind !== "class_completed")).toEqual([
      { kind: "low_attendance", is_on: true, threshold: 60 },
      { kind: "quiet_learner", is_on: true, threshold: 7 },
      { kind: "best_session", is_on: false, threshold: null },
    ]);
    expect(
      await sql`select kind, since from alert_rules where school_id = ${school.id} order by kind`,
    ).toEqual([
      { kind: "best_session", since: now },
      { kind: "low_attendance", since: now },
      // Nothing changed.
      { kind: "quiet_learner", since: before },
    ]);
    expect(
      await sql`select detail from audit_log where school_id = ${school.id} and action = 'alert_rule.update'
      order by detail->>'kind'`,
    ).toEqual([
      { detail: { kind: "best_session", before: { is_on: true }, after: { is_on: false } } },
      { detail: { kind: "low_attendance", before: { threshold: null }, after: { threshold: 60 } } },
    ]);
  });

  it("are not the installation's, unless they run it", async () => {
    const { people } = await world();
    const change = (who: Person) =>
      endOf(changeAlertRules(ctxOf(who), { rules: { error_rate: { threshold: 2 } } }));
    expect(await change(people.admin)).toBe("invalid rules.error_rate");
    expect(await change(people.installation)).toBe("done");
    expect(await alertRulesOf(scopeOf(people.installation))).toContainEqual({
      ...{ kind: "error_rate", is_on: true, threshold: 2 },
    });
    const ofSchool = changeAlertRules(ctxOf(people.installation), {
      rules: { low_attendance: { is_on: false } },
    });
    expect(await endOf(ofSchool)).toBe("invalid rules.low_attendance");
  });
});
