import { beforeEach, describe, expect, it } from "vitest";
import { transaction } from "@/lib/db/tx";
import { changeWebhook, createWebhook, testWebhook } from "@/lib/domain/alerts/webhooks/mutations";
import { deliveriesOf } from "@/lib/domain/alerts/webhooks/queries";
import { newWebhook } from "@/lib/domain/alerts/webhooks/schema";
import { forgetSingleton } from "@/lib/platform/process";
import { makeAlert } from "@/lib/testing/alert-world";
import {
  endOf,
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { webhookReceiver, withStatus } from "@/lib/testing/webhook-receiver";
import { queueDeliveries, retryAfterMs, sendDeliveries } from "./webhooks";

const { sql } = testDatabase();
process.env.LECTERN_URL = "https://lectern.test";
forgetSingleton("env");
const { posted, answers, network, address } = await webhookReceiver();
const now = new Date("2026-11-18T19:00:30Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const ctxOf = (person: Person) => ({
  ...{ scope: scopeOf(person), now },
  request: { id: "request-1", address: "192.0.2.7" },
});

beforeEach(async () => {
  await sql`truncate alerts, webhooks, background_work cascade`;
  await sql`delete from pgboss.job`;
  posted.length = 0;
  answers.length = 0;
});

async function world(given: object = {}) {
  const school = await makeSchool({ language: "en", time_zone: "Asia/Kathmandu" });
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  const session = await makeSession({ school_id: school.id, title: "Week 7" });
  const input = {
    name: "Office",
    kind: "generic",
    address,
    alert_kinds: ["low_attendance", "quiet_learner"],
  };
  const { webhook, secret } = await createWebhook(ctxOf(admin), newWebhook.parse({ ...input, ...given }));
  const raise = async (more: object = {}) => {
    const alert = await makeAlert({ school_id: school.id, session_id: session.id, ...more });
    await queue({ raised: [alert.id] });
    return alert.id;
  };
  const raiseAnother = async () => raise({ session_id: (await makeSession({ school_id: school.id })).id });
  const send = (at = now) => sendDeliveries(webhook.id, at, network);
  const deliveries = async () =>
    (await deliveriesOf(scopeOf(admin), webhook.id, { limit: 50, offset: 0 })).items;
  return { school, admin, session, webhook, secret, raise, raiseAnother, send, deliveries };
}
const queue = (given: Partial<Parameters<typeof queueDeliveries>[1]>, at = now) =>
  transaction((tx) => queueDeliveries(tx, { raised: [], reopened: [], resolved: [], ...given }, at));
const bodies = () => posted.map(({ body }) => JSON.parse(body));
const planned = async () =>
  (await sql`select begins_at from background_work where kind = 'send_webhook' order by created_at, id`).map(
    ({ begins_at }) => begins_at && (begins_at.getTime() - now.getTime()) / 1000,
  );

