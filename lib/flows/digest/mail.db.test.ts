import { beforeEach, describe, expect, it } from "vitest";
import { changeAlertMail, stopAlertMail } from "@/lib/domain/alerts/mutations";
import { alertMailOf } from "@/lib/domain/alerts/queries";
import type { AlertMail } from "@/lib/domain/alerts/schema";
import { alertWorld } from "@/lib/testing/alert-world";
import {
  endOf,
  makeCourse,
  makeSchool,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { mailServer } from "@/lib/testing/mail-server";
import { beginDigests } from "../jobs/digests";
import { mailDigests } from "./mail";
import { lastDue } from "./period";

const { sql } = testDatabase();
const server = await mailServer();
const { sessionWith } = alertWorld(sql);
/** Monday, 07:00 in Kathmandu. */
const due = new Date("2026-11-23T01:15:00Z");
const later = (hours: number) => new Date(due.getTime() + hours * 3_600_000);
const time_zone = "Asia/Kathmandu";
const runOf = (school: { id: string }, now = due, kind: "week" | "month" = "week") => ({
  ...{ school_id: school.id, period: lastDue(kind, now, time_zone), time_zone },
});
const wants = (person: Person, mail: Partial<AlertMail>, now = new Date("2026-11-01T00:00:00Z")) =>
  changeAlertMail(
    { scope: scopeOf(person), now, request: { id: "request-1", address: "192.0.2.7" } },
    { mail_kinds: [], quiet_from: null, quiet_to: null, ...mail },
  );

beforeEach(async () => {
  await sql`truncate alert_settings, digest_mails, background_work cascade`;
  await sql`delete from pgboss.job`;
  server.mails.length = 0;
  server.refuse(false);
});

async function world() {
  const school = await makeSchool({ time_zone, name: "Harbour College" });
  const person = (role: Person["role"], given: Partial<Person> = {}) =>
    makeUser({ school_id: school.id, role, ...given });
  const people = {
    teacher: await person("instructor"),
    colleague: await person("instructor", { language: "de" }),
    admin: await person("admin"),
  };
  const held = (ended: string, numbers: object, given: object = {}) =>
    sessionWith(
      { school_id: school.id, instructor_id: people.teacher.id, ...given },
      { ended: new Date(ended), registered: 10, attended: 9, ...numbers },
    );
  return { school, people, held };
}
const got = () => server.mails.map(({ to }) => to).sort();

describe("a digest by mail", () => {
  it("tells the week of what somebody teaches against the week before, by the school's clock", async () => {
    const { school, people, held } = await world();
    await held(
      "2026-11-18T10:00:00Z",
      { registered: 12, attended: 6, walkIns: 2 },
      { title: '<b>A & B</b>\n"7"' },
    );
    // It began on Sunday at 23:50 there; the next one on Monday at 00:10.
    await held("2026-11-22T19:05:00Z", { registered: 10, attended: 9 }, { title: "Late" });
    await held("2026-11-22T19:25:00Z", {}, { title: "Monday" });
    await held("2026-11-11T10:00:00Z", { registered: 20, attended: 10 }, { title: "Before" });
    await held("2026-11-18T10:00:00Z", {}, { title: "Another's", instructor_id: people.colleague.id });
    const course = await makeCourse({ school_id: school.id, instructorIds: [people.teacher.id] });
    const video = await makeVideo({ school_id: school.id, course_id: course.id });
    await sql`insert into video_daily (video_id, day, views, watch_ms) values (${video.id}, '2026-11-20', 3, 5400000)`;
    await wants(people.teacher, { weekly_digest: true });
    await mailDigests(runOf(school), due);
    expect(got()).toEqual([people.teacher.email]);
    const [{ subject, text, html, head }] = server.mails as [(typeof server.mails)[0]];
    expect(subject).toBe("Your teaching: 16 to 22 November 2026");
    const lines = text.replaceAll("\u00a0", " ").split("\r\n");
    // 8 and 9 attended, of whom 15 of 22 were registered: 68.2 %; the week before 10 of 20.
    for (const line of [
      "Sessions held: 2 (before: 1)",
      "Attended: 17 (before: 10)",
      "Attendance rate: 68.2 % (before: 50.0 %)",
      "Videos watched: 1 h 30 min (before: 0 s)",
      '- <b>A & B</b> "7"',
      "  Wed 18 Nov, 14:45 · 8 people attended",
      "- Late",
    ])
      expect(lines).toContain(line);
    expect(text).not.toMatch(/Monday\r|Another's|- Before/);
    expect(html).toContain("&lt;b&gt;A &amp; B&lt;/b&gt; &quot;7&quot;");
    expect(html).not.toMatch(/<b>|<script|<img/);
    expect(html).toContain("http://127.0.0.1:3000/digest/2026-11-16");
    // The same numbers, in the same order, in both.
    const rows = [...(html ?? "").replaceAll("\u00a0", " ").matchAll(/<li>([^<]*)<\/li>/g)].map(
      ([, row]) => row,
    );
    expect(rows).toHaveLength(6);
    expect(rows).toEqual(lines.filter((line) => / \(before: /.test(line)));
    expect(head).toMatch(/List-Unsubscribe: <http:\/\/127\.0\.0\.1:3000\/api\/alerts\/unsubscribe\/digest\./);
  });

  it("goes once to each, in their language, also when the server fails first or a process ends in the middle", async () => {
    const { school, people, held } = await world();
    await held("2026-11-18T10:00:00Z", {});
    await held("2026-11-18T10:00:00Z", {}, { instructor_id: people.colleague.id });
    for (const person of Object.values(people)) await wants(person, { weekly_digest: true });
    // As it is left by a process that was killed after it had claimed the admin's.
    await sql`insert into digest_mails (user_id, kind, from_day, claimed_at) values (${people.admin.id}, 'week', '2026-11-16', ${due})`;
    server.refuse(true);
    expect(await endOf(mailDigests(runOf(school), due))).toBe("unavailable");
    expect(await sql`select user_id from digest_mails`).toEqual([{ user_id: people.admin.id }]);
    server.refuse(false);
    await Promise.all([mailDigests(runOf(school), later(1)), mailDigests(runOf(school), later(1))]);
    await mailDigests(runOf(school), later(2));
    expect(got()).toEqual([people.teacher.email, people.colleague.email].sort());
    expect(server.mails.find(({ to }) => to === people.colleague.email)?.text).toContain("Guten Tag");
  });

  it("is not sent of a time in which nothing happened", async () => {
    const { school, people, held } = await world();
    await held("2026-11-11T10:00:00Z", {});
    await wants(people.teacher, { weekly_digest: true });
    await mailDigests(runOf(school), due);
    expect(got()).toEqual([]);
    expect(await sql`select user_id from digest_mails`).toHaveLength(1);
  });

  it("tells the school's month to admins alone", async () => {
    const { school, people, held } = await world();
    await held("2026-11-18T10:00:00Z", {});
    for (const person of Object.values(people)) await wants(person, { monthly_digest: true });
    const first = new Date("2026-12-01T01:15:00Z");
    await mailDigests(runOf(school, first, "month"), first);
    expect(server.mails.map(({ to, subject }) => `${to}: ${subject}`)).toEqual([
      `${people.admin.email}: Harbour College: 1 to 30 November 2026`,
    ]);
  });

  it("ends with its link, and leaves the alerts", async () => {
    const { school, people, held } = await world();
    await held("2026-11-18T10:00:00Z", {});
    await wants(people.teacher, { weekly_digest: true, mail_kinds: ["best_session"] });
    await mailDigests(runOf(school), due);
    const token = /\/unsubscribe\/([\w.-]+)/.exec(server.mails[0]?.text ?? "")?.[1] ?? "";
    for (const wrong of [token.replace("digest.", ""), token.replace(people.teacher.id, people.admin.id)])
      expect(await endOf(stopAlertMail(wrong))).toBe("not_found");
    await stopAlertMail(token);
    expect(await alertMailOf(scopeOf(people.teacher))).toMatchObject({
      ...{ weekly_digest: false, mail_kinds: ["best_session"] },
    });
  });
});

describe("the job of digests", () => {
  const begun = async () => (await sql`select input from background_work where kind = 'mail_digest'`).length;

  it("begins one at 07:00 of the school, once, and for a day", async () => {
    const { people } = await world();
    await wants(people.teacher, { weekly_digest: true });
    expect(await beginDigests(later(-0.01))).toBe(0);
    const both = await Promise.all([beginDigests(due), beginDigests(due)]);
    expect(both.filter((count) => count === 1)).toHaveLength(1);
    expect(await beginDigests(later(1))).toBe(0);
    expect(await begun()).toBe(1);
    await sql`truncate background_work cascade`;
    expect(await beginDigests(later(23.9))).toBe(1);
    await sql`truncate background_work cascade`;
    expect(await beginDigests(later(24))).toBe(0);
  });

  it("begins none that was sent, or that nobody had chosen by then", async () => {
    const { people } = await world();
    await wants(people.teacher, { weekly_digest: true }, later(0.5));
    expect(await beginDigests(later(1))).toBe(0);
    await wants(people.admin, { weekly_digest: true });
    await sql`insert into digest_mails (user_id, kind, from_day, claimed_at) values (${people.admin.id}, 'week', '2026-11-16', ${due})`;
    expect(await beginDigests(later(1))).toBe(0);
    // The next week is another one.
    expect(await beginDigests(later(7 * 24))).toBe(1);
  });
});
