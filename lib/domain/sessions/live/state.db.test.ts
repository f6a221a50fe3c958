import { beforeAll, describe, expect, it } from "vitest";
import { mintScope } from "@/lib/auth/scope";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeSession, makeUser, testDatabase } from "@/lib/testing/database";
import { sessionById } from "../queries/session";
import { applyEvents } from "./apply";
import type { LiveEvent } from "./events";
import { liveRow, liveRowOf, liveRows, liveState } from "./schema";
import { liveSessionIds, liveSessionRows, liveStateOf, nextSession } from "./state";

const { writer } = testDatabase();
const start = Date.parse("2026-11-18T18:00:00Z");
const second = (seconds: number) => new Date(start + seconds * 1000);

let schoolId: string;
let instructor: { id: string; name: string; email: string };
beforeAll(async () => {
  schoolId = (await makeSchool()).id;
  instructor = await makeUser({ school_id: schoolId, role: "instructor" });
});

const running = (more: object = {}) =>
  makeSession({
    school_id: schoolId,
    instructor_id: instructor.id,
    status: "live",
    started_at: second(0),
    title: "Two samples",
    ...more,
  });

/** What one guest does, at so many seconds of the session, each received at once. */
function guest(sessionId: string, name: string, userId: string | null = null) {
  const clientId = newId();
  const who = { identity: userId ? `u:${userId}` : `c:${clientId}`, name, email: null, user_id: userId };
  const at = (seconds: number) => ({
    session_id: sessionId,
    who,
    received_at: second(seconds),
    at: second(seconds).getTime(),
  });
  return {
    beat: (seconds: number, event: "join" | "heartbeat" | "leave" = "heartbeat"): LiveEvent => ({
      kind: "presence",
      event,
      client_id: clientId,
      ...at(seconds),
    }),
    says: (seconds: number, text: string): LiveEvent => ({
      kind: "message",
      id: newId(),
      text,
      ...at(seconds),
    }),
    reacts: (seconds: number, type: string): LiveEvent => ({
      kind: "reaction",
      id: newId(),
      type,
      ...at(seconds),
    }),
  };
}

const stateAt = async (sessionId: string, seconds: number) => {
  const session = (await sessionById(sessionId))!;
  const state = await liveStateOf(session, second(seconds));
  expect(liveState.parse(state)).toEqual(state);
  return { session, state };
};

describe("a running session's state", () => {
  it("shows what people did until now: who is present, what they wrote, how attendance grew", async () => {
    const { id } = await running();
    const [ana, rui, eva] = [guest(id, "Ana"), guest(id, "Rui"), guest(id, "Eva")];
    const host = guest(id, instructor.name, instructor.id);
    await applyEvents(writer, [
      host.beat(0, "join"),
      host.beat(290),
      // Until 300: there all the time.
      ...Array.from({ length: 20 }, (_, i) => ana.beat(i * 15)),
      // Left in words at 60.
      rui.beat(10, "join"),
      rui.beat(50),
      rui.beat(60, "leave"),
      // Her last heartbeat is at 250: 45 seconds on, at 295, nobody knows; then she has left.
      eva.beat(220, "join"),
      eva.beat(250),
      ana.says(30, "Hello"),
      rui.says(55, "Must go. Is it recorded?"),
      ana.reacts(70, "👏"),
      host.says(290, "It is"),
    ]);
    const { state } = await stateAt(id, 290);
    expect(state).toMatchObject({
      session_id: id,
      version: 1,
      at: "2026-11-18T18:04:50.000Z",
      session_status: "live",
      // Ana and Eva; the host is not the audience.
      current_viewers: 2,
      timeline: [
        { minute: 0, messages: 2, questions: 1, unanswered: 1, reactions: 0 },
        { minute: 1, messages: 0, questions: 0, unanswered: 0, reactions: 1 },
      ],
    });
    expect(state.numbers.attendance.total_attended).toBe(3);
    // Ana and Rui from 10 to 60, Ana and Eva from 220.
    expect(state.numbers.peak_viewers).toMatchObject({
      peak_count: 2,
      peak_timestamp: "2026-11-18T18:00:10.000Z",
    });
    expect(state.latest_messages.map(({ name, text, question }) => [name, text, question])).toEqual([
      [instructor.name, "It is", false],
      ["Rui", "Must go. Is it recorded?", true],
      ["Ana", "Hello", false],
    ]);
  });

  it("loses who falls silent, without anything being written", async () => {
    const { id } = await running();
    const ana = guest(id, "Ana");
    await applyEvents(writer, [ana.beat(0, "join"), ana.beat(15)]);
    const seen = await Promise.all([15, 59, 60, 61].map(async (at) => (await stateAt(id, at)).state));
    // A beat at 15 is good for 45 seconds, half-open.
    expect(seen.map((state) => state.current_viewers)).toEqual([1, 1, 0, 0]);
    expect(new Set(seen.map((state) => state.version))).toEqual(new Set([1]));
  });

  it("shows the latest twenty messages, the newest first", async () => {
    const { id } = await running();
    const ana = guest(id, "Ana");
    await applyEvents(
      writer,
      Array.from({ length: 25 }, (_, i) => ana.says(i, `Message ${i}`)),
    );
    const { state } = await stateAt(id, 60);
    expect(state.latest_messages).toHaveLength(20);
    expect(state.latest_messages.map(({ text }) => text)).toEqual(
      Array.from({ length: 20 }, (_, i) => `Message ${24 - i}`),
    );
  });

  it("is empty before anybody came, and before it began", async () => {
    const [live, planned] = [await running(), await running({ status: "scheduled", started_at: null })];
    for (const { id } of [live, planned]) {
      const { state } = await stateAt(id, -60);
      expect(state).toMatchObject({ version: 0, current_viewers: 0, timeline: [], latest_messages: [] });
      expect(state.numbers.attendance.total_attended).toBe(0);
    }
  });

  it("makes a row of the Live page, with the pace of the chat over five minutes", async () => {
    const { id } = await running();
    const ana = guest(id, "Ana");
    await applyEvents(writer, [
      ana.beat(0, "join"),
      // Minutes 0, 1, 3, 5 and 6.
      ...[10, 70, 200, 310, 320, 370].map((at) => ana.says(at, `At ${at}`)),
      ana.reacts(100, "👍"),
    ]);
    const rowAt = async (seconds: number) => {
      const { session, state } = await stateAt(id, seconds);
      const row = liveRowOf(session, state);
      expect(liveRow.parse(row)).toEqual(row);
      return row;
    };
    // At 6:30 five minutes are 2 to 6, of which four and a half are over: 200, 310, 320, 370.
    const row = await rowAt(390);
    expect(row).toMatchObject({ title: "Two samples", chat_message_count: 6, reaction_count: 1 });
    expect(row.messages_per_minute).toBe(0.9);
    expect(row.latest_messages.map(({ text }) => text)).toEqual(["At 370", "At 320", "At 310"]);
    expect(liveRows.parse({ at: row.at, sessions: [row] }).sessions).toEqual([row]);
  });
});