describe("an alert posted to a webhook", () => {
  it("arrives once when it is raised and once when it is resolved, with the sentences of its mail", async () => {
    const { raise, send, deliveries, session } = await world();
    const id = await raise();
    await raise({ kind: "best_session", session_id: (await world()).session.id });
    await send();
    await send(later(1));
    expect(bodies()).toMatchObject([
      {
        type: "alert.raised",
        data: {
          title: "41.7 % attended “Week 7”".replace(" %", "\u00a0%"),
          text: expect.stringContaining("5 of the 12 people who registered attended"),
          url: `https://lectern.test/sessions/${session.id}`,
          ...{ alert_id: id, kind: "low_attendance", value: 41.7, threshold: 50, resolved_at: null },
        },
      },
    ]);
    await sql`update alerts set resolved_at = ${later(60)} where id = ${id}`;
    await queue({ resolved: [id] }, later(60));
    await queue({ resolved: [id] }, later(61));
    // For five minutes it could begin again as the same alert.
    expect((await planned()).at(-1)).toBe(361);
    await send(later(359));
    expect(posted).toHaveLength(1);
    await send(later(361));
    await send(later(400));
    expect(bodies()[1]).toMatchObject({
      type: "alert.resolved",
      data: { title: expect.stringMatching(/^Resolved: 41\.7/), resolved_at: later(60).toISOString() },
    });
    expect(posted).toHaveLength(2);
    expect(
      (await deliveries()).map(({ event, state, status }) => `${event} ${state} ${status}`).sort(),
    ).toEqual(["raised delivered 200", "resolved delivered 200"]);
  });

  it("is not called resolved when it begins again, nor when nobody was told that it was raised", async () => {
    const { raise, send, deliveries } = await world();
    const id = await raise();
    await send();
    await queue({ resolved: [id] });
    await queue({ reopened: [id] }, later(100));
    await send(later(1000));
    expect(posted).toHaveLength(1);
    const untold = await raise({ kind: "quiet_learner", session_id: null });
    answers.push(withStatus(404));
    await send(later(1001));
    await queue({ resolved: [untold] }, later(1002));
    await send(later(2000));
    expect(posted).toHaveLength(2);
    expect((await deliveries()).map(({ event, state }) => `${event} ${state}`)).toEqual([
      "raised failed",
      "raised delivered",
    ]);
  });

  it("is tried again after growing pauses or the one that the receiver asks for, and then given up; the others wait with it", async () => {
    const { raise, raiseAnother, send, deliveries } = await world();
    await raise();
    // Of another session: the receiver is away for all of them.
    await raiseAnother();
    answers.push(withStatus(500), withStatus(429, { "retry-after": "3600" }), withStatus(503));
    await send();
    expect(posted).toHaveLength(1);
    const nextAfter = async () =>
      (await deliveries())
        .flatMap(({ next_attempt_at }) => next_attempt_at ?? [])
        .map((at) => (Date.parse(at) - now.getTime()) / 1000);
    /** Both wait for so many seconds, and for as long as the attempt took. */
    const bothWait = async (seconds: number) => {
      const after = await nextAfter();
      expect(after).toHaveLength(2);
      for (const one of after) expect(one - seconds).toSatisfy((more: number) => more >= 0 && more < 20);
    };
    await bothWait(10);
    await send(later(9));
    expect(posted).toHaveLength(1);
    // The one that has not been tried goes first.
    await send(later(40));
    expect(posted[1]?.headers["webhook-id"]).not.toBe(posted[0]?.headers["webhook-id"]);
    await bothWait(3640);
    await send(later(3700));
    await bothWait(3760);
    answers.push(...Array.from({ length: 40 }, () => withStatus(500)));
    for (let at = 4000; (await nextAfter()).length > 0; ) {
      await send(later(at));
      at = Math.max(at, ...(await nextAfter())) + 1;
    }
    expect((await deliveries()).map(({ state, attempts, status }) => [state, attempts, status])).toEqual([
      ["failed", 8, 500],
      ["failed", 8, 500],
    ]);
    // The receiver knows each by one id, whatever the attempt.
    expect(new Set(posted.map(({ headers }) => headers["webhook-id"])).size).toBe(2);
  });

  it("ends all of them where the receiver says that it is gone, until somebody switches it on", async () => {
    const { raise, raiseAnother, send, deliveries, admin, webhook } = await world();
    await raise();
    await raiseAnother();
    answers.push(withStatus(410));
    await send();
    expect((await deliveries()).map(({ state }) => state)).toEqual(["failed", "failed"]);
    expect(await sql`select is_on, gone_at is not null as gone from webhooks`).toEqual([
      { is_on: false, gone: true },
    ]);
    await raiseAnother();
    await send(later(10));
    expect(posted).toHaveLength(1);
    const on = await changeWebhook(ctxOf(admin), webhook.id, { is_on: true });
    expect(on).toMatchObject({ is_on: true, gone_at: null });
    await raiseAnother();
    await send(later(20));
    expect(posted).toHaveLength(2);
  });

  it("is sent by one of two processes at once, and by another one when its process ended in the middle", async () => {
    const { raise, raiseAnother, send, deliveries, webhook } = await world();
    await raise();
    await Promise.all([send(), send(), send()]);
    expect(posted).toHaveLength(1);
    await raiseAnother();
    // As a process leaves it that was killed while it sent.
    await sql`update webhook_deliveries set attempts = 1, next_attempt_at = ${later(60)} where state = 'waiting'`;
    await send(later(59));
    expect(posted).toHaveLength(1);
    expect((await planned()).at(-1)).toBe(60);
    await sendDeliveries(webhook.id, later(61), network);
    expect((await deliveries()).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  });

  it("names a learner only where the admin has chosen it, and is gone with the person", async () => {
    for (const with_names of [false, true]) {
      const { school, raise, send, deliveries } = await world({ with_names });
      const learner = await makeUser({ school_id: school.id, role: "student", name: "Zuleika Marker" });
      const course = await makeCourse({ school_id: school.id, title: "Statistics" });
      const detail = { last_active_at: "2026-11-08T10:00:00Z" };
      await raise({
        ...{
          kind: "quiet_learner",
          session_id: null,
          user_id: learner.id,
          course_id: course.id,
          detail,
          value: 10,
        },
      });
      answers.push(withStatus(500, {}, "Zuleika Marker?"));
      await send();
      expect(bodies().at(-1).data.title).toBe(
        `${with_names ? "Zuleika Marker" : "A learner"} is inactive in Statistics`,
      );
      expect((await deliveries())[0]?.answer).toBe("Zuleika Marker?");
      await sql`delete from users where id = ${learner.id}`;
      expect(await deliveries()).toEqual([]);
    }
    const [dump] = await sql`select (select string_agg(d::text, ' ') from webhook_deliveries d) ||
      (select string_agg(b::text, ' ') from background_work b) as text`;
    expect(`${dump?.text}`).not.toContain("Zuleika");
  });
});

describe("a webhook", () => {
  it("stores neither its address nor its secret as a text, and says so once LECTERN_SECRET is another", async () => {
    const { secret, webhook, send, admin, deliveries } = await world();
    const stored = JSON.stringify(await sql`select * from webhooks`);
    expect(stored).not.toContain("secret-path");
    expect(stored).not.toContain(secret!.slice(6));
    expect(webhook.address).toMatch(/^https:\/\/hooks\.school\.test:\d+\/…9f3a$/);
    await testWebhook(ctxOf(admin), webhook.id);
    await sql`update webhooks set sealed_address = overlay(sealed_address placing 'AAAA' from 40)`;
    await send();
    expect(await deliveries()).toMatchObject([{ event: "test", state: "failed", failure: "no_secret" }]);
    expect(posted).toEqual([]);
  });

  it("gets a test once, also while it is off", async () => {
    const { webhook, send, admin, deliveries } = await world({ kind: "slack" });
    await changeWebhook(ctxOf(admin), webhook.id, { is_on: false });
    await testWebhook(ctxOf(admin), webhook.id);
    answers.push(withStatus(503));
    await send();
    await send(later(3600));
    expect(posted).toHaveLength(1);
    expect(bodies()[0].text).toContain("test from Lectern");
    expect(posted[0]?.headers).not.toHaveProperty("webhook-signature");
    expect(await deliveries()).toMatchObject([{ state: "failed", status: 503, attempts: 1 }]);
  });

  it("is one of ten at most, of kinds that are its admin's, and at no private address", async () => {
    const { admin } = await world();
    const add = (given: object = {}) =>
      createWebhook(
        ctxOf(admin),
        newWebhook.parse({ name: "x", kind: "slack", address, alert_kinds: ["low_attendance"], ...given }),
      );
    expect(await endOf(add({ address: "https://[::ffff:10.0.0.1]/" }))).toBe("invalid address");
    // Another school is there, so that this one does not run the installation.
    expect(await endOf(add({ alert_kinds: ["error_rate"] }))).toBe("invalid alert_kinds");
    const ends = await Promise.all(Array.from({ length: 12 }, () => endOf(add())));
    expect(ends.filter((end) => end === "done")).toHaveLength(9);
    for (const wrong of [
      "http://example.org/",
      "https://user:pass@example.org/",
      "example.org",
      "file:///etc/passwd",
    ])
      expect(newWebhook.shape.address.safeParse(wrong).success, wrong).toBe(false);
  });

  it("of the installation gets its alerts, that of a school only while it is the only one", async () => {
    await sql`truncate schools cascade`;
    const { webhook, send } = await world();
    const another = await makeSchool({});
    await sql`update webhooks set alert_kinds = array['error_rate'] where id = ${webhook.id}`;
    const operator = await makeUser({ school_id: null, role: "admin" });
    const input = { name: "Operator", kind: "discord", address, alert_kinds: ["error_rate"] };
    const own = await createWebhook(ctxOf(operator), newWebhook.parse(input));
    const alert = await makeAlert({ school_id: null, kind: "error_rate", value: 2 });
    await queue({ raised: [alert.id] });
    await send();
    expect(posted).toEqual([]);
    await sendDeliveries(own.webhook.id, now, network);
    expect(bodies()[0].content).toContain("of requests failed");
    await sql`delete from schools where id = ${another.id}`;
    await queue({ raised: [alert.id] });
    await send();
    expect(posted).toHaveLength(2);
  });
});

it("reads both forms of Retry-After, and never waits longer than a day", () => {
  expect(retryAfterMs("120", now)).toBe(120_000);
  expect(retryAfterMs("Wed, 18 Nov 2026 19:01:00 GMT", now)).toBe(30_000);
  expect(retryAfterMs("9999999999", now)).toBe(86_400_000);
  for (const text of [null, "", "soon", "-5", "Wed, 18 Nov 2020 19:01:00 GMT"])
    expect(retryAfterMs(text, now)).toBe(0);
});
