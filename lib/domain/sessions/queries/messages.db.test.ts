import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { attendees, presence } from "@/lib/db/tables/sessions";
import { formatMultirange } from "@/lib/measure/ranges";
import { newId } from "@/lib/platform/ids";
import {
  endOf,
  makeMessage,
  makeSchool,
  makeSession,
  makeUser,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { messagesQuery } from "../filters";
import { answerBody } from "../forms";
import { timeAround } from "../messages";
import { answerQuestion } from "../mutations/answers";
import { messageNumbersOf, messagesInBatches, momentOf, sessionMessages } from "./messages";
import { sessionById } from "./session";

const { sql } = testDatabase();
const at = (minute: number) => new Date(Date.UTC(2026, 10, 18, 18, minute));
const now = new Date("2026-11-19T10:00:00Z");

/** A finished session in which Ana asks twice, Rui once, and the host answers Ana's first. */
async function makeTalk() {
  const school = await makeSchool();
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  const session = await makeSession({
    school_id: school.id,
    instructor_id: teacher.id,
    status: "ended",
    started_at: at(0),
    ended_at: at(59),
  });
  const person = async (display_name: string, host = false) => {
    const [row] = await db()
      .insert(attendees)
      .values({ session_id: session.id, id: newId(), display_name, host, created_at: at(0) })
      .returning();
    return row!.id;
  };
  const [ana, rui, host] = [await person("Ana"), await person("Rui"), await person("Inês", true)];
  const says = (attendee_id: string, minute: number, text: string, question = text.endsWith("?")) =>
    makeMessage({ session_id: session.id, attendee_id, sent_at: at(minute), text, question });
  const written = {
    hello: await says(ana, 1, "Hello"),
    first: await says(ana, 10, "Is a residual an error?"),
    answer: await says(host, 11, "No, it is what we see"),
    hostAsks: await says(host, 12, "Clear?"),
    second: await says(rui, 30, "Does 100 % fit?"),
    third: await says(ana, 40, "Is it recorded?"),
  };
  const ctx = { scope: scopeOf(teacher), request: { id: "request-1", address: "192.0.2.7" }, now };
  const mark = (message: { id: string }, given: object) =>
    answerQuestion(ctx, session.id, message.id, answerBody.parse(given));
  return { ...written, session: (await sessionById(session.id))!, ctx, mark, ana, rui, host };
}

let talk: Awaited<ReturnType<typeof makeTalk>>;
beforeAll(async () => {
  talk = await makeTalk();
  await talk.mark(talk.first, { answered: true, answer_id: talk.answer.id });
  await makeMessage({ session_id: (await makeTalk()).session.id, text: "Elsewhere?" });
});

const texts = async (given: object = {}) => {
  const { items, total } = await sessionMessages(talk.session, messagesQuery.parse(given));
  return [items.map(({ text }) => text), total] as const;
};

describe("a session's messages", () => {
  it("are in the order of time, the host's too, each question with its answer", async () => {
    const { items } = await sessionMessages(talk.session, messagesQuery.parse({}));
    expect(items.map(({ name, text, question, host }) => [name, text, question, host])).toEqual([
      ["Ana", "Hello", false, false],
      ["Ana", "Is a residual an error?", true, false],
      ["Inês", "No, it is what we see", false, true],
      // The host's questions are not counted, and nobody has to answer them.
      ["Inês", "Clear?", false, true],
      ["Rui", "Does 100 % fit?", true, false],
      ["Ana", "Is it recorded?", true, false],
    ]);
    expect(items[1]?.answer).toEqual({
      marked_at: now.toISOString(),
      message: {
        message_id: talk.answer.id,
        user_id: null,
        name: "Inês",
        text: "No, it is what we see",
        sent_at: at(11).toISOString(),
      },
    });
    expect(items[4]?.answer).toBeNull();
  });

  it("are filtered, searched by words and by person, and paged", async () => {
    expect((await texts({ show: "questions" }))[1]).toBe(3);
    expect(await texts({ show: "unanswered" })).toEqual([["Does 100 % fit?", "Is it recorded?"], 2]);
    expect(await texts({ q: "100 %" })).toEqual([["Does 100 % fit?"], 1]);
    expect((await texts({ q: "ana" }))[1]).toBe(3);
    expect(await texts({ q: "ana", show: "unanswered" })).toEqual([["Is it recorded?"], 1]);
    expect(await texts({ limit: 2, offset: 4 })).toEqual([["Does 100 % fit?", "Is it recorded?"], 6]);
    expect(await texts({ offset: 10 })).toEqual([[], 6]);
  });

  it("are the same in batches", async () => {
    const rows = [];
    for await (const batch of messagesInBatches(talk.session, { show: "unanswered" })) rows.push(...batch);
    expect(rows).toEqual(
      (await sessionMessages(talk.session, messagesQuery.parse({ show: "unanswered" }))).items,
    );
  });

  it("have numbers without the host's", async () => {
    expect(await messageNumbersOf(talk.session)).toEqual({
      chat_message_count: 4,
      unique_chatters: 2,
      questions_asked: 3,
      unique_askers: 2,
      questions_answered: 1,
      median_answer_seconds: 60,
    });
    const silent = await makeSession({ school_id: talk.session.school_id });
    expect(await messageNumbersOf(silent)).toMatchObject({
      chat_message_count: 0,
      median_answer_seconds: null,
    });
  });
});

describe("around a moment", () => {
  it("are the messages, who left, and the questions before and after", async () => {
    const stay = (attendee_id: string, from: number, to: number) => ({
      session_id: talk.session.id,
      client_id: newId(),
      attendee_id,
      heartbeats: formatMultirange([at(from).getTime(), at(to).getTime()]),
      grace_ms: 0,
    });
    await db()
      .insert(presence)
      .values([stay(talk.ana, 0, 59), stay(talk.rui, 0, 31), stay(talk.host, 0, 30)]);
    const around = await momentOf(talk.session, timeAround({ at: at(30).toISOString() })!, now);
    expect(around.messages.map(({ text }) => text)).toEqual(["Does 100 % fit?"]);
    // Neither Ana, who stayed to the end, nor the host.
    expect(around.departures).toEqual([
      { attendee_id: talk.rui, user_id: null, name: "Rui", at: at(31).toISOString() },
    ]);
    expect([around.question_before, around.question_after]).toEqual([
      at(10).toISOString(),
      at(40).toISOString(),
    ]);
  });
});

describe("marking a question", () => {
  it("is kept with who marked it, once, and can be undone", async () => {
    const { mark, second, session, ctx } = await makeTalk();
    const row = async () =>
      (await sql`select answered_at, answered_by, answer_id from messages where id = ${second.id}`)[0];
    const audits = async () =>
      (await sql`select detail from audit_log where target_id = ${session.id} order by id`).length;
    await mark(second, { answered: true });
    expect(await row()).toEqual({ answered_at: now, answered_by: ctx.scope.user_id, answer_id: null });
    await mark(second, { answered: true });
    expect(await audits()).toBe(1);
    await mark(second, { answered: false });
    expect(await row()).toEqual({ answered_at: null, answered_by: null, answer_id: null });
    expect(await audits()).toBe(2);
  });

  it("is refused for what is no question, and for an answer that is not a later message here", async () => {
    const { mark, hello, hostAsks, second, first, session } = await makeTalk();
    const other = await makeMessage({ session_id: (await makeTalk()).session.id });
    expect(await endOf(mark(hello, { answered: true }))).toBe("conflict");
    expect(await endOf(mark(hostAsks, { answered: true }))).toBe("conflict");
    expect(await endOf(mark(other, { answered: true }))).toBe("not_found");
    for (const answer of [first, second, other])
      expect(await endOf(mark(second, { answered: true, answer_id: answer.id }))).toBe("invalid answer_id");
    expect(await messageNumbersOf(session)).toMatchObject({ questions_answered: 0 });
  });
});