describe("which sessions are followed", () => {
  it("are those that are live and that the scope reaches", async () => {
    const school = await makeSchool();
    const [one, other] = [
      await makeUser({ school_id: school.id, role: "instructor" }),
      await makeUser({ school_id: school.id, role: "instructor" }),
    ];
    const of = (userId: string, role: "instructor" | "admin" | "student") =>
      mintScope({ user_id: userId, name: "Somebody", role, school_id: school.id });
    const make = (instructorId: string, status: "live" | "scheduled" | "ended", minutes: number) =>
      makeSession({
        school_id: school.id,
        instructor_id: instructorId,
        status,
        scheduled_start: second(minutes * 60),
        scheduled_end: second(minutes * 60 + 3600),
      });
    const later = await make(one.id, "live", 30);
    const earlier = await make(one.id, "live", 0);
    const others = await make(other.id, "live", 10);
    await make(one.id, "ended", 0);
    const second2 = await make(one.id, "scheduled", 300);
    const first = await make(other.id, "scheduled", 200);
    expect(await liveSessionIds(of(one.id, "instructor"))).toEqual([earlier.id, later.id]);
    expect(await liveSessionIds(of(newId(), "admin"))).toEqual([earlier.id, others.id, later.id]);
    expect(await liveSessionIds(of(newId(), "student"))).toEqual([]);
    const now = second(3000);
    const rows = liveRows.parse(await liveSessionRows(of(one.id, "instructor"), now));
    expect(rows.at).toBe(now.toISOString());
    expect(rows.sessions.map(({ session_id }) => session_id)).toEqual([earlier.id, later.id]);
    expect((await nextSession(of(one.id, "instructor"), second(0)))?.id).toBe(second2.id);
    expect((await nextSession(of(newId(), "admin"), second(0)))?.id).toBe(first.id);
    expect(await nextSession(of(newId(), "admin"), second(100_000))).toBeNull();
    expect(await sessionById(newId())).toBeNull();
  });
});

it("contains the twenty most frequent types of reactions", async () => {
  const session = await running();
  const ana = guest(session.id, "Ana");
  const types = Array.from({ length: 30 }, (_, i) => `type ${i}`);
  // Each type as often as its number says, and once more.
  const sent = types.flatMap((type, i) => Array.from({ length: i + 1 }, () => ana.reacts(20, type)));
  await applyEvents(writer, [ana.beat(10, "join"), ...sent]);
  const { state } = await stateAt(session.id, 30);
  const { reactions_by_type, reaction_count } = state.numbers.engagement;
  expect(Object.keys(reactions_by_type).sort()).toEqual(types.slice(10).sort());
  expect(reactions_by_type["type 29"]).toBe(30);
  expect(reaction_count).toBe(sent.length);
});
