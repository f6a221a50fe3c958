import { beforeEach, describe, expect, it, vi } from "vitest";
import { unsubscribeToken } from "@/lib/auth/unsubscribe";
import { transaction } from "@/lib/db/tx";
import { changeAlert, changeAlertMail, stopAlertMail } from "@/lib/domain/alerts/mutations";
import { type AlertMail, alertMail } from "@/lib/domain/alerts/schema";
import { makeAlert } from "@/lib/testing/alert-world";
import {
  endOf,
  makeSchool,
  makeSession,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { mailServer } from "@/lib/testing/mail-server";
import { runNextWork } from "../jobs/work";
import { mailAlerts, queueMails } from "./mail";

const { sql } = testDatabase();
const server = await mailServer();
/** A quarter to two in the night in Kathmandu. */
const now = new Date("2026-11-18T20:00:00Z");
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const ctxOf = (person: Person, at = now) => ({
  ...{ scope: scopeOf(person), now: at },
  request: { id: "request-1", address: "192.0.2.7" },
});
const wants = (person: Person, mail: Partial<AlertMail> = {}, at = new Date("2026-11-01T00:00:00Z")) =>
  changeAlertMail(ctxOf(person, at), {
    ...{ mail_kinds: ["low_attendance"], quiet_from: null, quiet_to: null },
    ...mail,
  });

beforeEach(async () => {
  await sql`truncate alerts, alert_rules, alert_settings, background_work cascade`;
  await sql`delete from pgboss.job`;
  server.mails.length = 0;
  server.refuse(false);
});

async function world() {
  const school = await makeSchool({ time_zone: "Asia/Kathmandu" });
  const person = (role: Person["role"], given: Partial<Person> = {}) =>
    makeUser({ school_id: school.id, role, ...given });
  const people = {
    admin: await person("admin"),
    teacher: await person("instructor", { language: "de" }),
    colleague: await person("instructor"),
    student: await person("student"),
  };
  const session = await makeSession({
    school_id: school.id,
    instructor_id: people.teacher.id,
    title: "Week 7",
  });
  const raise = (raised_at = now) =>
    makeAlert({ school_id: school.id, session_id: session.id, raised_at, happened_at: raised_at });
  return { school, people, session, raise };
}
const sent = () => server.mails.map(({ to, subject }) => `${to}: ${subject}`).sort();

describe("an alert by mail", () => {
  it("goes once to each who may see it and wants its kind, in their language", async () => {
    const { school, people, raise, session } = await world();
    const { admin, teacher, colleague, student } = people;
    for (const person of [teacher, colleague, student]) await wants(person);
    await wants(admin, { mail_kinds: ["quiet_learner"] });
    const { id } = await raise();
    await mailAlerts(school.id, now);
    await mailAlerts(school.id, later(1));
    expect(server.mails.map(({ to }) => to)).toEqual([teacher.email]);
    const [mail] = server.mails;
    expect(mail?.text).toContain("41,7\u00a0% nahmen an „Week 7“ teil\r\n");
    expect(mail?.text).toContain("5 von 12 Angemeldeten nahmen teil");
    expect(mail?.text).toContain(`http://127.0.0.1:3000/sessions/${session.id}`);
    // Who chooses it now gets what is raised from now on.
    await wants(admin, {}, later(2));
    await mailAlerts(school.id, later(3));
    expect(sent()).toHaveLength(1);
    await sql`update alerts set resolved_at = ${later(3)} where id = ${id}`;
    await raise(later(4));
    await mailAlerts(school.id, later(5));
    expect(sent().filter((text) => text.startsWith(admin.email))).toHaveLength(1);
  });

  it("is one of several that were raised together", async () => {
    const { school, people, raise } = await world();
    await wants(people.admin);
    await raise();
    await makeAlert({
      ...{ school_id: school.id, raised_at: now },
      session_id: (await makeSession({ school_id: school.id, title: "Week 8" })).id,
    });
    await mailAlerts(school.id, now);
    expect(sent()).toEqual([`${people.admin.email}: 2 alerts in Lectern`]);
    expect(server.mails[0]?.text).toMatch(/“Week 7”[\s\S]*“Week 8”/);
  });

  it("waits for the end of quiet hours, and is not sent when it is resolved or put away by then", async () => {
    const { school, people, raise } = await world();
    await wants(people.admin, { quiet_from: "22:00", quiet_to: "07:00" });
    const { id } = await raise();
    await mailAlerts(school.id, now);
    await mailAlerts(school.id, later(1));
    expect(sent()).toEqual([]);
    // 07:00 in Kathmandu is 01:15 UTC; it is planned once.
    expect(await sql`select begins_at, input from background_work`).toEqual([
      { begins_at: new Date("2026-11-19T01:15:00Z"), input: { school_id: school.id } },
    ]);
    const morning = new Date("2026-11-19T01:15:00Z");
    await sql`update alerts set resolved_at = ${later(1)} where id = ${id}`;
    await mailAlerts(school.id, morning);
    expect(sent()).toEqual([]);
    await sql`update alerts set resolved_at = null where id = ${id}`;
    await changeAlert(ctxOf(people.admin), id, { done: true });
    await mailAlerts(school.id, morning);
    expect(sent()).toEqual([]);
    await changeAlert(ctxOf(people.admin), id, { done: false });
    await mailAlerts(school.id, morning);
    expect(sent()).toHaveLength(1);
  });

  it("is tried again by the queue when the mail server refuses it", async () => {
    const { school, people, raise } = await world();
    await wants(people.admin);
    await raise(new Date());
    await transaction((tx) => queueMails(tx, [{ kind: "low_attendance", school_id: school.id }]));
    server.refuse(true);
    expect(await runNextWork(new Date())).toBe(true);
    expect(await sql`select state, error from background_work`).toEqual([
      { state: "waiting", error: { key: "errors.alerts.mail_failed", values: { count: 1 } } },
    ]);
    server.refuse(false);
    await sql`update pgboss.job set start_after = now()`;
    expect(await runNextWork(new Date())).toBe(true);
    expect((await sql`select state from background_work`)[0]?.state).toBe("done");
    expect(sent()).toHaveLength(1);
  });

  it("is not sent by a process that read it before another one marked it", async () => {
    const { school, people, raise } = await world();
    await wants(people.admin);
    const { id } = await raise();
    let late = Promise.resolve();
    await sql.begin(async (other) => {
      await other`insert into alert_readers (alert_id, user_id, mailed_at) values (${id}, ${people.admin.id}, ${now})`;
      late = mailAlerts(school.id, now);
      // It has read what is not committed yet, and waits to mark it, too.
      await vi.waitFor(async () => {
        const waiting = await sql`select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%alert_readers%'`;
        expect(waiting).toHaveLength(1);
      });
    });
    await late;
    expect(sent()).toEqual([]);
  });

  it("is begun only where somebody wants what was raised", async () => {
    const { school, people } = await world();
    const begin = () =>
      transaction((tx) => queueMails(tx, [{ kind: "low_attendance", school_id: school.id }]));
    await wants(people.admin, { mail_kinds: ["quiet_learner"] });
    await begin();
    expect(await sql`select from background_work`).toHaveLength(0);
    await wants(people.admin);
    await begin();
    await begin();
    expect(await sql`select from background_work`).toHaveLength(1);
  });

  it("ends with its link, which nobody else can make", async () => {
    const { school, people, raise } = await world();
    for (const person of [people.admin, people.teacher]) await wants(person);
    await raise();
    await mailAlerts(school.id, now);
    const text = server.mails.find(({ to }) => to === people.admin.email)?.text ?? "";
    const token = /\/unsubscribe\/([\w.-]+)/.exec(text)?.[1] ?? "";
    expect(token).toBe(unsubscribeToken(people.admin.id));
    // What mail programs look for (RFC 8058).
    const { head = "" } = server.mails.find(({ to }) => to === people.admin.email) ?? {};
    expect(head).toContain(`List-Unsubscribe: <http://127.0.0.1:3000/api/alerts/unsubscribe/${token}>`);
    expect(head).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    const other = token.replace(people.admin.id, people.teacher.id);
    for (const wrong of [other, `${token}x`, people.admin.id, "", "x.y"])
      expect(await endOf(stopAlertMail(wrong))).toBe("not_found");
    expect(await endOf(stopAlertMail(token))).toBe("done");
    expect(await endOf(stopAlertMail(token))).toBe("done");
    expect(
      await sql`select cardinality(mail_kinds) as kinds from alert_settings where user_id = ${people.admin.id}`,
    ).toEqual([{ kinds: 0 }]);
    expect(
      await sql`select cardinality(mail_kinds) as kinds from alert_settings where user_id = ${people.teacher.id}`,
    ).toEqual([{ kinds: 1 }]);
  });

  it("has quiet hours with both ends or none", () => {
    const valid = (quiet_from: string | null, quiet_to: string | null) =>
      alertMail.safeParse({ mail_kinds: [], quiet_from, quiet_to }).success;
    expect(valid(null, null)).toBe(true);
    expect(valid("22:00", "07:00")).toBe(true);
    expect(valid("22:00", null)).toBe(false);
    expect(valid("24:00", "07:00")).toBe(false);
  });
});
